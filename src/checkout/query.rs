//! Questions for reference data and for what a customer has saved: reads that do not touch the order.

use crate::error::Error;
use crate::json::Value;
use crate::order::is_id;
use crate::text::Text;

/// A question, ready to be asked.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Query {
    /// All countries the shop knows.
    Countries,
    /// A country's states.
    States {
        /// ISO-2 code.
        country: Text,
        /// The shop's id of it, known from [`Query::Countries`].
        id: Text,
    },
    /// A customer's addresses.
    Addresses {
        /// The customer's id.
        user: Text,
    },
    /// A customer's saved cards.
    Cards {
        /// The customer's id.
        user: Text,
    },
    /// A customer's orders.
    Orders {
        /// The page, from 1.
        page: u32,
    },
}

/// A question as the page asks it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Asked {
    /// It can be asked at once.
    Ready(Query),
    /// The country's id must be looked up first.
    StatesOf(Text),
    /// Read the order again.
    Refresh,
}

impl Asked {
    /// Reads a question; `customer` is the id of the order's customer, where known.
    ///
    /// # Errors
    /// `invalid_input`, naming the field.
    pub(super) fn read(question: &Value, customer: &str) -> Result<Asked, Error> {
        let user = || {
            let given = question.get("user").as_text().filter(|id| is_id(id));
            given
                .or(Some(customer).filter(|id| !id.is_empty()))
                .map(Text::from)
                .ok_or_else(|| Error::input("user", "missing"))
        };
        Ok(match question.get("kind").as_text() {
            Some("countries") => Asked::Ready(Query::Countries),
            Some("states") => {
                let code = question.get("country").as_text().unwrap_or_default();
                if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_alphabetic()) {
                    return Err(Error::input("country", "invalid"));
                }
                Asked::StatesOf(code.to_ascii_uppercase().into())
            }
            Some("addresses") => Asked::Ready(Query::Addresses { user: user()? }),
            Some("cards") => Asked::Ready(Query::Cards { user: user()? }),
            Some("orders") => {
                let page = match question.get("page") {
                    Value::Null => Some(1),
                    page => page
                        .as_u64()
                        .and_then(|n| u32::try_from(n).ok())
                        .filter(|n| *n > 0),
                };
                Asked::Ready(Query::Orders {
                    page: page.ok_or_else(|| Error::input("page", "invalid"))?,
                })
            }
            Some("refresh") => Asked::Refresh,
            _ => return Err(Error::input("kind", "unknown")),
        })
    }
}
