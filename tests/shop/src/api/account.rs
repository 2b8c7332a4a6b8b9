//! Users, address books, saved cards.

use super::line_items::parse;
use super::{Answered, Call};
use crate::addresses::{errors_of, merge};
use crate::attributes::is_email;
use crate::cards::expiry;
use crate::http::Response;
use crate::json::Json;
use crate::params::{id, text, truthy};
use crate::refusal::Refusal;
use crate::render;
use crate::rows::{RowKind, count};
use crate::users::{BookEntry, User};
use serde_json::Value;

impl Call<'_> {
    pub(super) fn create_user(&mut self) -> Answered {
        self.identify(None)?;
        let given = self.params.required("user")?;
        let email = given.get("email").and_then(text).unwrap_or_default();
        if !is_email(&email) {
            let message = if email.is_empty() {
                "can't be blank"
            } else {
                "is invalid"
            };
            return Err(Refusal::invalid("email", message));
        }
        if self
            .shop
            .users
            .iter()
            .any(|user| user.email.eq_ignore_ascii_case(&email))
        {
            return Err(Refusal::invalid("email", "has already been taken"));
        }
        let user = User::new(count(&self.shop.users) + 1, email, self.shop.now_ms);
        let body = user_body(&user);
        self.shop.dirty.mark(RowKind::User, user.id);
        self.shop.users.push(user);
        Ok(Response::json(201, body))
    }

    pub(super) fn show_user(&mut self, user_id: &str) -> Answered {
        let user_id = self.own_user(user_id, Refusal::NotFound)?;
        self.shop
            .user(user_id)
            .map(|user| Response::json(200, user_body(user)))
            .ok_or(Refusal::NotFound)
    }

    /// The user of the path: unknown 404, another's `foreign`.
    fn own_user(&mut self, user_id: &str, foreign: Refusal) -> Result<u64, Refusal> {
        self.identify(None)?;
        let user_id = parse(user_id)?;
        self.shop.user(user_id).ok_or(Refusal::NotFound)?;
        if self.caller.admin || self.caller.user == Some(user_id) {
            Ok(user_id)
        } else {
            Err(foreign)
        }
    }

    pub(super) fn show_address_book(&mut self, user_id: &str) -> Answered {
        let user_id = self.own_user(user_id, Refusal::Unauthorized)?;
        self.book(user_id, None)
    }

    /// With an id the entry is replaced, without one it is added; equal addresses are one entry.
    pub(super) fn update_address_book(&mut self, user_id: &str) -> Answered {
        let user_id = self.own_user(user_id, Refusal::Unauthorized)?;
        let given = self.params.required("address_book")?;
        let wanted = id(given.get("id"));
        let user = self.shop.user(user_id).ok_or(Refusal::NotFound)?;
        let old = user
            .book
            .iter()
            .find(|entry| Some(entry.address_id) == wanted)
            .cloned();
        let base = self.shop.address(old.as_ref().map(|entry| entry.address_id));
        let address = merge(self.shop, base, &given)?;
        let errors = errors_of(self.shop, &address);
        if !errors.is_empty() {
            return Err(Refusal::Invalid(errors));
        }
        let fresh = self.shop.address_id(address);
        let make_default = truthy(given.get("default"));
        let user = self.shop.user_mut(user_id).ok_or(Refusal::NotFound)?;
        if let Some(old) = &old {
            user.book.retain(|entry| entry.address_id != old.address_id);
        }
        let default = make_default || user.book.is_empty() || old.is_some_and(|entry| entry.default);
        if default {
            for entry in &mut user.book {
                entry.default = false;
            }
        }
        match user.book.iter_mut().find(|entry| entry.address_id == fresh) {
            Some(entry) => entry.default |= default,
            None => user.book.push(BookEntry {
                address_id: fresh,
                default,
            }),
        }
        self.book(user_id, Some(fresh))
    }

    /// An unknown address is not an error.
    pub(super) fn delete_from_address_book(&mut self, user_id: &str) -> Answered {
        let user_id = self.own_user(user_id, Refusal::Unauthorized)?;
        let wanted = id(self.params.values.get("address_id"));
        let user = self.shop.user_mut(user_id).ok_or(Refusal::NotFound)?;
        user.book.retain(|entry| Some(entry.address_id) != wanted);
        self.book(user_id, None)
    }

    fn book(&self, user_id: u64, target: Option<u64>) -> Answered {
        let user = self.shop.user(user_id).ok_or(Refusal::NotFound)?;
        let body = Json::of_array(|json| {
            for entry in &user.book {
                let Some(address) = self.shop.address(Some(entry.address_id)) else {
                    continue;
                };
                json.object(|json| {
                    render::address(json, self.shop, entry.address_id, address);
                    json.bool("default", entry.default);
                    if target.is_some() {
                        json.bool("update_target", target == Some(entry.address_id));
                    }
                });
            }
        });
        Ok(Response::json(200, body))
    }

    /// Only cards the gateway has a customer profile of.
    pub(super) fn list_credit_cards(&mut self, user_id: &str) -> Answered {
        let user_id = self.own_user(user_id, Refusal::NotFound)?;
        let cards: Vec<_> = self
            .shop
            .cards
            .iter()
            .filter(|card| card.user_id == Some(user_id) && card.customer_profile.is_some())
            .collect();
        let body = Json::of_object(|json| {
            render::paged(json, &self.params, "credit_cards", &cards, |json, card| {
                render::card(json, self.shop, card);
            });
        });
        Ok(Response::json(200, body))
    }

    pub(super) fn update_credit_card(&mut self, card_id: &str) -> Answered {
        self.identify(None)?;
        let card_id = parse(card_id)?;
        let owner = self.shop.card(card_id).ok_or(Refusal::NotFound)?.user_id;
        if !self.caller.admin && (owner.is_none() || owner != self.caller.user) {
            return Err(Refusal::Unauthorized);
        }
        let given = self.params.required("credit_card")?;
        if given.contains_key("first_name") || given.contains_key("last_name") {
            return Err(Refusal::crash());
        }
        let address = match given.get("address_attributes").and_then(Value::as_object) {
            Some(map) => Some(merge(self.shop, None, map)?),
            None => None,
        };
        let address_id = address.map(|address| self.shop.address_id(address));
        let card = self
            .shop
            .cards
            .iter_mut()
            .find(|card| card.id == card_id)
            .ok_or(Refusal::NotFound)?;
        let get = |key: &str| given.get(key).and_then(text);
        if let Some((month, year)) = get("expiry").as_deref().and_then(expiry) {
            (card.month, card.year) = (Some(month), Some(year));
        }
        card.month = get("month").or_else(|| card.month.take());
        card.year = get("year").or_else(|| card.year.take());
        card.name = get("name").or_else(|| card.name.take());
        card.address_id = address_id.or(card.address_id);
        self.shop.dirty.mark(RowKind::Card, card_id);
        let mut json = Json::default();
        if let Some(card) = self.shop.card(card_id) {
            render::card(&mut json, self.shop, card);
        }
        Ok(Response::json(200, json.into_text()))
    }
}

fn user_body(user: &User) -> String {
    Json::of_object(|json| {
        json.id("id", user.id);
        json.str("email", &user.email);
        json.time("created_at", user.created_ms);
        json.time("updated_at", user.created_ms);
        json.key("customer_metadata").raw("{}");
        json.null("bill_address");
        json.null("ship_address");
    })
}
