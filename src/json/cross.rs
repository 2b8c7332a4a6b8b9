//! The one serde impl: how the tree crosses into JavaScript.

use super::Value;
use serde::ser::{Serialize, SerializeMap, Serializer};

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null | Value::Secret(_) => to.serialize_unit(),
            Value::True => to.serialize_bool(true),
            Value::False => to.serialize_bool(false),
            // Only counters cross as numbers; money is text throughout.
            Value::Number(text) => match self.as_u64().map(u32::try_from) {
                Some(Ok(number)) => to.serialize_u32(number),
                _ => to.serialize_str(text),
            },
            Value::Text(text) => to.serialize_str(text),
            Value::List(items) => to.collect_seq(items.iter()),
            Value::Map(pairs) => {
                let mut map = to.serialize_map(Some(pairs.len()))?;
                for (key, value) in pairs.iter() {
                    map.serialize_entry(&**key, value)?;
                }
                map.end()
            }
        }
    }
}
