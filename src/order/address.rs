//! A postal address, and how two of them compare.

use crate::check::same_text;
use crate::json::Value;
use crate::text::Text;
use std::fmt;

/// A postal address. Absent parts are empty.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Address {
    /// Whole name.
    pub name: Text,
    /// Company.
    pub company: Text,
    /// Street and number.
    pub address1: Text,
    /// The second line.
    pub address2: Text,
    /// City.
    pub city: Text,
    /// State, county or province: a code or a name.
    pub region: Text,
    /// The region's other form, where a shop says both: compared, never sent.
    pub region_name: Text,
    /// Postal code.
    pub postal_code: Text,
    /// ISO-2 country code.
    pub country: Text,
    /// Phone.
    pub phone: Text,
}

/// The names of the parts, as the page writes them.
const PARTS: [&str; 9] = [
    "name",
    "company",
    "address1",
    "address2",
    "city",
    "region",
    "postalCode",
    "country",
    "phone",
];

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[address]")
    }
}

impl Address {
    /// The parts with their names, in the order of a form.
    pub fn parts(&self) -> [(&'static str, &str); 9] {
        let [a, b, c, d, e, f, g, h, i] = PARTS;
        [
            (a, &self.name),
            (b, &self.company),
            (c, &self.address1),
            (d, &self.address2),
            (e, &self.city),
            (f, &self.region),
            (g, &self.postal_code),
            (h, &self.country),
            (i, &self.phone),
        ]
    }

    /// An address from its parts in the order of [`Address::parts`].
    pub fn from_parts(mut part: impl FnMut(&'static str) -> Text) -> Address {
        let [a, b, c, d, e, f, g, h, i] = PARTS;
        Address {
            name: part(a),
            company: part(b),
            address1: part(c),
            address2: part(d),
            city: part(e),
            region: part(f),
            region_name: Text::default(),
            postal_code: part(g),
            country: part(h),
            phone: part(i),
        }
    }

    /// The public shape: parts that are empty are left out.
    pub fn to_value(&self) -> Value {
        let mut value = Value::object();
        for (name, text) in self.parts() {
            value.put_text(name, text);
        }
        value
    }

    /// Takes the parts from `known` that a shop takes and never tells; the region, where it tells another name of it.
    pub(crate) fn complete(&mut self, known: &Address, with_region: bool) {
        self.phone.clone_from(&known.phone);
        self.company.clone_from(&known.company);
        if with_region {
            self.region.clone_from(&known.region);
        }
    }

    /// The name of the first part in which the shop's address differs from this wish.
    ///
    /// Servers trim, change case and write a region as code or name: none of that is a difference.
    pub fn first_difference(&self, shop: &Address) -> Option<&'static str> {
        self.parts()
            .into_iter()
            .zip(shop.parts())
            .find_map(|((name, mine), (_, theirs))| {
                let same =
                    same_text(mine, theirs) || (name == "region" && same_text(mine, &shop.region_name));
                (!same).then_some(name)
            })
    }
}
