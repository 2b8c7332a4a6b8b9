//! The catalogue: what a shop sells, where it ships, what it taxes. Stock and prices may change, the rest does not.

use rust_decimal::Decimal;

/// A country of the shop.
#[derive(Debug, Clone)]
pub(crate) struct Country {
    pub(crate) id: u64,
    pub(crate) iso: &'static str,
    pub(crate) iso3: &'static str,
    pub(crate) name: &'static str,
    pub(crate) iso_name: &'static str,
    pub(crate) numcode: u16,
    pub(crate) states_required: bool,
}

/// A state of a country.
#[derive(Debug, Clone)]
pub(crate) struct Region {
    pub(crate) id: u64,
    pub(crate) name: &'static str,
    pub(crate) abbr: &'static str,
    pub(crate) country_id: u64,
}

/// Countries that share shipping methods and taxes.
#[derive(Debug, Clone)]
pub(crate) struct Zone {
    pub(crate) id: u64,
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    /// Member row id and country id.
    pub(crate) members: Vec<(u64, u64)>,
}

/// A way to ship, at one flat price a shipment.
#[derive(Debug, Clone)]
pub(crate) struct ShippingMethod {
    pub(crate) id: u64,
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) cost: Decimal,
    pub(crate) zone_id: u64,
}

/// A tax on items, and on shipments if `on_shipping`.
#[derive(Debug, Clone)]
pub(crate) struct TaxRate {
    pub(crate) id: u64,
    pub(crate) name: &'static str,
    pub(crate) rate: Decimal,
    pub(crate) zone_id: u64,
    pub(crate) included: bool,
    pub(crate) on_shipping: bool,
}

/// One purchasable thing.
#[derive(Debug, Clone)]
pub(crate) struct Variant {
    pub(crate) id: u64,
    pub(crate) product_id: u64,
    pub(crate) name: &'static str,
    pub(crate) sku: &'static str,
    pub(crate) slug: &'static str,
    pub(crate) description: Option<&'static str>,
    pub(crate) price: Option<Decimal>,
    pub(crate) weight: Decimal,
    pub(crate) is_master: bool,
    /// The one option value: id, name, presentation.
    pub(crate) option: Option<(u64, &'static str, &'static str)>,
    pub(crate) track_inventory: bool,
    pub(crate) backorderable: bool,
    pub(crate) count_on_hand: i64,
    pub(crate) deleted: bool,
    /// File name of the product picture.
    pub(crate) image: Option<&'static str>,
}

impl Variant {
    /// How many can be sold; `None` means any number.
    pub(crate) fn supply(&self) -> Option<i64> {
        (self.track_inventory && !self.backorderable).then_some(self.count_on_hand)
    }
}

/// How a payment method takes money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MethodKind {
    /// A card gateway; with profiles the card outlives the request that created it.
    Gateway {
        profiles: bool,
        auto_capture: bool,
    },
    Check,
    StoreCredit,
}

/// A payment method.
#[derive(Debug, Clone)]
pub(crate) struct PaymentMethod {
    pub(crate) id: u64,
    pub(crate) name: &'static str,
    pub(crate) kind: MethodKind,
    pub(crate) for_users: bool,
}

impl PaymentMethod {
    pub(crate) fn type_name(&self) -> &'static str {
        match self.kind {
            MethodKind::Gateway { .. } => "gateway",
            MethodKind::Check => "check",
            MethodKind::StoreCredit => "store_credit",
        }
    }
}

/// What a coupon of a Spree shop gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CouponGift {
    /// The percentage of the items.
    Percent,
    /// A sum off the order.
    Flat(Decimal),
    /// The cost of each shipment.
    FreeShipping,
}

/// A coupon: a percentage off each line.
#[derive(Debug, Clone)]
pub(crate) struct Coupon {
    /// What it gives where the server is a Spree.
    pub(crate) gift: CouponGift,
    /// How many orders may use it.
    pub(crate) limit: Option<usize>,
    pub(crate) id: u64,
    pub(crate) code: &'static str,
    pub(crate) label: &'static str,
    pub(crate) percent: Decimal,
    pub(crate) expired: bool,
    pub(crate) minimum: Option<Decimal>,
}

/// A customer or administrator the world starts with.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) id: u64,
    pub(crate) email: &'static str,
    pub(crate) key: &'static str,
    pub(crate) admin: bool,
    pub(crate) store_credit: Decimal,
    /// Has an address, a saved card and a past order.
    pub(crate) returning: bool,
}

/// Everything a shop starts with. Build one with [`World::recorded`] or [`World::demo`].
#[derive(Debug, Clone)]
pub struct World {
    pub(crate) name: &'static str,
    pub(crate) countries: Vec<Country>,
    pub(crate) regions: Vec<Region>,
    pub(crate) zones: Vec<Zone>,
    pub(crate) shipping_methods: Vec<ShippingMethod>,
    pub(crate) tax_rates: Vec<TaxRate>,
    pub(crate) variants: Vec<Variant>,
    pub(crate) payment_methods: Vec<PaymentMethod>,
    pub(crate) coupons: Vec<Coupon>,
    pub(crate) accounts: Vec<Account>,
}

impl World {
    /// The world called `name` (`recorded`, `recorded_spree`, `recorded_sylius` or `demo`).
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "recorded" => Some(Self::recorded()),
            "demo" => Some(Self::demo()),
            "recorded_spree" => Some(Self::recorded_spree()),
            "recorded_sylius" => Some(Self::recorded_sylius()),
            _ => None,
        }
    }

    pub(crate) fn country(&self, id: u64) -> Option<&Country> {
        self.countries.iter().find(|country| country.id == id)
    }

    pub(crate) fn country_of_iso(&self, iso: &str) -> Option<&Country> {
        self.countries
            .iter()
            .find(|country| country.iso.eq_ignore_ascii_case(iso))
    }

    pub(crate) fn region(&self, id: u64) -> Option<&Region> {
        self.regions.iter().find(|region| region.id == id)
    }

    /// The states of a country (all if `None`), by name.
    pub(crate) fn regions_of(&self, country_id: Option<u64>) -> Vec<&Region> {
        let wanted = |region: &&Region| country_id.is_none_or(|id| region.country_id == id);
        let mut regions: Vec<_> = self.regions.iter().filter(wanted).collect();
        regions.sort_by_key(|region| region.name);
        regions
    }

    pub(crate) fn zone(&self, id: u64) -> Option<&Zone> {
        self.zones.iter().find(|zone| zone.id == id)
    }

    pub(crate) fn zone_holds(&self, zone_id: u64, country_id: u64) -> bool {
        self.zone(zone_id)
            .is_some_and(|zone| zone.members.iter().any(|(_, member)| *member == country_id))
    }

    pub(crate) fn shipping_method(&self, id: u64) -> Option<&ShippingMethod> {
        self.shipping_methods.iter().find(|method| method.id == id)
    }

    /// The taxes of a country.
    pub(crate) fn taxes_of(&self, country_id: u64) -> impl Iterator<Item = &TaxRate> {
        self.tax_rates
            .iter()
            .filter(move |rate| self.zone_holds(rate.zone_id, country_id))
    }

    pub(crate) fn variant(&self, id: u64) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.id == id)
    }

    pub(crate) fn variant_mut(&mut self, id: u64) -> Option<&mut Variant> {
        self.variants.iter_mut().find(|variant| variant.id == id)
    }

    pub(crate) fn payment_method(&self, id: u64) -> Option<&PaymentMethod> {
        self.payment_methods.iter().find(|method| method.id == id)
    }

    pub(crate) fn methods_for_users(&self) -> impl Iterator<Item = &PaymentMethod> {
        self.payment_methods.iter().filter(|method| method.for_users)
    }

    /// What a Spree offers at checkout: no store credit.
    pub(crate) fn methods_of_spree(&self) -> impl Iterator<Item = &PaymentMethod> {
        self.methods_for_users()
            .filter(|method| method.kind != MethodKind::StoreCredit)
    }

    pub(crate) fn coupon(&self, code: &str) -> Option<&Coupon> {
        self.coupons.iter().find(|coupon| coupon.code == code)
    }
}
