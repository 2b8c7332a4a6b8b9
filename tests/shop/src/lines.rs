//! Line items.

use crate::order::{Line, Order};
use crate::params::{id, metadata, text, to_i};
use crate::refusal::{Errors, Refusal};
use crate::shop::Shop;
use serde_json::{Map, Value};

/// Largest quantity kept: the column is an integer of 32 bits.
const MAX_QUANTITY: i64 = 2_147_483_647;

/// A quantity to set: none given counts as zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quantity {
    Set(i64),
    NotANumber,
    NotAnInteger,
}

impl Quantity {
    /// Strict reading, for updates.
    pub(crate) fn read(value: Option<&Value>) -> Self {
        let Some(raw) = value.and_then(text) else {
            return Self::Set(0);
        };
        match (raw.trim().parse::<i64>(), crate::params::decimal(raw.trim())) {
            (Ok(number), _) => Self::Set(number.clamp(0, MAX_QUANTITY)),
            (Err(_), Some(number)) if number.is_integer() => Self::Set(
                i64::try_from(number.trunc().mantissa())
                    .unwrap_or(MAX_QUANTITY)
                    .clamp(0, MAX_QUANTITY),
            ),
            (Err(_), Some(_)) => Self::NotAnInteger,
            (Err(_), None) => Self::NotANumber,
        }
    }

    /// The number, or the validation message under `key`.
    pub(crate) fn checked(self, key: &str) -> Result<i64, Refusal> {
        match self {
            Self::Set(number) => Ok(number),
            Self::NotANumber => Err(Refusal::invalid(key, "is not a number")),
            Self::NotAnInteger => Err(Refusal::invalid(key, "must be an integer")),
        }
    }
}

/// Lenient reading, for additions: Ruby's `to_i`, 1 if absent.
pub(crate) fn added_quantity(value: Option<&Value>) -> i64 {
    match value {
        None | Some(Value::Null) => 1,
        Some(value) => to_i(&text(value).unwrap_or_default()),
    }
}

impl Shop {
    /// Adds to the row of the variant, or makes one. Stock is not looked at.
    pub(crate) fn add_line(
        &mut self,
        order: &mut Order,
        variant_id: u64,
        quantity: i64,
        metadata: Option<String>,
    ) -> Result<u64, Refusal> {
        let variant = self.world.variant(variant_id).filter(|variant| !variant.deleted);
        let price = variant.ok_or(Refusal::NotFound)?.price;
        if let Some(line) = order.lines.iter_mut().find(|line| line.variant_id == variant_id) {
            line.quantity = line.quantity.saturating_add(quantity).clamp(0, MAX_QUANTITY);
            if metadata.is_some() {
                line.metadata = metadata;
            }
            return Ok(line.id);
        }
        let price = price.ok_or_else(|| Refusal::invalid("price", "is not valid"))?;
        self.counters.line += 1;
        order.lines.push(Line {
            id: self.counters.line,
            variant_id,
            quantity: quantity.clamp(0, MAX_QUANTITY),
            price,
            metadata: metadata.or_else(|| Some("{}".into())),
            adjustments: Vec::new(),
        });
        Ok(self.counters.line)
    }

    /// `line_items_attributes`: with an id a row is changed (0 removes it), without one a row is always added.
    pub(crate) fn assign_lines(
        &mut self,
        order: &mut Order,
        given: &[Map<String, Value>],
    ) -> Result<(), Refusal> {
        let mut errors = Errors::new();
        for attributes in given {
            match attributes.get("id").filter(|value| !value.is_null()) {
                Some(wanted) => {
                    let wanted = id(Some(wanted));
                    let line = order.lines.iter_mut().find(|line| Some(line.id) == wanted);
                    let line = line.ok_or(Refusal::NotFound)?;
                    if attributes.contains_key("quantity") {
                        line.quantity =
                            Quantity::read(attributes.get("quantity")).checked("line_items.quantity")?;
                    }
                    if let Some(metadata) = metadata(attributes) {
                        line.metadata = Some(metadata);
                    }
                }
                None => {
                    let variant = id(attributes.get("variant_id")).and_then(|id| self.world.variant(id));
                    let Some(variant) = variant.filter(|variant| !variant.deleted) else {
                        errors.push(("line_items.variant".into(), "can't be blank".into()));
                        errors.push(("line_items.price".into(), "is not valid".into()));
                        continue;
                    };
                    let Some(price) = variant.price else {
                        errors.push(("line_items.price".into(), "is not valid".into()));
                        continue;
                    };
                    let variant_id = variant.id;
                    let quantity = match attributes.get("quantity") {
                        None => 1,
                        some => Quantity::read(some).checked("line_items.quantity")?,
                    };
                    self.counters.line += 1;
                    order.lines.push(Line {
                        id: self.counters.line,
                        variant_id,
                        quantity,
                        price,
                        metadata: Some(metadata(attributes).unwrap_or_else(|| "{}".into())),
                        adjustments: Vec::new(),
                    });
                }
            }
        }
        if !errors.is_empty() {
            return Err(Refusal::Invalid(errors));
        }
        if !given.is_empty() {
            order.lines.retain(|line| line.quantity > 0);
        }
        Ok(())
    }
}
