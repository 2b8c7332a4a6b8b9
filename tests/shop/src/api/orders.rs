//! `/orders`.

use super::{Answered, Call};
use crate::attributes::Permitted;
use crate::http::Response;
use crate::json::Json;
use crate::order::Order;
use crate::params::require;
use crate::refusal::{Errors, Refusal};
use crate::render;
use std::cmp::Reverse;

impl Call<'_> {
    pub(super) fn create_order(&mut self) -> Answered {
        self.identify(None)?;
        // The row comes first: a refusal below leaves an orphan.
        let mut order = self.shop.create_order(self.caller.user);
        if let Some(value) = self.params.wrapped("order") {
            let given = require(Some(value), "order")?;
            self.shop.assign(&mut order, &given, Permitted::All)?;
        }
        self.keep(201, order)
    }

    pub(super) fn show_order(&mut self, n: &str) -> Answered {
        self.identify(Some(n))?;
        let order = self.find(n)?;
        if !self.caller.may_read(&order) {
            return Err(Refusal::Unauthorized);
        }
        self.show(200, &order)
    }

    pub(super) fn update_order(&mut self, n: &str) -> Answered {
        let mut order = self.lock_then_authorize(n)?;
        let given = match self.params.wrapped("order") {
            None => return Err(Refusal::crash()),
            some => require(some, "order")?,
        };
        self.shop.assign(&mut order, &given, Permitted::All)?;
        if !order.is_completed() {
            self.shop.restart(&mut order);
        }
        self.keep(200, order)
    }

    pub(super) fn empty_order(&mut self, n: &str) -> Answered {
        let mut order = self.lock_then_authorize(n)?;
        if order.is_completed() {
            return Err(Refusal::Invalid(Errors::new()));
        }
        order.lines.clear();
        order.shipments.clear();
        self.shop.recalculate(&mut order);
        self.keep(200, order)
    }

    /// Reads the order token from the parameter of the key, so a token never helps here.
    pub(super) fn cancel_order(&mut self, n: &str) -> Answered {
        self.identify(Some(n))?;
        let mut order = self.find(n)?;
        self.check_lock(&order)?;
        let allowed = self.caller.owns(&order) && self.caller.may_update(&order);
        if !allowed {
            return Err(Refusal::Unauthorized);
        }
        self.shop.cancel(&mut order, self.caller.user)?;
        self.keep(200, order)
    }

    pub(super) fn my_orders(&mut self) -> Answered {
        self.identify(None)?;
        let user = self.require_user()?;
        self.page_of_orders(|order| order.user_id == Some(user))
    }

    pub(super) fn all_orders(&mut self) -> Answered {
        self.identify(None)?;
        if !self.caller.admin {
            return Err(Refusal::Unauthorized);
        }
        self.page_of_orders(|_| true)
    }

    fn page_of_orders(&self, wanted: impl Fn(&Order) -> bool) -> Answered {
        let mut orders: Vec<&Order> = self.shop.orders.values().filter(|order| wanted(order)).collect();
        orders.sort_by_key(|order| Reverse((order.completed_ms, order.created_ms, order.id)));
        let body = Json::of_object(|json| {
            render::paged(json, &self.params, "orders", &orders, |json, order| {
                render::order(json, self.shop, order, &self.caller);
            });
        });
        Ok(Response::json(200, body))
    }

    pub(super) fn current_order(&mut self) -> Answered {
        self.identify(None)?;
        let user = self.caller.user;
        let newest = self
            .shop
            .orders
            .values()
            .rev()
            .find(|order| user.is_some() && order.user_id == user);
        match newest.filter(|order| !order.is_completed()) {
            Some(order) => self.show(200, order),
            None => Ok(Response::no_content()),
        }
    }
}
