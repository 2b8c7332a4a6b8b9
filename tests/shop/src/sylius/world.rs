//! What a Sylius sells, where and how.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Province {
    pub(crate) id: u64,
    pub(crate) code: String,
    pub(crate) name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Country {
    pub(crate) id: u64,
    /// ISO code.
    pub(crate) code: String,
    pub(crate) enabled: bool,
    pub(crate) provinces: Vec<Province>,
}

/// Countries that are shipped to and taxed alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Zone {
    pub(crate) id: u64,
    pub(crate) code: String,
    pub(crate) countries: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Channel {
    pub(crate) id: u64,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) hostname: String,
    pub(crate) currency: String,
    /// A shipment with one method needs no step.
    pub(crate) skips_shipping: bool,
    /// A payment with one method needs no step.
    pub(crate) skips_payment: bool,
    /// Zone taxed for where the address has none.
    pub(crate) tax_zone: Option<String>,
    pub(crate) enabled: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TaxRate {
    pub(crate) zone: String,
    pub(crate) label: String,
    pub(crate) percent: i64,
    /// Part of the price.
    pub(crate) included: bool,
}

/// How the price of a shipment is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Calculator {
    Flat(i64),
    PerUnit(i64),
    /// First piece, each more, and how many more are counted.
    Flexible(i64, i64, i64),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ShippingMethod {
    pub(crate) id: u64,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) zone: String,
    /// Codes.
    pub(crate) channels: Vec<String>,
    /// What at least one piece must belong to.
    pub(crate) category: Option<String>,
    pub(crate) calculator: Calculator,
    pub(crate) enabled: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PaymentMethod {
    pub(crate) id: u64,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) instructions: Option<String>,
    /// Codes.
    pub(crate) channels: Vec<String>,
    /// On top of the order, for using it.
    pub(crate) fee: i64,
    pub(crate) enabled: bool,
    /// It was deleted: a GET of its own link does that up to 0.16.
    pub(crate) deleted: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Variant {
    pub(crate) id: u64,
    pub(crate) code: String,
    pub(crate) name: String,
    /// `None`: not priced in any channel.
    pub(crate) price: Option<i64>,
    pub(crate) tracked: bool,
    pub(crate) on_hand: i64,
    pub(crate) on_hold: i64,
    /// Counts the writes of its stock.
    pub(crate) version: u64,
    pub(crate) taxed: bool,
    pub(crate) shipped: bool,
    pub(crate) category: Option<String>,
    pub(crate) enabled: bool,
    /// Gone from the catalogue.
    pub(crate) removed: bool,
}

/// What a promotion gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Gift {
    /// Per cent of the items.
    Percent(i64),
    Fixed(i64),
    FreeShipping,
    /// All of the items, and the shipping.
    Everything,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Promotion {
    pub(crate) id: u64,
    pub(crate) code: String,
    pub(crate) label: String,
    /// Codes of the channels where it counts.
    pub(crate) channels: Vec<String>,
    pub(crate) minimum: i64,
    pub(crate) gift: Gift,
    pub(crate) by_coupon: bool,
    pub(crate) ended: bool,
    pub(crate) used: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Coupon {
    pub(crate) id: u64,
    pub(crate) code: String,
    pub(crate) promotion: String,
    pub(crate) expired: bool,
    pub(crate) limit: Option<u64>,
    pub(crate) customer_limit: Option<u64>,
    pub(crate) used: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Customer {
    pub(crate) id: u64,
    pub(crate) email: String,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    /// He has an account of the shop.
    pub(crate) has_account: bool,
}

/// An administrator who may use the API, or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Staff {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) password: String,
    /// `ROLE_API_ACCESS`, up to 0.16 `ROLE_API`.
    pub(crate) may_call: bool,
    /// Orders and items want a permission more from 0.14 to 0.16.
    pub(crate) may_read_orders: bool,
    pub(crate) enabled: bool,
    /// A token that is known before anyone asked for one.
    pub(crate) token: String,
    pub(crate) token_expired: bool,
}

/// All of it. What a back office can change is kept with the orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct World {
    pub(crate) countries: Vec<Country>,
    pub(crate) zones: Vec<Zone>,
    pub(crate) channels: Vec<Channel>,
    pub(crate) tax_rates: Vec<TaxRate>,
    pub(crate) shipping_methods: Vec<ShippingMethod>,
    pub(crate) payment_methods: Vec<PaymentMethod>,
    pub(crate) variants: Vec<Variant>,
    pub(crate) promotions: Vec<Promotion>,
    pub(crate) coupons: Vec<Coupon>,
    pub(crate) customers: Vec<Customer>,
    pub(crate) staff: Vec<Staff>,
    /// Customers, and the codes that they have used.
    pub(crate) uses: Vec<(u64, String)>,
    /// Stock may run out.
    pub(crate) backorders: bool,
}

impl World {
    pub(crate) fn country(&self, code: &str) -> Option<&Country> {
        self.countries.iter().find(|country| country.code == code)
    }

    /// The zone of a country.
    pub(crate) fn zone_of(&self, country: Option<&str>) -> Option<&Zone> {
        let country = country?;
        self.zones
            .iter()
            .find(|zone| zone.countries.iter().any(|code| code == country))
    }

    pub(crate) fn channel(&self, code: &str) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.code == code)
    }

    pub(crate) fn variant(&self, id: u64) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.id == id)
    }

    pub(crate) fn variant_mut(&mut self, id: u64) -> Option<&mut Variant> {
        self.variants.iter_mut().find(|variant| variant.id == id)
    }

    pub(crate) fn shipping_method(&self, id: Option<u64>) -> Option<&ShippingMethod> {
        self.shipping_methods.iter().find(|method| Some(method.id) == id)
    }

    pub(crate) fn payment_method(&self, id: Option<u64>) -> Option<&PaymentMethod> {
        self.payment_methods.iter().find(|method| Some(method.id) == id)
    }

    pub(crate) fn coupon(&self, code: &str) -> Option<&Coupon> {
        self.coupons.iter().find(|coupon| coupon.code == code)
    }

    pub(crate) fn customer(&self, id: Option<u64>) -> Option<&Customer> {
        self.customers.iter().find(|customer| Some(customer.id) == id)
    }
}

impl Calculator {
    /// Up to 0.16 no pieces at all count as one piece less than one.
    pub(crate) fn price_of_any(&self, pieces: i64) -> i64 {
        match *self {
            Self::Flexible(first, more, _) if pieces == 0 => first - more,
            _ => self.price(pieces),
        }
    }

    /// The price for so many pieces.
    pub(crate) fn price(&self, pieces: i64) -> i64 {
        match *self {
            Self::Flat(price) => price,
            Self::PerUnit(price) => price * pieces,
            Self::Flexible(first, more, limit) => {
                let further = (pieces - 1).max(0);
                let counted = if limit == 0 { further } else { further.min(limit) };
                first + more * counted
            }
        }
    }
}
