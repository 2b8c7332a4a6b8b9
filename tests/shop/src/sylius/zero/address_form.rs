//! One address of the addressing form: countries and provinces by id.

use super::dialect::Dialect;
use crate::sylius::form::{EXTRA, INVALID, Node, has_extra, members, scalar};
use crate::sylius::one::fault;
use crate::sylius::order::Address;
use crate::sylius::refusal::Refusal;
use crate::sylius::world::{Country, Province, World};
use serde_json::{Map, Value};

/// What became of one address.
pub(crate) struct ReadAddress {
    pub(crate) address: Address,
    pub(crate) node: Node,
    /// Errors of the address as a whole: they are told at the root.
    pub(crate) bubbled: Vec<String>,
}

/// The text of a field, and what is wrong with it.
///
/// # Errors
/// A list or an object breaks the server.
fn text(
    given: &Map<String, Value>,
    key: &str,
    rule: Option<(&str, &str)>,
    is_map: bool,
    node: &mut Node,
) -> Result<Option<String>, Refusal> {
    let value = scalar(given.get(key)).map_err(|()| Refusal::Status(500))?;
    let found = rule
        .filter(|_| is_map)
        .and_then(|(low, high)| fault(value.as_deref(), (low, high, 2)));
    node.push(key, found.map_or_else(Node::default, |text| Node::error(&text)));
    Ok(value)
}

/// The country of an id in the list of choices, and the one that the database finds for it.
fn country<'w>(world: &'w World, text: Option<&str>) -> (Option<&'w Country>, Option<&'w Country>) {
    let Some(text) = text else { return (None, None) };
    let chosen = world
        .countries
        .iter()
        .find(|country| country.enabled && country.id.to_string() == text);
    let found = text.parse::<u64>().ok();
    let found = world.countries.iter().find(|country| Some(country.id) == found);
    (chosen, found)
}

/// Reads an address; nothing is stored yet, since nobody comes back to this step.
pub(crate) fn read(world: &World, dialect: Dialect, sent: Option<&Value>) -> Result<ReadAddress, Refusal> {
    let given = members(sent);
    let is_map = given.is_some();
    let mut bubbled = Vec::new();
    if !is_map {
        bubbled.push(INVALID.to_owned());
    }
    let given = given.unwrap_or_default();
    let mut node = Node::named();
    let key = |name| dialect.key(name);
    let mut take = |name: &'static str, rule| text(&given, key(name), rule, is_map, &mut node);
    let first_name = take("firstName", Some(("first name", "First name")))?;
    let last_name = take("lastName", Some(("last name", "Last name")))?;
    let phone = take("phoneNumber", None)?;
    let company = take("company", None)?;
    let named = scalar(given.get("country")).map_err(|()| Refusal::Status(500))?;
    let (chosen, found) = country(world, named.as_deref());
    let country_node = match (&named, chosen) {
        (None, _) if is_map => Node::error("Please select country."),
        (Some(_), None) => Node::error(INVALID),
        _ => Node::default(),
    };
    node.push("country", country_node);
    let mut take = |name: &'static str, rule| text(&given, key(name), rule, is_map, &mut node);
    let street = take("street", Some(("street", "Street")))?;
    let city = take("city", Some(("city", "City")))?;
    let postcode = take("postcode", Some(("postcode", "Postcode")))?;
    let mut fields: Vec<&str> = ["firstName", "lastName", "phoneNumber"].map(key).to_vec();
    fields.extend(["company", "country", "street", "city", "postcode"]);
    let mut province = None;
    // The field is there if the database finds the country, chosen or not.
    if let Some(country) = found.filter(|country| !country.provinces.is_empty()) {
        fields.push("province");
        let named = scalar(given.get("province")).map_err(|()| Refusal::Status(500))?;
        let mut provinces = (0_usize..).zip(&country.provinces);
        let is_meant = |(at, row): &(usize, &Province)| {
            let name = if dialect.chooses_by_index() {
                at.to_string()
            } else {
                row.id.to_string()
            };
            Some(name) == named
        };
        let known = provinces.find(is_meant).map(|(_, row)| row);
        let is_wrong = named.is_some() && known.is_none();
        node.push(
            "province",
            if is_wrong {
                Node::error(INVALID)
            } else {
                Node::default()
            },
        );
        if known.is_some() && chosen.is_none() {
            // A province without a country breaks the server.
            return Err(Refusal::Status(500));
        }
        province = known.map(|row| row.code.clone());
        if chosen.is_some() && province.is_none() {
            bubbled.push("Please select proper province.".into());
        }
    }
    if has_extra(&given, &fields) {
        bubbled.insert(0, EXTRA.to_owned());
    }
    let address = Address {
        id: 0,
        first_name: first_name.unwrap_or_default(),
        last_name: last_name.unwrap_or_default(),
        street: street.unwrap_or_default(),
        city: city.unwrap_or_default(),
        postcode: postcode.unwrap_or_default(),
        phone,
        company,
        country: chosen.map(|country| country.code.clone()),
        province,
        province_name: None,
    };
    Ok(ReadAddress {
        address,
        node,
        bubbled,
    })
}
