//! Compares two bodies: names, JSON types, and every value that is not volatile.

use serde_json::Value;
use std::collections::BTreeMap;

/// One place where an answer is not as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where, such as `line_items[0].price`.
    pub at: String,
    /// What was recorded there.
    pub recorded: String,
    /// What the shop said.
    pub answered: String,
    /// Names or types differ, not only a value.
    pub shape: bool,
}

/// Recorded to answered, for everything a server draws by itself. Kept apart by kind, so that no value of one
/// kind can stand for another.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    known: BTreeMap<(String, String), String>,
    /// The same pairs from the other side: two recorded rows are never one row here.
    taken: BTreeMap<(String, String), String>,
}

impl Names {
    /// The counterpart of a recorded value.
    pub(super) fn get(&self, kind: &str, recorded: &str) -> Option<&str> {
        self.known
            .get(&(kind.to_owned(), recorded.to_owned()))
            .map(String::as_str)
    }

    /// Learns a pair; `false` if either value already has another counterpart.
    pub(super) fn learn(&mut self, kind: &str, recorded: &str, answered: &str) -> bool {
        let key = |value: &str| (kind.to_owned(), value.to_owned());
        let known = self
            .known
            .entry(key(recorded))
            .or_insert_with(|| answered.to_owned())
            == answered;
        let taken = self
            .taken
            .entry(key(answered))
            .or_insert_with(|| recorded.to_owned())
            == recorded;
        known && taken
    }
}

/// Keys that hold a moment.
const TIMES: [&str; 7] = [
    "expires_at",
    "created_at",
    "updated_at",
    "completed_at",
    "createdAt",
    "updatedAt",
    "checkoutCompletedAt",
];

/// What a value under `key` of a `parent` is, if the server draws it.
fn kind_of(parent: &str, key: &str) -> Option<&'static str> {
    match (parent, key) {
        ("shipments", "number") => Some("shipment number"),
        ("" | "orders", "number") | ("shipments", "order_id") => Some("number"),
        ("" | "orders", "token") => Some("token"),
        ("orders", "id") => Some("order"),
        ("line_items", "id") => Some("line_items"),
        ("payments", "id") => Some("payments"),
        ("payments", "number") => Some("payment number"),
        ("credit_cards", "gateway_customer_profile_id") => Some("profile"),
        ("payments", "source_id") | ("source" | "credit_cards", "id") => Some("credit_cards"),
        ("shipments", "id") => Some("shipments"),
        ("shipping_rates" | "selected_shipping_rate", "id") => Some("shipping_rates"),
        ("adjustments", "id") => Some("adjustments"),
        ("bill_address" | "ship_address" | "address", "id") => Some("addresses"),
        _ => None,
    }
}

/// The kind of the top-level `id`, told by the members beside it.
fn root_kind(body: &Value) -> Option<&'static str> {
    let has = |key: &str| body.get(key).is_some();
    if has("checkout_steps") || has("item_total") {
        Some("order")
    } else if has("variant_id") {
        Some("line_items")
    } else if has("payment_method_id") {
        Some("payments")
    } else if has("address1") {
        Some("addresses")
    } else {
        None
    }
}

/// Compares two bodies, learning names on the way.
pub(super) fn bodies(names: &mut Names, recorded: &Value, answered: &Value) -> Vec<Difference> {
    let mut comparison = Comparison {
        names,
        found: Vec::new(),
        root: root_kind(recorded),
        draws: true,
    };
    comparison.values("", "", "", recorded, answered);
    comparison.found
}

/// Compares two bodies of a server whose ids are counted from one, here as there.
pub(super) fn counted(recorded: &Value, answered: &Value) -> Vec<Difference> {
    let mut comparison = Comparison {
        names: &mut Names::default(),
        found: Vec::new(),
        root: None,
        draws: false,
    };
    comparison.values("", "", "", recorded, answered);
    comparison.found
}

struct Comparison<'a> {
    names: &'a mut Names,
    found: Vec<Difference>,
    root: Option<&'static str>,
    /// Numbers, tokens and ids are drawn anew.
    draws: bool,
}

impl Comparison<'_> {
    fn values(&mut self, at: &str, parent: &str, key: &str, recorded: &Value, answered: &Value) {
        match (recorded, answered) {
            (Value::Object(left), Value::Object(right)) => {
                // An item of a list is known by the list's key.
                let parent = key;
                for (name, value) in left {
                    let at = if at.is_empty() {
                        name.clone()
                    } else {
                        format!("{at}.{name}")
                    };
                    match right.get(name) {
                        Some(other) => self.values(&at, parent, name, value, other),
                        None => self.report(&at, type_of(value), "absent", true),
                    }
                }
                for name in right.keys().filter(|name| !left.contains_key(*name)) {
                    self.report(&format!("{at}.{name}"), "absent", "present", true);
                }
            }
            (Value::Array(left), Value::Array(right)) => {
                if left.len() != right.len() {
                    let (left, right) = (format!("{} items", left.len()), format!("{} items", right.len()));
                    self.report(at, &left, &right, false);
                }
                for (index, (value, other)) in left.iter().zip(right).enumerate() {
                    self.values(&format!("{at}[{index}]"), parent, key, value, other);
                }
            }
            _ if type_of(recorded) != type_of(answered) => {
                self.report(at, type_of(recorded), type_of(answered), true);
            }
            _ => self.leaf(at, parent, key, recorded, answered),
        }
    }

    fn leaf(&mut self, at: &str, parent: &str, key: &str, recorded: &Value, answered: &Value) {
        let (left, right) = (plain(recorded), plain(answered));
        if TIMES.contains(&key) && recorded.is_string() {
            if form(&left) != form(&right) {
                self.report(at, "a moment", "another form", true);
            }
            return;
        }
        let kind = if !self.draws {
            None
        } else if parent.is_empty() && key == "id" {
            self.root
        } else {
            kind_of(parent, key)
        };
        match kind.filter(|_| !recorded.is_null()) {
            Some(kind) => {
                if left.len() != right.len() && recorded.is_string() {
                    self.report(at, &format!("{} characters", left.len()), "another length", true);
                }
                if !self.names.learn(kind, &left, &right) {
                    // Tokens are never shown.
                    self.report(
                        at,
                        &format!("the known {kind}"),
                        &format!("another {kind}"),
                        false,
                    );
                }
            }
            None if recorded != answered => {
                self.report(at, &recorded.to_string(), &answered.to_string(), false)
            }
            None => {}
        }
    }

    fn report(&mut self, at: &str, recorded: &str, answered: &str, shape: bool) {
        self.found.push(Difference {
            at: at.to_owned(),
            recorded: recorded.to_owned(),
            answered: answered.to_owned(),
            shape,
        });
    }
}

/// A moment without its digits.
fn form(moment: &str) -> String {
    moment
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect()
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// JSON types; integers and floats are told apart, since Ruby's clients see them apart.
fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
