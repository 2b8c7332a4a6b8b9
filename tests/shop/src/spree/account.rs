//! Customers, pages of lists.

use super::routes::{Answered, Call};
use super::transitions::saved_addresses;
use super::{Refusal, Version, render};
use crate::http::Response;
use crate::json::Json;
use crate::params::id;
use crate::users::Card;
use serde_json::Value;

/// One page of a list.
pub(super) struct Page<T> {
    pub(super) items: Vec<T>,
    number: usize,
    pages: usize,
    /// Up to 2.4 a page that was asked for is answered as text.
    as_text: bool,
}

impl<T> Page<T> {
    pub(super) fn write(&self, json: &mut Json) {
        json.key("count").raw(&self.items.len().to_string());
        if self.as_text {
            json.str("current_page", &self.number.to_string());
        } else {
            json.key("current_page").raw(&self.number.to_string());
        }
        json.key("pages").raw(&self.pages.to_string());
    }
}

impl Call<'_> {
    /// The page asked for.
    pub(super) fn page<T: Clone>(&self, all: &[T]) -> Page<T> {
        let get = |name: &str| self.params.text(name).and_then(|text| text.parse::<usize>().ok());
        let per = get("per_page").filter(|per| *per > 0).unwrap_or(25);
        let number = get("page").filter(|number| *number > 0);
        let page = number.unwrap_or(1);
        Page {
            items: all.iter().skip((page - 1) * per).take(per).cloned().collect(),
            number: page,
            pages: all.len().div_ceil(per),
            as_text: number.is_some() && !self.version.is_modern(),
        }
    }

    pub(super) fn show_user(&mut self, wanted: &str) -> Answered {
        self.admit(None)?;
        let user = self.own_user(wanted)?;
        let user = self.shop.user(user).ok_or(Refusal::NotFound)?;
        let (bill, ship) = saved_addresses(self.shop, Some(user.id));
        let body = Json::of_object(|json| {
            json.id("id", user.id);
            json.str("email", &user.email);
            json.time("created_at", user.created_ms);
            json.time("updated_at", user.created_ms);
            if self.version >= Version::V2_3 {
                render::opt_address(json, "bill_address", self.shop, self.version, bill);
                render::opt_address(json, "ship_address", self.shop, self.version, ship);
            }
        });
        Ok(Response::json(200, body))
    }

    pub(super) fn list_credit_cards(&mut self, wanted: &str) -> Answered {
        self.admit(None)?;
        let user = self.own_user(wanted)?;
        let kept = |card: &&Card| card.user_id == Some(user) && card.has_profile();
        let cards: Vec<Card> = self.shop.cards.iter().filter(kept).cloned().collect();
        let page = self.page(&cards);
        let body = Json::of_object(|json| {
            json.list("credit_cards", &page.items, |json, card| {
                json.object(|json| render::card_fields(json, self.version, card, true));
            });
            page.write(json);
        });
        Ok(Response::json(200, body))
    }

    /// Customers see themselves only.
    fn own_user(&self, wanted: &str) -> Result<u64, Refusal> {
        let wanted = id(Some(&Value::from(wanted))).ok_or(Refusal::NotFound)?;
        let own = self.caller.admin || self.caller.user == Some(wanted);
        own.then_some(wanted).ok_or(Refusal::NotFound)
    }
}
