//! The rooms of the matrix: how a shopper comes to each, and what its servers do not have.

use crate::host::{Host, PAYMENT, json};
use cashwrap_shop::{Release, Settings, Shop, Version, World};

/// Who comes to the shop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
    Guest,
    Customer,
}

/// What is different about the shop today.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Today {
    /// Whether there is a step to confirm whatever the payment.
    pub always_confirms: bool,
    /// Whether delivery costs nothing.
    pub delivers_free: bool,
}

/// A scenario's name, and how it is played on a version, in a world of the room's own.
pub type Cell = (&'static str, fn(&str));

/// One family, as the scenarios need to know it.
pub struct Room {
    pub name: &'static str,
    pub versions: &'static [&'static str],
    /// A shop of this version.
    pub shop: fn(version: &str, today: Today) -> Shop,
    /// A payment the gateway takes, one it declines, and one that takes no step to confirm.
    pub payment: &'static str,
    pub declined: &'static str,
    pub unconfirmed: &'static str,
    pub coupon: &'static str,
    /// Scenarios played in a world of its own, by version.
    pub own: &'static [Cell],
    /// The key of the proxy, where only one may speak to the shop.
    pub proxy_key: Option<&'static str>,
    /// The versions that place an order though there is not enough on hand.
    pub oversells: &'static [&'static str],
    /// Scenarios its servers do not have, and why.
    pub excused: &'static [(&'static str, &'static str)],
}

impl Room {
    pub fn options(&self, auth: &str) -> cashwrap::json::Value {
        // An annex is its room with an option.
        let (dialect, more) = match self.name {
            "rental" => ("spree_2_3", r#","rental":true"#),
            name => (name, ""),
        };
        json(&format!(
            r#"{{"dialect":"{dialect}","shop":"https://store.example","auth":{auth}{more}}}"#
        ))
    }

    pub fn open(&self, version: &str, who: Who, today: Today) -> Host {
        let options = self.options(match who {
            Who::Guest => self.nobody(),
            Who::Customer => r#"{"kind":"bearer"}"#,
        });
        let mut host = Host::new(&options, (self.shop)(version, today));
        host.proxy_key = self.proxy_key.map(str::to_owned);
        if who == Who::Customer {
            host.key = Some("otherkey".to_owned());
        }
        host
    }

    /// Who a shopper is that has not said so.
    pub fn nobody(&self) -> &'static str {
        match self.proxy_key {
            Some(_) => r#"{"kind":"proxy"}"#,
            None => r#"{"kind":"guest"}"#,
        }
    }

    pub fn guest(&self, version: &str) -> Host {
        self.open(version, Who::Guest, Today::default())
    }

    /// Somebody who holds an order's number and token.
    pub fn holder(&self, shop: Shop, number: &str, token: &str) -> Host {
        let auth = format!(r#"{{"kind":"order","number":"{number}","token":"{token}"}}"#);
        Host::new(&self.options(&auth), shop)
    }

    /// The same guest after a reload.
    pub fn reload(&self, host: Host) -> Host {
        let mut host = host.reload(&self.options(self.nobody()));
        host.run();
        host
    }
}

const DECLINED: &str =
    r#"{"payment":{"method":"1","token":"FAIL-1","name":"Jane Doe","month":"12","year":"2030"}}"#;
const CHEQUE: &str = r#"{"payment":{"method":"2"}}"#;

fn world(today: Today) -> World {
    if today.delivers_free {
        World::demo().delivering_free()
    } else {
        World::demo()
    }
}

fn spree(version: &str, today: Today) -> Shop {
    let settings = Settings {
        always_include_confirm_step: today.always_confirms,
        ..Settings::spree(Version::of(version).unwrap())
    };
    Shop::new(world(today), settings, 7)
}

/// The rental shop: inferred from its document.
fn rental(version: &str, today: Today) -> Shop {
    let settings = Settings {
        rental: true,
        ..Settings::spree(Version::of(version).unwrap())
    };
    Shop::new(world(today), settings, 7)
}

const NO_TOKEN: &str =
    "an order has no token, and through the proxy a visitor has only her own (spree.md §1 `order_token`)";
const NO_DIGITAL: &str =
    "every order is delivered: there is no product without a delivery (solidus.md §5, spree.md §6.1)";

pub const ROOMS: &[Room] = &[
    Room {
        name: "solidus",
        versions: &["4.7.0"],
        shop: |_, today| Shop::new(world(today), Settings::default(), 7),
        payment: PAYMENT,
        declined: DECLINED,
        unconfirmed: CHEQUE,
        coupon: "10off",
        own: &[],
        proxy_key: None,
        oversells: &[],
        excused: &[
            ("digital order", NO_DIGITAL),
            (
                "no step to confirm",
                "`confirm` is unconditional in all default flows of 2.0 to 4.7 (solidus.md §5)",
            ),
        ],
    },
    Room {
        name: "spree_2_0",
        versions: &["2.0.3"],
        shop: spree,
        payment: PAYMENT,
        declined: DECLINED,
        unconfirmed: CHEQUE,
        coupon: "10off",
        proxy_key: Some("adminkey"),
        oversells: &[],
        own: &[],
        excused: &[
            ("digital order", NO_DIGITAL),
            (
                "customer",
                "an order made with a customer's key is not tied to it, and closed to it (spree-recordings.md §2)",
            ),
            (
                "a step to confirm",
                "which orders have it follows from the payment method alone (spree.md §6.1); `guest` has one",
            ),
            ("token lost", NO_TOKEN),
            ("resumed from number and token", NO_TOKEN),
            ("completed order reopened", NO_TOKEN),
        ],
    },
    Room {
        name: "spree_2_2",
        versions: &["2.1.12", "2.2.14"],
        shop: spree,
        payment: PAYMENT,
        declined: DECLINED,
        unconfirmed: CHEQUE,
        coupon: "10off",
        proxy_key: None,
        oversells: &["2.1.12"],
        own: &[],
        excused: &[("digital order", NO_DIGITAL)],
    },
    Room {
        name: "spree_2_3",
        versions: &["2.3.13", "2.4.2", "2.4.10", "3.7", "4.4"],
        shop: spree,
        payment: PAYMENT,
        declined: DECLINED,
        unconfirmed: CHEQUE,
        coupon: "10off",
        proxy_key: None,
        oversells: &[],
        own: &[],
        excused: &[("digital order", NO_DIGITAL)],
    },
    Room {
        name: "rental",
        versions: &["2.3.13", "2.4.2", "2.4.10"],
        shop: rental,
        payment: PAYMENT,
        declined: DECLINED,
        unconfirmed: CHEQUE,
        coupon: "10off",
        proxy_key: None,
        oversells: &[],
        own: &[("free order", crate::spree_2_3::rental::care::free_order)],
        excused: &[
            ("digital order", NO_DIGITAL),
            (
                "several shipments",
                "delivery is skipped, since there is one way to ship (spree.md §13, inferred)",
            ),
        ],
    },
    Room {
        name: "sylius_0",
        versions: &crate::sylius_0::proxy::RELEASES,
        shop: |version, _| Shop::recorded_sylius(Release::of(version).unwrap()),
        payment: crate::sylius_0::proxy::PAYMENT,
        declined: "",
        unconfirmed: "",
        coupon: "",
        proxy_key: None,
        oversells: &[],
        own: crate::sylius_0::cells::CELLS,
        excused: &[
            (
                "customer",
                "an order is made for its customer by the backend; no customer has a key (sylius-0-recordings.md §3)",
            ),
            (
                "several shipments",
                "an order has one shipment; the form takes no other (sylius.md §2.1)",
            ),
            (
                "digital order",
                "every order goes through shipping; nothing is skipped (sylius-0-recordings.md §4.10)",
            ),
            (
                "no step to confirm",
                "placing is a step of its own in every release (sylius.md §2.1)",
            ),
            ("coupon", "no call takes a coupon (sylius.md §2.1)"),
            (
                "declined, then paid",
                "a payment is a choice of method; no gateway is asked before the order is placed (sylius.md §7)",
            ),
            (
                "out of stock",
                "stock is held and never asked about: the API oversells (sylius-0-recordings.md §3)",
            ),
            (
                "resumed from number and token",
                "orders have no token; the proxy knows whose they are (sylius.md §1.2)",
            ),
        ],
    },
    Room {
        name: "sylius_1",
        versions: &crate::sylius_1::RELEASES,
        shop: |version, _| Shop::recorded_sylius(Release::of(version).unwrap()),
        payment: crate::sylius_1::PAYMENT,
        declined: "",
        unconfirmed: "",
        coupon: "",
        proxy_key: None,
        oversells: &[],
        own: crate::sylius_1::cells::CELLS,
        excused: &[
            (
                "customer",
                "a cart is made for its customer by the backend; no customer has a key (sylius-1-recordings.md §2)",
            ),
            (
                "several shipments",
                "a cart has one shipment: nothing divides it (sylius-1-recordings.md §2)",
            ),
            (
                "no step to confirm",
                "placing is a step of its own in every release (sylius.md §2.2)",
            ),
            (
                "declined, then paid",
                "a payment is a choice of method; no gateway is asked before the order is placed (sylius.md §7)",
            ),
            (
                "resumed from number and token",
                "orders have no token; the proxy knows whose they are (sylius.md §1.2)",
            ),
        ],
    },
];
