//! One address of the addressing form.

use crate::sylius::Release;
use crate::sylius::form::{EXTRA, INVALID, Node, has_extra, members, scalar};
use crate::sylius::order::Address;
use crate::sylius::world::{Country, World};
use serde_json::Value;

/// What became of one address.
pub(crate) struct ReadAddress {
    pub(crate) address: Address,
    pub(crate) node: Node,
    /// Errors of the address as a whole: they are told at the root.
    pub(crate) bubbled: Vec<String>,
}

const FIELDS: [&str; 7] = [
    "firstName",
    "lastName",
    "phoneNumber",
    "company",
    "street",
    "city",
    "postcode",
];

/// What the texts call a field, and its shortest length.
fn rule(release: Release, field: &str) -> Option<(&'static str, &'static str, usize)> {
    Some(match field {
        "firstName" => ("first name", "First name", 2),
        "lastName" => ("last name", "Last name", 2),
        "street" => ("street", "Street", 2),
        "city" => ("city", "City", 2),
        "postcode" => (
            "postcode",
            "Postcode",
            if release <= Release::V1_6 { 2 } else { 1 },
        ),
        _ => return None,
    })
}

/// What is wrong with a text.
pub(crate) fn fault(text: Option<&str>, (low, high, least): (&str, &str, usize)) -> Option<String> {
    let Some(text) = text else {
        return Some(format!("Please enter {low}."));
    };
    let length = text.chars().count();
    if length < least {
        Some(format!("{high} must be at least {least} characters long."))
    } else if length > 255 {
        Some(format!("{high} must not be longer than 255 characters."))
    } else {
        None
    }
}

/// Reads an address over the stored one. What was not sent is cleared.
pub(crate) fn read(
    world: &World,
    release: Release,
    sent: Option<&Value>,
    stored: Option<&Address>,
) -> ReadAddress {
    let mut bubbled = Vec::new();
    let given = members(sent);
    let is_map = given.is_some();
    if !is_map {
        bubbled.push(INVALID.to_owned());
    }
    let given = given.unwrap_or_default();
    let mut node = Node::named();
    let mut address = Address {
        id: stored.map_or(0, |stored| stored.id),
        ..Address::default()
    };
    let text = |field: &str, node: &mut Node| -> Option<String> {
        let (value, found) = match scalar(given.get(field)) {
            Err(()) => (None, Some(INVALID.to_owned())),
            Ok(value) => {
                let found = rule(release, field)
                    .filter(|_| is_map)
                    .and_then(|rule| fault(value.as_deref(), rule));
                (value, found)
            }
        };
        node.push(field, found.map_or_else(Node::default, |text| Node::error(&text)));
        value
    };
    let [first, last, phone, company] =
        ["firstName", "lastName", "phoneNumber", "company"].map(|field| text(field, &mut node));
    let named = scalar(given.get("countryCode"));
    let is_text = matches!(
        given.get("countryCode"),
        None | Some(Value::String(_) | Value::Null)
    );
    let submitted = named.clone().ok().flatten().filter(|_| is_text);
    let submitted = submitted.and_then(|code| world.country(&code));
    let (country, country_node) = match named {
        Ok(None) if is_map => (None, Node::error("Please select country.")),
        Ok(None) => (None, Node::default()),
        Ok(Some(_)) => match submitted.filter(|country| country.enabled) {
            Some(country) => (Some(country.code.clone()), Node::default()),
            None => (
                stored.and_then(|stored| stored.country.clone()),
                Node::error(INVALID),
            ),
        },
        Err(()) => (
            stored.and_then(|stored| stored.country.clone()),
            Node::error(INVALID),
        ),
    };
    node.push("countryCode", country_node);
    let text = |field: &str, node: &mut Node| -> Option<String> {
        let value = scalar(given.get(field));
        let found = match &value {
            Err(()) => Some(INVALID.to_owned()),
            Ok(value) => rule(release, field)
                .filter(|_| is_map)
                .and_then(|rule| fault(value.as_deref(), rule)),
        };
        node.push(field, found.map_or_else(Node::default, |text| Node::error(&text)));
        value.unwrap_or(None)
    };
    let [street, city, postcode] = ["street", "city", "postcode"].map(|field| text(field, &mut node));
    address.first_name = first.unwrap_or_default();
    address.last_name = last.unwrap_or_default();
    (address.phone, address.company) = (phone, company);
    address.street = street.unwrap_or_default();
    address.city = city.unwrap_or_default();
    address.postcode = postcode.unwrap_or_default();
    address.country = country;
    let mut fields: Vec<&str> = FIELDS.to_vec();
    fields.push("countryCode");
    let province = Province {
        world,
        release,
        submitted,
        stored,
    };
    province.read(&given, &mut address, &mut node, &mut fields, &mut bubbled);
    if has_extra(&given, &fields) {
        bubbled.insert(0, EXTRA.to_owned());
    }
    ReadAddress {
        address,
        node,
        bubbled,
    }
}

/// The two fields of a province, of which there is none, one or both.
struct Province<'w> {
    world: &'w World,
    release: Release,
    submitted: Option<&'w Country>,
    stored: Option<&'w Address>,
}

impl Province<'_> {
    fn read(
        &self,
        given: &serde_json::Map<String, Value>,
        address: &mut Address,
        node: &mut Node,
        fields: &mut Vec<&'static str>,
        bubbled: &mut Vec<String>,
    ) {
        let kept = self.stored.and_then(|stored| stored.country.as_deref());
        let kept = kept.and_then(|code| self.world.country(code));
        // The field of the stored address's kind stays beside that of the country just sent.
        let countries = || [kept, self.submitted].into_iter().flatten();
        let by_code = countries().rev().find(|country| !country.provinces.is_empty());
        // Where there is no field, what is stored stays.
        address.province = self.stored.and_then(|stored| stored.province.clone());
        address.province_name = self.stored.and_then(|stored| stored.province_name.clone());
        let by_name = countries().any(|country| country.provinces.is_empty());
        if by_name {
            fields.push("provinceName");
            let name = scalar(given.get("provinceName"));
            let found = name.is_err();
            node.push(
                "provinceName",
                if found {
                    Node::error(INVALID)
                } else {
                    Node::default()
                },
            );
            address.province_name = name.unwrap_or(None);
        }
        if let Some(country) = by_code {
            fields.push("provinceCode");
            let code = scalar(given.get("provinceCode"));
            let known = |code: &String| country.provinces.iter().any(|province| province.code == *code);
            let stored = || self.stored.and_then(|stored| stored.province.clone());
            let mut field = Node::default();
            address.province = match code {
                Ok(None) => None,
                Ok(Some(code)) if known(&code) => Some(code),
                Ok(Some(_)) | Err(()) => {
                    field.fail(INVALID);
                    stored()
                }
            };
            // 1.9 looks at what was sent, not at what is kept.
            let is_refused = !field.is_clean() && self.release >= Release::V1_9;
            node.push("provinceCode", field);
            if is_refused {
                bubbled.push(PROVINCE.to_owned());
                return;
            }
        }
        if !self.is_proper(address) {
            bubbled.push(PROVINCE.to_owned());
        }
    }

    fn is_proper(&self, address: &Address) -> bool {
        let country = address
            .country
            .as_deref()
            .and_then(|code| self.world.country(code));
        let Some(country) = country else { return true };
        let code = address.province.as_ref();
        if country.provinces.is_empty() {
            return self.release < Release::V1_9 || code.is_none();
        }
        code.is_some_and(|code| country.provinces.iter().any(|province| province.code == *code))
    }
}

const PROVINCE: &str = "Please select proper province.";
