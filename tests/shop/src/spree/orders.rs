//! `/orders`: create, read, update, empty, cancel, coupons.

use super::attributes::{Scope, assign};
use super::coupons::{self, Verdict};
use super::routes::{Answered, Call};
use super::{Refusal, Version, lines, render, rental, shipping, totals};
use crate::http::Response;
use crate::json::Json;
use crate::order::{Order, State};
use crate::params::{id, list, text};
use crate::shop::Shop;
use serde_json::{Map, Value};

impl Call<'_> {
    pub(super) fn create_order(&mut self) -> Answered {
        self.admit(None)?;
        let given = match self.params.wrapped("order").filter(|value| !value.is_null()) {
            None => Map::new(),
            Some(Value::Object(map)) if map.is_empty() => return Err(Refusal::ParamMissing("order")),
            Some(Value::Object(map)) => map,
            Some(_) => return Err(Refusal::exception("undefined method `permit' for String")),
        };
        let owner = self.owner_of_new();
        let mut order = self.shop.create_order(owner);
        if !self.version.is_modern() {
            // The importer leaves nothing of an order it cannot make.
            let number = order.number.clone();
            return match self.import(order, &given) {
                Ok(order) => self.created(order),
                Err(refusal) => {
                    self.shop.forget(&number);
                    Err(refusal)
                }
            };
        }
        if self.caller.admin
            && let Some(user) = id(given.get("user_id"))
        {
            order.user_id = Some(user);
            order.email = self.shop.user(user).map(|user| user.email.clone());
        }
        let entries = given
            .get("line_items")
            .or_else(|| given.get("line_items_attributes"));
        let entries = match entries {
            Some(Value::Array(items)) if self.caller.admin => list(Some(&Value::Array(items.clone()))),
            Some(Value::Object(_)) if self.caller.admin => {
                return Err(Refusal::exception("no implicit conversion"));
            }
            Some(Value::Array(_)) => return Err(Refusal::exception("no implicit conversion")),
            other => list(other),
        };
        assign(self, &mut order, &given, &Scope::Orders)?;
        lines::assign(self.shop, self.version, &mut order, &entries)?;
        if self.caller.admin && !order.lines.is_empty() {
            order.shipments = shipping::pack(self.shop, &order);
            totals::refresh(self.shop, &mut order);
        } else {
            lines::settle(self.shop, self.version, &mut order);
        }
        self.created(order)
    }

    fn created(&mut self, order: Order) -> Answered {
        let id = order.id;
        self.shop.put(order);
        let order = self.shop.orders.get(&id).ok_or(Refusal::NotFound)?;
        let can_update = self.version.is_modern() || self.caller.shows_can_update(order, self.version);
        let body = render::order_text(self.shop, self.version, order, can_update);
        Ok(Response::json(201, body))
    }

    /// 2.0.3 ties no order to its key.
    fn owner_of_new(&self) -> Option<u64> {
        match self.version {
            Version::V1_3 | Version::V2_0 => None,
            _ => self.caller.user,
        }
    }

    /// How 2.0 to 2.4 make an order of what they are given.
    fn import(&mut self, mut order: Order, given: &Map<String, Value>) -> Result<Order, Refusal> {
        let version = self.version;
        let entries = given
            .get("line_items")
            .or_else(|| given.get("line_items_attributes"));
        if let Some(Value::Array(items)) = entries
            && !rental::is_on(self.shop, version)
        {
            let shown: Vec<String> = items.iter().map(super::lines::ruby).collect();
            return Err(Refusal::Exception(format!(
                "undefined method `each_key' for [{}]:Array\nDid you mean?  each_entry",
                shown.join(", ")
            )));
        }
        let entries = list(entries);
        for entry in &entries {
            let shown = super::lines::ruby(&Value::Object(entry.clone()));
            let variant_id = id(entry.get("variant_id")).unwrap_or(0);
            if self
                .shop
                .world
                .variant(variant_id)
                .is_none_or(|variant| variant.deleted)
            {
                if version <= Version::V2_0 {
                    return Err(Refusal::NotFound);
                }
                return Err(Refusal::Exception(format!(
                    "Order import line items: Couldn't find Spree::Variant with 'id'={variant_id} [WHERE \
                     \"spree_variants\".\"deleted_at\" IS NULL] {shown}"
                )));
            }
            let quantity = lines::quantity(entry.get("quantity")).unwrap_or(0);
            if let Err(faults) = lines::add(self.shop, version, &mut order, variant_id, quantity, true) {
                if version < Version::V2_2 {
                    // The line is not made, and nobody is told.
                    continue;
                }
                let text = faults.join(", ");
                return Err(Refusal::Exception(format!(
                    "Order import line items: Validation failed: Quantity {text} {shown}"
                )));
            }
        }
        let payments = given.get("payments").or_else(|| given.get("payments_attributes"));
        if let Some(first) = list(payments).into_iter().next() {
            let shown = super::lines::ruby(&Value::Object(first));
            return Err(Refusal::Exception(format!(
                "Order import payments: ActiveRecord::RecordNotFound {shown}"
            )));
        }
        assign(self, &mut order, given, &Scope::Orders)?;
        rental::assign(self.shop, version, &mut order, given)?;
        if let (true, Some(user)) = (
            self.caller.admin && version > Version::V2_2,
            id(given.get("user_id")),
        ) {
            order.user_id = Some(user);
        }
        if version >= Version::V2_2 && !order.lines.is_empty() {
            order.shipments = shipping::pack(self.shop, &order);
        }
        totals::refresh(self.shop, &mut order);
        super::transitions::settle_oldest(version, &mut order);
        Ok(order)
    }

    pub(super) fn show_order(&mut self, n: &str) -> Answered {
        let mut order = self.readable(n)?;
        if self.version <= Version::V2_0 {
            totals::refresh(self.shop, &mut order);
            super::transitions::settle_oldest(self.version, &mut order);
            self.shop.put(order.clone());
        }
        self.show(200, &order)
    }

    pub(super) fn update_order(&mut self, n: &str, is_patch: bool) -> Answered {
        let mut order = self.authorized(n)?;
        let version = self.version;
        let given = match self.params.wrapped("order") {
            None | Some(Value::Null) => return Err(Refusal::nil_index()),
            Some(Value::Object(map)) if map.is_empty() => return Err(Refusal::ParamMissing("order")),
            Some(Value::Object(map)) => map,
            Some(_) => return Err(Refusal::exception("undefined method `permit' for String")),
        };
        let entries = given
            .get("line_items")
            .or_else(|| given.get("line_items_attributes"));
        if let Some(Value::Array(items)) = entries
            && version != Version::V2_3
        {
            return Err(Refusal::Exception(if version >= Version::V2_4Early {
                "no implicit conversion of Symbol into Integer".into()
            } else {
                let shown: Vec<String> = items.iter().map(lines::ruby).collect();
                let shown = shown.join(", ");
                format!("undefined method `each_key' for [{shown}]:Array\nDid you mean?  each_entry")
            }));
        }
        assign(self, &mut order, &given, &Scope::Orders)?;
        rental::assign(self.shop, version, &mut order, &given)?;
        let plain = is_patch && matches!(version, Version::V2_4Early | Version::V2_4Late);
        if plain {
            return self.keep(200, order);
        }
        let entries_given = list(entries);
        lines::assign(self.shop, version, &mut order, &entries_given)?;
        if version >= Version::V2_3 {
            lines::settle(self.shop, version, &mut order);
        } else if entries.is_some() {
            super::transitions::restart(self.shop, version, &mut order);
        }
        self.keep(200, order)
    }

    pub(super) fn empty_order(&mut self, n: &str) -> Answered {
        let mut order = self.authorized(n)?;
        if order.is_completed() && self.version.is_modern() {
            // Only an administrator comes this far.
            return match self.version {
                Version::V3_7 => Err(Refusal::Frame(500)),
                _ => Ok(Response::no_content()),
            };
        }
        order.lines.clear();
        order.shipments.clear();
        order.coupons.clear();
        order.adjustments.clear();
        if self.version.is_modern() && !order.is_completed() {
            order.state = State::Cart;
        }
        order.totals = crate::order::Totals::default();
        if order.is_completed() {
            order.payment_state = Some("paid".into());
        }
        self.shop.put(order);
        if self.version >= Version::V2_4Early {
            return Ok(Response::no_content());
        }
        Ok(Response::json(200, " ".into()))
    }

    /// Looks for an order token under the name of the key: a guest cannot cancel.
    pub(super) fn cancel_order(&mut self, n: &str) -> Answered {
        self.admit(Some(n))?;
        let mut order = self.find(n)?;
        let allowed = self.caller.admin || !(self.version.is_modern() && order.is_completed());
        if !self.caller.owns(&order) || !allowed {
            return Err(Refusal::Unauthorized);
        }
        if order.state != State::Complete {
            let state = order.state.name();
            return Err(Refusal::Exception(format!(
                "Cannot transition state via :cancel from :{state} (Reason(s): State cannot transition via \
                 \"cancel\")"
            )));
        }
        self.shop.return_stock(&order);
        // The money stays held.
        for shipment in &mut order.shipments {
            shipment.state = "canceled".into();
        }
        order.state = State::Canceled;
        order.canceler_id = self.caller.user;
        order.payment_state = Some("void".into());
        order.shipment_state = Some("canceled".into());
        self.keep(200, order)
    }

    pub(super) fn all_orders(&mut self) -> Answered {
        self.admit(None)?;
        if !self.caller.admin {
            return Err(Refusal::Unauthorized);
        }
        let ids: Vec<u64> = self.shop.orders.keys().copied().collect();
        self.page_of_orders(&ids, true)
    }

    pub(super) fn my_orders(&mut self) -> Answered {
        self.admit(None)?;
        let user = self.require_user()?;
        let mine = |order: &&Order| order.user_id == Some(user);
        let mut ids: Vec<u64> = self
            .shop
            .orders
            .values()
            .filter(mine)
            .map(|order| order.id)
            .collect();
        ids.reverse();
        self.page_of_orders(&ids, false)
    }

    fn page_of_orders(&self, ids: &[u64], is_short: bool) -> Answered {
        let page = self.page(ids);
        let orders: Vec<&Order> = page
            .items
            .iter()
            .filter_map(|id| self.shop.orders.get(id))
            .collect();
        let body = Json::of_object(|json| {
            json.list("orders", orders, |json, order| {
                if is_short {
                    json.object(|json| render::order_fields(json, self.shop, self.version, order));
                    return;
                }
                let can_update = self.caller.shows_can_update(order, self.version);
                json.raw(&render::order_text(self.shop, self.version, order, can_update));
            });
            page.write(json);
        });
        Ok(Response::json(200, body))
    }

    pub(super) fn current_order(&mut self) -> Answered {
        self.admit(None)?;
        let user = self.caller.user;
        let open = |order: &&Order| user.is_some() && order.user_id == user && !order.is_completed();
        match self.shop.orders.values().rev().find(open) {
            Some(order) => self.show(200, order),
            None => Ok(Response::no_content()),
        }
    }

    pub(super) fn apply_coupon(&mut self, n: &str) -> Answered {
        self.admit_open(Some(n))?;
        let mut order = self.find(n)?;
        if !self.caller.may_update(&order, self.version) {
            return Err(Refusal::Unauthorized);
        }
        let code = self
            .params
            .values
            .get("coupon_code")
            .and_then(text)
            .unwrap_or_default();
        let verdict = coupons::apply(self.shop, self.version, &mut order, &code);
        self.shop.put(order);
        let status = if verdict.is_ok { 200 } else { 422 };
        Ok(self.verdict(status, &verdict))
    }

    pub(super) fn remove_coupon(&mut self, n: &str) -> Answered {
        let mut order = self.authorized(n)?;
        let Some(code) = self.params.values.get("coupon_code").and_then(text) else {
            return Err(Refusal::nil_index());
        };
        let verdict = coupons::remove(self.shop, self.version, &mut order, &code);
        self.shop.put(order);
        let status = if verdict.is_ok { 200 } else { 404 };
        Ok(self.verdict(status, &verdict))
    }

    fn verdict(&self, status: u16, verdict: &Verdict) -> Response {
        let body = Json::of_object(|json| {
            json.opt_str("success", verdict.success.as_deref());
            json.opt_str("error", verdict.error.as_deref());
            json.bool("successful", verdict.is_ok);
            if self.version >= Version::V2_4Early {
                json.opt_str("status_code", verdict.code);
            }
        });
        Response::json(status, body)
    }
}

/// 16 hexadecimal digits up to 2.2, 22 characters from 2.3 on, and the moment after them from 3.1 on.
pub(crate) fn new_token(shop: &mut Shop, version: Version) -> String {
    if version < Version::V2_3 {
        return format!("{:016x}", shop.random());
    }
    let token = shop.random_token();
    if version.is_modern() {
        format!("{token}{:013}", shop.now_ms)
    } else {
        token
    }
}
