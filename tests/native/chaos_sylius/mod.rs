//! Random shoppers before a Sylius, on a random network: at most one order and one charge, what was acknowledged is
//! there, and what was agreed to is what was placed.

mod tabs;

use crate::chaos::heal;
use crate::host::{Host, json};
use crate::network::Chaos;
use crate::{sylius_0, sylius_1};
use cashwrap::checkout::Settled;
use cashwrap::json::Value;
use cashwrap_shop::OrderView;
use std::collections::BTreeMap;

/// One generation of Sylius, as a shopper meets it.
struct Room {
    name: &'static str,
    /// A visitor before this release. The worst proxy is one that lets everything through, whatever it was made for.
    visitor: fn(&str, bool) -> Host,
    variants: [&'static str; 4],
    /// Two addresses of the same country, and one where other methods are.
    addresses: [&'static str; 3],
    payments: [&'static str; 2],
    emails: [&'static str; 2],
    coupons: &'static [&'static str],
}

const ROOM_0: Room = Room {
    name: "sylius_0",
    visitor: |release, is_guarded| {
        if is_guarded {
            sylius_0::proxy::visitor_anywhere(release)
        } else if sylius_0::proxy::takes_lines(release) {
            let mut host = sylius_0::proxy::visitor(release);
            host.gate = Some(|shop, request| {
                request.headers.retain(|(name, _)| name != "X-Cashwrap-Step");
                sylius_0::proxy::gate(shop, request)
            });
            host
        } else {
            sylius_0::proxy::visitor_unguarded(release)
        }
    },
    variants: ["1", "2", "3", "4"],
    addresses: [
        r#"{"name":"John Doe","address1":"Main St. 1","city":"New York","region":"1","postalCode":"10001","country":"US"}"#,
        r#"{"name":"John Doe","address1":"Main St. 1","city":"Albany","region":"1","postalCode":"12201","country":"US"}"#,
        r#"{"name":"Hans Muster","address1":"Hauptstr. 1","city":"Berlin","postalCode":"10115","country":"DE"}"#,
    ],
    payments: ["1", "2"],
    emails: ["john@example.com", "john@example.com"],
    coupons: &[],
};

const ROOM_1: Room = Room {
    name: "sylius_1",
    visitor: |release, _| sylius_1::visitor(release),
    variants: ["MUG", "BOOK", "FREE", "EBOOK"],
    addresses: [
        r#"{"name":"Oliver Queen","address1":"5th Avenue 1","city":"New York","postalCode":"10001","country":"US","region":"US-NY"}"#,
        r#"{"name":"Oliver Queen","address1":"State St. 1","city":"Albany","postalCode":"12201","country":"US","region":"US-NY"}"#,
        r#"{"name":"Oliver Queen","address1":"5th Avenue 1","city":"Mobile","postalCode":"36601","country":"US","region":"US-AL"}"#,
    ],
    payments: ["cod", "bank_transfer"],
    emails: ["oliver.queen@star-city.com", "barry.allen@central-city.com"],
    coupons: &["TEN", "FIVEOFF", "EXPIRED", "NOPE"],
};

/// Each fourth shop makes carts before it knows for whom, where a room knows such carts.
fn options(room: &Room, seed: u64) -> Value {
    let mut options = crate::host::visitor(room.name);
    if room.name == "sylius_1" && seed.is_multiple_of(4) {
        options.put("placeholderEmail", json(r#""nobody@store.example""#));
    }
    options
}

struct Shopper<'a> {
    room: &'a Room,
    seed: u64,
    host: Host,
    /// What the shop has acknowledged: variant and quantity.
    lines: BTreeMap<&'static str, u32>,
    /// How a submit ended, with what was on the screen and the method that was meant.
    endings: Vec<String>,
    log: Vec<String>,
}

impl Shopper<'_> {
    fn roll(&mut self, n: u64) -> u64 {
        self.host.chaos.as_mut().unwrap().below(n)
    }

    fn one(&mut self, of: &[&'static str]) -> &'static str {
        of[usize::try_from(self.roll(of.len() as u64)).unwrap()]
    }

    fn edit(&mut self, edit: &str) -> Settled {
        let how = self.host.edit(edit);
        self.log.push(format!("{edit}: {how:?}"));
        how
    }

    /// Mostly the first one.
    fn email(&mut self) -> &'static str {
        let [usual, other] = self.room.emails;
        if self.roll(8) == 0 { other } else { usual }
    }

    fn act(&mut self) {
        let room = self.room;
        match self.roll(12) {
            0..3 => {
                let variant = self.one(&room.variants);
                let quantity = u32::try_from(self.roll(4)).unwrap();
                let edit = format!(r#"{{"lines":[{{"variant":"{variant}","quantity":{quantity}}}]}}"#);
                if self.edit(&edit) == Settled::Confirmed {
                    self.lines.insert(variant, quantity);
                } else {
                    // Not acknowledged: either may be there.
                    self.lines.remove(variant);
                }
            }
            3 | 4 => {
                let (email, address) = (self.email(), self.one(&room.addresses));
                self.edit(&format!(
                    r#"{{"email":"{email}","shipping":{address},"billing":"same"}}"#
                ));
            }
            5 => drop(self.edit(r#"{"rate":"cheapest"}"#)),
            6 if !room.coupons.is_empty() => {
                let code = self.one(room.coupons);
                self.edit(&format!(r#"{{"coupon":"{code}"}}"#));
            }
            6 => {
                // What can no longer be changed goes into a new order, unless nobody knows of this one.
                let how = self.host.session.renew().map_err(|error| error.code);
                self.host.run();
                self.log.push(format!("a new order: {how:?}"));
            }
            7 => self.reload(),
            8 => {
                // Chosen, and left at that.
                let method = self.one(&room.payments);
                self.edit(&format!(r#"{{"payment":{{"method":"{method}"}}}}"#));
            }
            _ => self.buy(),
        }
    }

    /// A reload of the page, at rest.
    fn reload(&mut self) {
        let options = options(self.room, self.seed);
        let fresh = Host::new(&options, self.host.shop.clone());
        let old = std::mem::replace(&mut self.host, fresh);
        self.host = old.reload(&options);
        self.host.run();
        self.log.push("reload".to_owned());
    }

    /// All that is missing, and the click.
    fn buy(&mut self) {
        let room = self.room;
        if self.roll(2) == 0 {
            let (email, address) = (self.email(), room.addresses[0]);
            self.edit(&format!(
                r#"{{"email":"{email}","shipping":{address},"billing":"same","rate":"cheapest"}}"#
            ));
        }
        let method = self.one(&room.payments);
        self.edit(&format!(r#"{{"payment":{{"method":"{method}"}}}}"#));
        let seen = self.host.session.order().map(|order| order.totals.total);
        let before: Vec<String> = placed(&self.host);
        let end = self.host.submit();
        let status = end.get("status").as_text().unwrap().to_owned();
        self.log.push(format!("submit: {status}"));
        if status == "placed" && before.is_empty() {
            let order = self.host.order();
            assert_eq!(Some(order.totals.total), seen, "{}", self.about());
            assert!(!order.lines.is_empty(), "an empty order: {}", self.about());
        }
        self.endings.push(status);
        self.host.run();
    }

    fn about(&self) -> String {
        format!("{:#?} {:#?}", self.log, self.host.trace)
    }
}

fn placed(host: &Host) -> Vec<String> {
    let orders = host.shop.orders().into_iter();
    orders.filter(|o| o.completed).map(|o| o.number).collect()
}

/// One charge, of what was due.
fn charged_once(order: &OrderView, about: &str) {
    let live = order
        .payments
        .iter()
        .filter(|p| !matches!(p.state.as_str(), "cancelled" | "void" | "failed"));
    let amounts: Vec<_> = live.map(|payment| payment.amount).collect();
    assert!(amounts.len() <= 1, "two charges: {about}");
    if !order.total.is_zero() {
        assert_eq!(amounts, [order.total], "the wrong sum: {about}");
    }
}

/// What happened, and whether an order was placed.
fn one(room: &Room, release: &str, seed: u64, percent: u64) -> (Vec<&'static str>, bool) {
    let visitor = (room.visitor)(release, seed.is_multiple_of(2));
    let mut host = Host::new(&options(room, seed), visitor.shop);
    (host.proxy_key, host.gate) = (visitor.proxy_key, visitor.gate);
    let mut shopper = Shopper {
        room,
        seed,
        host,
        lines: BTreeMap::new(),
        endings: Vec::new(),
        log: vec![format!("{release}, seed {seed}")],
    };
    shopper.host.chaos = Some(Chaos::new(seed, percent));
    for _ in 0..12 {
        shopper.act();
        if shopper.host.session.snapshot().get("status").as_text() == Some("placed") {
            break;
        }
    }
    let happened = heal(&mut shopper.host);
    check(&shopper, happened.contains(&"late arrival"));
    (happened, !placed(&shopper.host).is_empty())
}

fn check(shopper: &Shopper<'_>, is_late: bool) {
    let host = &shopper.host;
    let about = shopper.about();
    let orders = host.shop.orders();
    let sold: Vec<_> = orders.iter().filter(|order| order.completed).collect();
    assert!(sold.len() <= 1, "two orders: {about}");
    let nobody_asked = shopper.endings.is_empty();
    assert!(sold.is_empty() || !nobody_asked, "placed unasked: {about}");
    for order in &sold {
        charged_once(order, &about);
        assert!(!order.lines.is_empty(), "an empty order: {about}");
    }
    if let (Some(order), false) = (sold.first(), is_late) {
        assert!(
            !order.coupons.contains(&"EXPIRED".to_owned()),
            "used up in vain: {about}"
        );
    }
    let said = shopper.endings.iter().filter(|e| e.starts_with("placed")).count();
    assert!(said <= sold.len(), "said placed: {about}");
    let snapshot = host.session.snapshot();
    if !sold.is_empty() {
        assert_eq!(
            snapshot.get("status").as_text(),
            Some("placed"),
            "not told: {about}"
        );
    }
    let Some(order) = host.session.order() else {
        return assert!(
            shopper.lines.values().all(|n| *n == 0),
            "a cart was lost: {about}"
        );
    };
    let truth = host.truth();
    if order.is_complete() {
        assert_eq!(
            order.totals.total.to_text().parse(),
            Ok(truth.total),
            "stale: {about}"
        );
    }
    // A request that arrives after its answer was given up may undo what was acknowledged since: it shows at the next
    // read, and a submit ends `changed`.
    for (variant, quantity) in shopper.lines.iter().filter(|_| !is_late) {
        let same = order.lines.iter().filter(|line| line.variant == *variant);
        let there: u32 = same.map(|line| line.quantity).sum();
        assert_eq!(there, *quantity, "variant {variant}: {about}");
    }
    let mut shown: Vec<_> = order
        .lines
        .iter()
        .map(|l| (l.id.to_string(), i64::from(l.quantity)))
        .collect();
    let mut there: Vec<_> = truth
        .lines
        .iter()
        .map(|l| (l.id.to_string(), l.quantity))
        .collect();
    shown.sort_unstable();
    there.sort_unstable();
    assert_eq!(shown, there, "stale: {about}");
}

fn many(room: &Room, releases: &[&str]) {
    let asked = std::env::var("SEQUENCES").ok().and_then(|text| text.parse().ok());
    for release in releases {
        let mut met: BTreeMap<&str, u32> = BTreeMap::new();
        let mut sold = 0;
        for seed in 0..asked.unwrap_or(180) {
            let percent = [5, 20, 40][usize::try_from(seed % 3).unwrap()];
            let (happened, is_sold) = one(room, release, seed, percent);
            sold += u32::from(is_sold);
            for name in happened {
                *met.entry(name).or_default() += 1;
            }
        }
        assert!(sold > 40, "{release}: only {sold} orders were placed");
        let least = met.values().min().copied().unwrap_or(0);
        assert!(
            met.len() == 8 && least > 10,
            "{release}: too few faults were met to prove anything: {met:?}"
        );
    }
}

#[test]
fn whatever_the_network_does_one_url_places_one_order() {
    many(&ROOM_0, &sylius_0::proxy::RELEASES);
}

#[test]
fn whatever_the_network_does_split_endpoints_place_one_order() {
    many(&ROOM_1, &sylius_1::RELEASES);
}
