//! Forms as Symfony reads them: a tree of errors, and what a field makes of a JSON value.

use serde_json::{Map, Value, json};

pub(crate) const EXTRA: &str = "This form should not contain extra fields.";
pub(crate) const INVALID: &str = "This value is not valid.";
pub(crate) const BLANK: &str = "This value should not be blank.";

/// What is under a node.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Children {
    #[default]
    None,
    Named(Vec<(String, Node)>),
    Listed(Vec<Node>),
}

/// A field or a form, with what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) errors: Vec<String>,
    children: Children,
}

impl Node {
    pub(crate) fn error(text: &str) -> Self {
        Self {
            errors: vec![text.into()],
            children: Children::None,
        }
    }

    /// A form without fields.
    pub(crate) fn named() -> Self {
        Self {
            errors: Vec::new(),
            children: Children::Named(Vec::new()),
        }
    }

    /// A collection or expanded choices.
    pub(crate) fn list(nodes: Vec<Self>) -> Self {
        Self {
            errors: Vec::new(),
            children: if nodes.is_empty() {
                Children::None
            } else {
                Children::Listed(nodes)
            },
        }
    }

    pub(crate) fn push(&mut self, name: &str, node: Self) {
        match &mut self.children {
            Children::Named(fields) => fields.push((name.into(), node)),
            other => *other = Children::Named(vec![(name.into(), node)]),
        }
    }

    pub(crate) fn with(mut self, name: &str, node: Self) -> Self {
        self.push(name, node);
        self
    }

    pub(crate) fn fail(&mut self, text: &str) {
        self.errors.push(text.into());
    }

    /// Nothing is wrong here or below.
    pub(crate) fn is_clean(&self) -> bool {
        self.errors.is_empty()
            && match &self.children {
                Children::None => true,
                Children::Named(fields) => fields.iter().all(|(_, node)| node.is_clean()),
                Children::Listed(nodes) => nodes.iter().all(Self::is_clean),
            }
    }

    /// The tree as JSON. PHP's empty array is a list up to 0.15, an object later.
    pub(crate) fn json(&self, empty_is_list: bool) -> Value {
        let mut out = Map::new();
        if !self.errors.is_empty() {
            out.insert("errors".into(), json!(self.errors));
        }
        match &self.children {
            Children::Named(fields) if !fields.is_empty() => {
                let fields = fields
                    .iter()
                    .map(|(name, node)| (name.clone(), node.json(empty_is_list)));
                out.insert("children".into(), Value::Object(fields.collect()));
            }
            Children::Listed(nodes) => {
                let nodes = nodes.iter().map(|node| node.json(empty_is_list)).collect();
                out.insert("children".into(), Value::Array(nodes));
            }
            Children::None | Children::Named(_) => {}
        }
        if out.is_empty() && empty_is_list {
            return Value::Array(Vec::new());
        }
        Value::Object(out)
    }
}

/// The members of a submitted value; a list counts as a map of its indexes. `None`: it has none.
pub(crate) fn members(value: Option<&Value>) -> Option<Map<String, Value>> {
    match value {
        Some(Value::Object(map)) => Some(map.clone()),
        Some(Value::Array(list)) => Some(
            list.iter()
                .enumerate()
                .map(|(at, value)| (at.to_string(), value.clone()))
                .collect(),
        ),
        Some(Value::Null) | None => Some(Map::new()),
        Some(Value::String(text)) if text.is_empty() => Some(Map::new()),
        Some(Value::Bool(false)) => Some(Map::new()),
        Some(_) => None,
    }
}

/// The text of a scalar, trimmed; `Ok(None)` for nothing or blanks.
///
/// # Errors
/// It is a list or an object.
pub(crate) fn scalar(value: Option<&Value>) -> Result<Option<String>, ()> {
    let text = match value {
        None | Some(Value::Null | Value::Bool(false)) => return Ok(None),
        Some(Value::Bool(true)) => "1".into(),
        Some(Value::Number(number)) => plain(number),
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Array(_) | Value::Object(_)) => return Err(()),
    };
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// PHP writes a whole float without its point.
fn plain(number: &serde_json::Number) -> String {
    let text = number.to_string();
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A whole number; `Ok(None)` for nothing.
///
/// # Errors
/// It is no whole number.
pub(crate) fn integer(value: Option<&Value>) -> Result<Option<i64>, ()> {
    match scalar(value)? {
        None => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| ()),
    }
}

/// A submitted key that no field has.
pub(crate) fn has_extra(members: &Map<String, Value>, fields: &[&str]) -> bool {
    members.keys().any(|key| !fields.contains(&key.as_str()))
}
