//! The routes of the API.

mod account;
mod addresses;
mod checkouts;
mod coupons;
mod line_items;
mod orders;
mod payments;
mod reference;
mod shipments;

use crate::auth::Caller;
use crate::http::{Request, Response};
use crate::order::Order;
use crate::params::Params;
use crate::refusal::Refusal;
use crate::shop::Shop;

/// One call: who, what, on which shop.
pub(crate) struct Call<'a> {
    pub(crate) shop: &'a mut Shop,
    request: &'a Request,
    pub(crate) params: Params,
    pub(crate) caller: Caller,
}

/// What an endpoint answers.
pub(crate) type Answered = Result<Response, Refusal>;

/// Answers one API request.
pub(crate) fn answer(shop: &mut Shop, request: &Request) -> Response {
    if let crate::settings::Server::Spree(version) = shop.settings.server {
        return crate::spree::answer(shop, version, request);
    }
    if let crate::settings::Server::Sylius(release) = shop.settings.server {
        return crate::sylius::answer(shop, release, request);
    }
    match Params::read(request, shop.settings.wrap_parameters) {
        Ok(params) => {
            let mut call = Call {
                shop,
                request,
                params,
                caller: Caller::default(),
            };
            call.route().unwrap_or_else(Refusal::into_response)
        }
        Err(refusal) => refusal.into_response(),
    }
}

impl Call<'_> {
    fn route(&mut self) -> Answered {
        let segments = self.params.segments.clone();
        let path: Vec<&str> = segments.iter().map(String::as_str).collect();
        let method = self.request.method.as_str();
        let is_update = matches!(method, "PUT" | "PATCH");
        match (method, path.as_slice()) {
            ("POST", ["api", "orders"]) => self.create_order(),
            ("GET", ["api", "orders"]) => self.all_orders(),
            ("GET", ["api", "orders", "mine"]) => self.my_orders(),
            ("GET", ["api", "orders", "current"]) => self.current_order(),
            ("GET", ["api", "orders", n]) => self.show_order(n),
            (_, ["api", "orders", n]) if is_update => self.update_order(n),
            ("PUT", ["api", "orders", n, "empty"]) => self.empty_order(n),
            ("PUT", ["api", "orders", n, "cancel"]) => self.cancel_order(n),
            ("POST", ["api", "orders", n, "coupon_codes"]) => self.apply_coupon(n),
            ("DELETE", ["api", "orders", n, "coupon_codes", code]) => self.remove_coupon(n, code),
            (_, ["api", "checkouts", n]) if is_update => self.update_checkout(n),
            ("PUT", ["api", "checkouts", n, "next"]) => self.checkout_next(n),
            ("PUT", ["api", "checkouts", n, "advance"]) => self.checkout_advance(n),
            ("PUT", ["api", "checkouts", n, "complete"]) => self.checkout_complete(n),
            (_, ["api", "orders" | "checkouts", n, rest @ ..]) => self.nested(method, n, rest),
            (_, ["api", rest @ ..]) => self.elsewhere(method, rest),
            _ => Err(Refusal::Frame(404)),
        }
    }

    /// What both `/orders/:n` and `/checkouts/:n` have.
    fn nested(&mut self, method: &str, n: &str, rest: &[&str]) -> Answered {
        let is_update = matches!(method, "PUT" | "PATCH");
        match (method, rest) {
            ("GET", ["line_items", "new"]) => self.new_line_item(n),
            ("POST", ["line_items"]) => self.create_line_item(n),
            (_, ["line_items", id]) if is_update => self.update_line_item(n, id),
            ("DELETE", ["line_items", id]) => self.delete_line_item(n, id),
            ("GET", ["payments"]) => self.list_payments(n),
            ("GET", ["payments", "new"]) => self.new_payment(n),
            ("POST", ["payments"]) => self.create_payment(n),
            ("GET", ["payments", id]) => self.show_payment(n, id),
            (_, ["payments", id]) if is_update => self.change_payment(n, id, "update"),
            (
                "PUT",
                [
                    "payments",
                    id,
                    action @ ("authorize" | "capture" | "purchase" | "void"),
                ],
            ) => self.change_payment(n, id, action),
            ("GET", ["addresses", id]) => self.show_address(n, id),
            (_, ["addresses", id]) if is_update => self.update_address(n, id),
            _ => Err(Refusal::Frame(404)),
        }
    }

    /// What belongs to no order.
    fn elsewhere(&mut self, method: &str, rest: &[&str]) -> Answered {
        let is_update = matches!(method, "PUT" | "PATCH");
        match (method, rest) {
            ("GET", ["countries"]) => self.countries(),
            ("GET", ["countries", id]) => self.country(id),
            ("GET", ["countries", id, "states"]) => self.states(Some(id)),
            ("GET", ["states"]) => self.states(None),
            ("GET", ["states", id]) => self.state(id),
            ("GET", ["config"]) => self.config(),
            ("GET", ["config", "money"]) => self.config_money(),
            ("GET", ["zones"]) => self.zones(),
            ("GET", ["zones", id]) => self.zone(id),
            ("GET", ["variants"]) => self.variants(),
            ("GET", ["variants", id]) => self.variant(id),
            ("GET", ["stores"]) => self.stores(),
            ("GET", ["shipments", "mine"]) => self.my_shipments(),
            ("GET", ["shipments", n, "estimated_rates"]) => self.estimated_rates(n),
            ("PUT", ["shipments", n, "select_shipping_method"]) => self.select_shipping_method(n),
            ("POST", ["users"]) => self.create_user(),
            ("GET", ["users", id]) => self.show_user(id),
            ("GET", ["users", id, "address_book"]) => self.show_address_book(id),
            (_, ["users", id, "address_book"]) if is_update => self.update_address_book(id),
            ("DELETE", ["users", id, "address_book"]) => self.delete_from_address_book(id),
            ("GET", ["users", id, "credit_cards"]) => self.list_credit_cards(id),
            (_, ["credit_cards", id]) if is_update => self.update_credit_card(id),
            _ => Err(Refusal::Frame(404)),
        }
    }

    /// Checks credentials. `order` is the number in the path, if the path has one.
    fn identify(&mut self, order: Option<&str>) -> Result<(), Refusal> {
        self.caller = Caller::identify(self.shop, self.request, &self.params, order, false)?;
        Ok(())
    }

    /// The same where no key is needed.
    fn identify_open(&mut self) -> Result<(), Refusal> {
        self.caller = Caller::identify(self.shop, self.request, &self.params, None, true)?;
        Ok(())
    }

    /// The order of the path, as it is now.
    fn find(&self, n: &str) -> Result<Order, Refusal> {
        self.shop.order(n).cloned().ok_or(Refusal::NotFound)
    }

    fn check_lock(&self, order: &Order) -> Result<(), Refusal> {
        if self.shop.is_locked(order.id) {
            Err(Refusal::Locked(order.id))
        } else {
            Ok(())
        }
    }

    fn check_update(&self, order: &Order) -> Result<(), Refusal> {
        if self.caller.may_update(order) {
            Ok(())
        } else {
            Err(Refusal::Unauthorized)
        }
    }

    /// Credentials, order, lock, permission: the way of `/orders` and `/checkouts`.
    fn lock_then_authorize(&mut self, n: &str) -> Result<Order, Refusal> {
        self.identify(Some(n))?;
        let order = self.find(n)?;
        self.check_lock(&order)?;
        self.check_update(&order)?;
        Ok(order)
    }

    /// Credentials, order, permission, lock: the way of line items and coupons.
    fn authorize_then_lock(&mut self, n: &str) -> Result<Order, Refusal> {
        self.identify(Some(n))?;
        let order = self.find(n)?;
        self.check_update(&order)?;
        self.check_lock(&order)?;
        Ok(order)
    }

    /// The user of the key.
    fn require_user(&self) -> Result<u64, Refusal> {
        self.caller.user.ok_or(Refusal::Unauthorized)
    }

    /// The order as an answer.
    fn show(&self, status: u16, order: &Order) -> Answered {
        let mut json = crate::json::Json::default();
        crate::render::order(&mut json, self.shop, order, &self.caller);
        Ok(Response::json(status, json.into_text()))
    }

    /// Keeps the order and answers with it.
    fn keep(&mut self, status: u16, order: Order) -> Answered {
        let id = order.id;
        self.shop.put(order);
        let order = self.shop.orders.get(&id).ok_or(Refusal::NotFound)?;
        self.show(status, order)
    }
}
