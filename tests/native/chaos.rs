//! Random shoppers on a random network: whatever happens, at most one order and one charge a purchase,
//! nothing acknowledged is lost, and the loop comes to rest.

use crate::host::{ADDRESS, Chaos, Host, PAYMENT, guest};
use cashwrap::checkout::Settled;
use std::collections::BTreeMap;

struct Shopper {
    host: Host,
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
                self.host = old.reload(&guest());
                self.host.run();
                self.lines = lines;
                self.log.push("reload".to_owned());
            }
            _ => self.buy(),
        }
    }

    fn buy(&mut self) {
        let how = self.host.edit(PAYMENT);
        let end = self.host.submit();
        let status = end.get("status").as_text().unwrap().to_owned();
        self.log.push(format!("payment {how:?}, submit: {status}"));
        self.endings.push(status);
        self.host.run();
    }
}

fn one(seed: u64, percent: u64) -> Vec<&'static str> {
    let mut host = Host::guest();
    host.chaos = Some(Chaos::new(seed, percent));
    let mut shopper = Shopper {
        host,
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
    // The network heals.
    let chaos = shopper.host.chaos.as_mut().unwrap();
    chaos.percent = 0;
    let happened = std::mem::take(&mut chaos.happened);
    shopper
        .host
        .session
        .ask(&crate::host::json(r#"{"kind":"refresh"}"#))
        .unwrap();
    shopper.host.run();

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
    happened
}

#[test]
fn whatever_the_network_does_nothing_is_bought_twice_or_lost() {
    let mut met: BTreeMap<&str, u32> = BTreeMap::new();
    for seed in 0..1_500 {
        for name in one(seed, [5, 20, 40][usize::try_from(seed % 3).unwrap()]) {
            *met.entry(name).or_default() += 1;
        }
    }
    let least = met.values().min().copied().unwrap_or(0);
    assert!(
        met.len() == 8 && least > 100,
        "too few faults were met to prove anything: {met:?}"
    );
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
