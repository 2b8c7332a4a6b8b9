//! Random shoppers on a random network: whatever happens, at most one order and one charge a purchase,
//! nothing acknowledged is lost, and the loop comes to rest.

use crate::host::{ADDRESS, Host, PAYMENT, guest, spree};
use crate::network::Chaos;
use cashwrap::checkout::Settled;
use cashwrap::json::Value;
use std::collections::BTreeMap;

/// The network is well again, and the page looks. What had happened until then.
pub fn heal(host: &mut Host) -> Vec<&'static str> {
    let chaos = host.chaos.as_mut().unwrap();
    chaos.percent = 0;
    let happened = std::mem::take(&mut chaos.happened);
    let refresh = crate::host::json(r#"{"kind":"refresh"}"#);
    host.session.ask(&refresh).unwrap();
    host.run();
    happened
}

struct Shopper {
    host: Host,
    options: Value,
    payment: String,
    /// What the shop has acknowledged: variant and quantity.
    lines: BTreeMap<u64, u32>,
    endings: Vec<String>,
    log: Vec<String>,
}

impl Shopper {
    fn roll(&mut self, n: u64) -> u64 {
        self.host.chaos.as_mut().unwrap().below(n)
    }

    fn act(&mut self) {
        match self.roll(9) {
            0..3 => {
                let variant = 1 + self.roll(4);
                let quantity = u32::try_from(self.roll(4)).unwrap();
                let edits = format!(r#"{{"lines":[{{"variant":"{variant}","quantity":{quantity}}}]}}"#);
                let how = self.host.edit(&edits);
                self.log.push(format!("{variant} x {quantity}: {how:?}"));
                if how == Settled::Confirmed {
                    self.lines.insert(variant, quantity);
                } else {
                    // Not acknowledged: either may be there.
                    self.lines.remove(&variant);
                }
            }
            3 | 4 => {
                let city = ["New York", "Albany"][usize::try_from(self.roll(2)).unwrap()];
                let address = ADDRESS.replace("New York", city);
                let edits = format!(r#"{{"email":"a@b.co","shipping":{address},"billing":"same"}}"#);
                let how = self.host.edit(&edits);
                self.log.push(format!("address {city}: {how:?}"));
            }
            5 => {
                let how = self.host.edit(r#"{"rate":"cheapest"}"#);
                self.log.push(format!("rate: {how:?}"));
            }
            6 => {
                // A reload of the page, at rest.
                let lines = std::mem::take(&mut self.lines);
                let old = std::mem::replace(&mut self.host, Host::guest());
                self.host = old.reload(&self.options);
                self.host.run();
                self.lines = lines;
                self.log.push("reload".to_owned());
            }
            _ => self.buy(),
        }
    }

    fn buy(&mut self) {
        let how = self.host.edit(&self.payment.clone());
        let end = self.host.submit();
        let status = end.get("status").as_text().unwrap().to_owned();
        self.log.push(format!("payment {how:?}, submit: {status}"));
        self.endings.push(status);
        self.host.run();
    }
}

/// What happened, and whether an order was placed.
fn one(mut host: Host, options: Value, method: &str, seed: u64, percent: u64) -> (Vec<&'static str>, bool) {
    host.chaos = Some(Chaos::new(seed, percent));
    let mut shopper = Shopper {
        host,
        options,
        payment: PAYMENT.replace(r#""method":"1""#, &format!(r#""method":"{method}""#)),
        lines: BTreeMap::new(),
        endings: Vec::new(),
        log: Vec::new(),
    };
    if shopper.roll(4) == 0 {
        shopper.host.shop.crash_after_charge();
    }
    for _ in 0..12 {
        shopper.act();
        if shopper.host.session.snapshot().get("status").as_text() == Some("placed") {
            break;
        }
    }
    let happened = heal(&mut shopper.host);

    let what = || format!("seed {seed}: {:#?} {:#?}", shopper.log, shopper.host.trace);
    let orders = shopper.host.shop.orders();
    let placed: Vec<_> = orders.iter().filter(|o| o.completed).collect();
    assert!(placed.len() <= 1, "two orders: {}", what());
    let charges = shopper.host.shop.charges();
    assert!(charges.len() <= 1, "two charges: {}", what());
    let said = shopper.endings.iter().filter(|e| *e == "placed").count();
    assert!(said <= placed.len(), "said placed: {}", what());
    if let (Some(order), true) = (placed.first(), said == 1) {
        assert_eq!(charges.len(), usize::from(!order.total.is_zero()), "{}", what());
        assert!(
            charges.iter().all(|c| c.amount == order.total),
            "wrong sum: {}",
            what()
        );
    }
    let snapshot = shopper.host.session.snapshot();
    if !placed.is_empty() {
        assert_eq!(
            snapshot.get("status").as_text(),
            Some("placed"),
            "not told: {}",
            what()
        );
    }
    if let Some(order) = shopper.host.session.order() {
        let truth = shopper.host.truth();
        assert_eq!(
            order.totals.total.to_text().parse(),
            Ok(truth.total),
            "stale: {}",
            what()
        );
        assert_eq!(order.step.name(), truth.state, "stale: {}", what());
    }
    let lines = shopper
        .host
        .session
        .order()
        .map(|o| o.lines.clone())
        .unwrap_or_default();
    // A request that arrives after its answer was given up may undo what was acknowledged since; no fence of
    // this family stops it. The page sees it at the next read, and a submit ends `changed`.
    let is_late = happened.contains(&"late arrival");
    for (variant, quantity) in shopper.lines.iter().filter(|_| !is_late) {
        let there: u32 = lines
            .iter()
            .filter(|l| *l.variant == *variant.to_string())
            .map(|l| l.quantity)
            .sum();
        assert_eq!(there, *quantity, "variant {variant}: {}", what());
    }
    (happened, !placed.is_empty())
}

#[test]
fn whatever_the_network_does_nothing_is_bought_twice_or_lost() {
    let mut met: BTreeMap<&str, u32> = BTreeMap::new();
    for seed in 0..1_500 {
        let percent = [5, 20, 40][usize::try_from(seed % 3).unwrap()];
        for name in one(Host::guest(), guest(), "1", seed, percent).0 {
            *met.entry(name).or_default() += 1;
        }
    }
    let least = met.values().min().copied().unwrap_or(0);
    assert!(
        met.len() == 8 && least > 100,
        "too few faults were met to prove anything: {met:?}"
    );
}

/// Two tabs of one shopper on one storage, each with a payment of its own, on a bad network.
fn two_tabs(seed: u64) -> usize {
    let mut tabs = [Host::guest(), Host::guest()];
    let mut chaos = Chaos::new(seed ^ 0x5eed, 15);
    let mut log = Vec::new();
    let mut sold = 0;
    for _ in 0..14 {
        let at = usize::try_from(chaos.below(2)).unwrap();
        let what = chaos.below(6);
        let tab = &mut tabs[at];
        tab.chaos = Some(chaos);
        match what {
            0 | 1 => {
                let variant = 1 + tab.chaos.as_mut().unwrap().below(3);
                drop(tab.edit(&format!(
                    r#"{{"lines":[{{"variant":"{variant}","quantity":2}}]}}"#
                )));
            }
            2 => drop(tab.edit(&crate::host::everything(r#""cheapest""#))),
            3 => drop(tab.edit(r#"{"empty":true}"#)),
            _ => {
                tab.edit(&crate::host::everything(r#""cheapest""#));
                // One tab pays by card, the other one by check.
                let method = ["1", "2"][at];
                let token = if at == 0 { r#","token":"BGS-1""# } else { "" };
                drop(tab.edit(&format!(r#"{{"payment":{{"method":"{method}"{token}}}}}"#)));
                let before: Vec<String> = completed(tab);
                let status = tab.submit().get("status").as_text().unwrap().to_owned();
                tab.run();
                log.push(format!("tab {at} submits: {status}"));
                let number = tab
                    .session
                    .order()
                    .map(|o| o.number.to_string())
                    .unwrap_or_default();
                if status == "placed" && !before.contains(&number) {
                    sold += 1;
                    let order = tab.shop.order_view(&number).unwrap();
                    let by: Vec<String> = order
                        .payments
                        .iter()
                        .filter(|p| !matches!(p.state.as_str(), "invalid" | "failed" | "void"))
                        .map(|p| p.method_id.to_string())
                        .collect();
                    assert_eq!(by, [method], "sold by another payment, seed {seed}: {log:#?}");
                }
            }
        }
        log.push(format!("tab {at} does {what}"));
        chaos = tab.chaos.take().unwrap();
        // One shop, one storage, one time.
        let (shop, storage, now_ms) = (tab.shop.clone(), tab.storage.clone(), tab.now_ms);
        let other = &mut tabs[1 - at];
        (other.shop, other.storage, other.now_ms) = (shop, storage, now_ms);
    }
    let shop = &tabs[0].shop;
    for order in shop.orders().iter().filter(|o| o.completed) {
        let charges: Vec<_> = shop
            .charges()
            .iter()
            .filter(|c| c.order == order.number)
            .collect();
        assert!(charges.len() <= 1, "two charges, seed {seed}: {log:#?}");
        assert!(
            charges.iter().all(|c| c.amount == order.total),
            "wrong sum, seed {seed}: {log:#?}"
        );
    }
    sold
}

fn completed(host: &Host) -> Vec<String> {
    host.shop
        .orders()
        .into_iter()
        .filter(|o| o.completed)
        .map(|o| o.number)
        .collect()
}

#[test]
fn two_tabs_on_a_bad_network_buy_once() {
    let sold: usize = (0..400).map(two_tabs).sum();
    assert!(sold > 200, "too little was sold to prove anything: {sold}");
}

#[test]
fn whatever_the_network_does_a_spree_sells_nothing_twice() {
    for release in ["2.3.13", "2.4.2", "3.7", "4.4"] {
        let mut placed = 0;
        for seed in 0..500 {
            let percent = [5, 20, 40][usize::try_from(seed % 3).unwrap()];
            // With a step to confirm, and where the payment itself places.
            let method = ["1", "3"][usize::try_from(seed % 2).unwrap()];
            placed += u32::from(one(Host::spree(release), spree(), method, seed, percent).1);
        }
        assert!(placed > 100, "{release}: only {placed} orders were placed");
    }
}

#[test]
fn whatever_the_network_does_a_spree_2_2_charges_a_token_once() {
    let options = || {
        crate::host::json(r#"{"dialect":"spree_2_2","shop":"https://store.example","auth":{"kind":"guest"}}"#)
    };
    let mut placed = 0;
    for seed in 0..500 {
        let percent = [5, 20, 40][usize::try_from(seed % 3).unwrap()];
        let method = ["1", "3"][usize::try_from(seed % 2).unwrap()];
        let host = Host::new(&options(), crate::host::spree_shop("2.2.14"));
        placed += u32::from(one(host, options(), method, seed, percent).1);
    }
    assert!(placed > 100, "only {placed} orders were placed");
}

#[test]
fn a_gateway_that_dies_after_the_charge_is_never_asked_again() {
    let mut host = Host::guest();
    host.edit(&crate::host::everything(r#""cheapest""#));
    host.edit(PAYMENT);
    host.shop.crash_after_charge();
    let end = host.submit();
    assert_eq!(end.get("status").as_text(), Some("uncertain"));
    assert_eq!(host.shop.charges().len(), 1);
    assert!(
        host.blockers().contains(&"payment.held".to_owned()),
        "{:?}",
        host.blockers()
    );
    // The attempt has ended by now: a payment is held, and no other is taken.
    host.edit(PAYMENT);
    let end = host.submit();
    assert_eq!(end.get("status").as_text(), Some("other"));
    assert_eq!(host.shop.charges().len(), 1, "{:#?}", host.trace);
}
