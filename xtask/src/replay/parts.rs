//! Parts of recorded bodies: addresses, sources of payment, ids and counts.

use std::collections::{BTreeMap, BTreeSet};

use cashwrap::checkout::{Card, Source, Token};
use cashwrap::http::Secret;
use cashwrap::order::{Address, is_id};
use cashwrap::text::Text;
use cashwrap_shop::replay::Exchange;
use serde_json::{Map, Value};

/// Why the room could not have sent it.
pub type NotOurs = &'static str;

/// Countries and states by the server's ids.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    countries: BTreeMap<String, String>,
    states: BTreeMap<String, String>,
    /// Country and province, by the shop's ids.
    provinces: BTreeSet<(String, String)>,
    methods: BTreeSet<String>,
}

impl Lists {
    /// The countries every recording of Solidus knows.
    pub fn recorded() -> Lists {
        let countries =
            [("1", "US"), ("2", "SG"), ("3", "DE")].map(|(id, iso)| (id.to_owned(), iso.to_owned()));
        Lists {
            countries: countries.into(),
            ..Lists::default()
        }
    }

    /// The countries of the world in which Sylius 0.x was recorded.
    pub fn sylius() -> Lists {
        let countries = [("1", "US"), ("2", "DE"), ("3", "SG"), ("4", "FR")]
            .map(|(id, iso)| (id.to_owned(), iso.to_owned()));
        Lists {
            countries: countries.into(),
            ..Lists::default()
        }
    }

    /// The code of a country.
    pub fn country(&self, id: &str) -> Option<&str> {
        self.countries.get(id).map(String::as_str)
    }

    /// Whether a country has provinces, and this one among them.
    pub fn province(&self, country: &str, province: &str) -> (bool, bool) {
        let own = || self.provinces.iter().filter(|(of, _)| of == country);
        (own().next().is_some(), own().any(|(_, id)| id == province))
    }

    /// Code and id of each country.
    pub fn countries(&self) -> Vec<(Text, Text)> {
        let pair = |(id, code): (&String, &String)| (code.as_str().into(), id.as_str().into());
        self.countries.iter().map(pair).collect()
    }

    /// The methods that lists have offered, by their codes.
    pub fn set_methods(&mut self, codes: BTreeSet<String>) {
        self.methods = codes;
    }

    /// Whether a list has offered this method.
    pub fn has_method(&self, code: &str) -> bool {
        self.methods.contains(code)
    }

    /// Learns every country and state told anywhere in a body.
    pub fn learn(&mut self, body: &Value) {
        match body {
            Value::Array(items) => items.iter().for_each(|item| self.learn(item)),
            // A province is told by its link alone.
            Value::String(href) => {
                let country = href.split_once("/countries/").map(|(_, rest)| rest);
                if let Some((country, province)) = country.and_then(|rest| rest.split_once("/provinces/")) {
                    self.provinces.insert((country.to_owned(), province.to_owned()));
                }
            }
            Value::Object(map) => {
                let told = |name: &str| map.get(name).and_then(Value::as_str).map(str::to_owned);
                if let Some(id) = map.get("id").and_then(id) {
                    if let Some(iso) = told("iso").or_else(|| told("iso_name")) {
                        self.countries.insert(id.to_string(), iso);
                    } else if let (Some(abbr), true) = (told("abbr"), map.contains_key("country_id")) {
                        self.states.insert(id.to_string(), abbr);
                    }
                }
                map.values().for_each(|value| self.learn(value));
            }
            _ => {}
        }
    }
}

/// Nothing but these names.
pub fn only(map: &Map<String, Value>, names: &[&str]) -> Result<(), NotOurs> {
    let known = map.keys().all(|key| names.contains(&key.as_str()));
    if known {
        Ok(())
    } else {
        Err("parameters the room does not send")
    }
}

/// A list, also where it is written as an object with indexes for keys.
pub fn list(value: &Value) -> Result<Vec<&Value>, NotOurs> {
    match value {
        Value::Array(items) => Ok(items.iter().collect()),
        Value::Object(map)
            if map
                .keys()
                .all(|key| key.bytes().all(|byte| byte.is_ascii_digit())) =>
        {
            Ok(map.values().collect())
        }
        _ => Err("a list that is none"),
    }
}

/// An id as text.
pub fn id(value: &Value) -> Option<Text> {
    scalar(value).filter(|text| is_id(text)).map(Text::from)
}

/// A whole number, not negative.
pub fn count(value: &Value) -> Option<u32> {
    scalar(value)?.parse().ok()
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// As the core checks it before anything is sent.
pub fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && !host.is_empty() && !host.contains('@') && !text.bytes().any(|byte| byte <= b' ')
    })
}

/// An address as it will be: parts left out keep their old value.
pub fn address(
    given: &Value,
    old: Option<&Address>,
    lists: &Lists,
    version: (u32, u32),
) -> Result<Address, NotOurs> {
    let given = given
        .as_object()
        .filter(|map| !map.is_empty())
        .ok_or("an address that is none")?;
    let mut address = old.cloned().unwrap_or_default();
    let (mut first, mut last, mut name) = (None, None, None);
    for (key, value) in given {
        let text = match value {
            Value::Null => String::new(),
            value => scalar(value).ok_or("an address part that is no text")?,
        };
        match key.as_str() {
            "id" => {}
            "name" => name = Some(text),
            "firstname" => first = Some(text),
            "lastname" => last = Some(text),
            "company" => address.company = text.into(),
            "address1" => address.address1 = text.into(),
            "address2" => address.address2 = text.into(),
            "city" => address.city = text.into(),
            "zipcode" => address.postal_code = text.into(),
            "phone" => address.phone = text.into(),
            "country_iso" => address.country = text.into(),
            "country_id" => {
                address.country = lists.countries.get(&text).map_or("", String::as_str).into();
            }
            "state_id" => {
                if !text.is_empty() {
                    address.region = lists.states.get(&text).cloned().unwrap_or(text).into();
                }
            }
            "state_name" => {
                if !text.is_empty() {
                    address.region = text.into();
                }
            }
            _ => return Err("parameters the room does not send"),
        }
    }
    // `name` since 2.11, `firstname` and `lastname` until 2.11; the other spelling is dropped in silence.
    if version < (3, 0) && (first.is_some() || last.is_some()) {
        let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
        address.name = format!("{first} {last}").trim().into();
    }
    if let Some(name) = name.filter(|_| version >= (2, 11)) {
        address.name = name.into();
    }
    Ok(address)
}

/// What pays.
pub fn source(given: Option<&Value>) -> Result<Source, NotOurs> {
    let map = match given {
        None | Some(Value::Null) => return Ok(Source::None),
        Some(Value::Object(map)) if !map.is_empty() => map,
        Some(_) => return Err("a source that is none"),
    };
    let secret = |name: &str| {
        map.get(name)
            .and_then(scalar)
            .map(|text| Secret::new(text.as_bytes()))
    };
    if let Some(token) = secret("gateway_payment_profile_id") {
        only(
            map,
            &[
                "gateway_payment_profile_id",
                "name",
                "month",
                "year",
                "last_digits",
                "cc_type",
            ],
        )?;
        return Ok(Source::Token(Box::new(Token {
            token,
            shown: Vec::new(),
        })));
    }
    if let Some(wallet) = map.get("wallet_payment_source_id") {
        only(map, &["wallet_payment_source_id", "verification_value"])?;
        let id = id(wallet).ok_or("a wallet without an id")?;
        return Ok(Source::Wallet {
            id,
            code: secret("verification_value"),
        });
    }
    only(
        map,
        &["number", "month", "year", "verification_value", "name", "cc_type"],
    )?;
    let is_given = |name: &&str| secret(name).is_some_and(|part| !part.is_empty());
    let fields = ["number", "month", "year", "verification_value", "name"];
    Ok(Source::Card(Card {
        count: 1,
        is_whole: fields.iter().all(is_given),
    }))
}

/// Whose key a request has.
pub fn speaker(exchange: &Exchange) -> Option<&str> {
    let mut headers = exchange.request.headers.iter();
    let found = headers.find(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    found.map(|(_, value)| value.as_str())
}

/// The key that most of what was carried out had: the proxy's.
pub fn usual_voice(exchanges: &[Exchange]) -> Option<&str> {
    let mut heard: BTreeMap<&str, usize> = BTreeMap::new();
    for exchange in exchanges.iter().filter(|e| e.response.status < 300) {
        if let Some(voice) = speaker(exchange) {
            *heard.entry(voice).or_default() += 1;
        }
    }
    let most = heard.into_iter().max_by_key(|(_, times)| *times);
    most.map(|(voice, _)| voice)
}
