//! The routes of a Spree.

use super::caller::Caller;
use super::{Refusal, Version};
use crate::http::{JSON, Request, Response};
use crate::order::Order;
use crate::params::Params;
use crate::shop::Shop;

/// One call: who, what, on which shop.
pub(crate) struct Call<'a> {
    pub(crate) shop: &'a mut Shop,
    pub(crate) version: Version,
    pub(crate) request: &'a Request,
    pub(crate) params: Params,
    pub(crate) caller: Caller,
    /// Cards of this request that the gateway takes.
    pub(crate) live: Vec<u64>,
}

/// What an endpoint answers.
pub(crate) type Answered = Result<Response, Refusal>;

/// Answers one API request.
pub(crate) fn answer(shop: &mut Shop, version: Version, request: &Request) -> Response {
    let head = request.method == "HEAD";
    let mut response = match Params::read(request, shop.settings.wrap_parameters) {
        Ok(params) => {
            let caller = Caller::read(shop, version, request, &params);
            let mut call = Call {
                shop,
                version,
                request,
                params,
                caller,
                live: Vec::new(),
            };
            call.route()
        }
        Err(crate::refusal::Refusal::Frame(406)) => Err(Refusal::Xml),
        Err(_) => Err(Refusal::Frame(400)),
    }
    .unwrap_or_else(|refusal| refusal.into_response(version));
    if response.status == 200 && matches!(request.method.as_str(), "GET" | "HEAD") {
        tag(request, &mut response);
    }
    if head {
        response.body.clear();
    }
    if version <= Version::V2_0 && response.content_type == JSON {
        response.content_type = "application/json".into();
    }
    response
}

/// Every answer to a GET has a tag; one the client has already is not sent again.
fn tag(request: &Request, response: &mut Response) {
    let tag = format!("W/\"{:016x}\"", checksum(&response.body));
    if request.get("if-none-match") == Some(tag.as_str()) {
        *response = Response {
            status: 304,
            ..Response::default()
        };
    }
    response.headers.push(("ETag".into(), tag));
}

/// FNV-1a.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

impl Call<'_> {
    fn route(&mut self) -> Answered {
        let segments = self.params.segments.clone();
        let path: Vec<&str> = segments.iter().map(String::as_str).collect();
        let method = if self.request.method == "HEAD" {
            "GET"
        } else {
            self.request.method.as_str()
        };
        let named = self.request.path.split('?').next().unwrap_or("");
        if self.shop.settings.needs_format && !named.ends_with(".json") {
            return Err(Refusal::Frame(404));
        }
        match path.as_slice() {
            ["api", "404"] if self.version == Version::V3_7 => Err(Refusal::NotFound),
            ["api", "v1", rest @ ..] if self.version.is_modern() => self.below(method, rest),
            ["api", rest @ ..] if self.version == Version::V3_7 => {
                let rest = if matches!(rest.first(), Some(&"v2")) {
                    rest.get(1..).unwrap_or_default()
                } else {
                    rest
                };
                Err(self.moved(&format!("/api/v1/{}.json", rest.join("/"))))
            }
            ["api", "v1", rest @ ..] if !rest.is_empty() => Err(Refusal::Frame(404)),
            ["api", rest @ ..] if !self.version.is_modern() => self.below(method, rest),
            _ => Err(Refusal::Frame(404)),
        }
    }

    /// A redirect on the same host, with the query.
    fn moved(&self, path: &str) -> Refusal {
        let host = self.request.get("host").unwrap_or("example.org");
        let query = self.request.path.split_once('?').map(|(_, query)| query);
        let query = query.map_or_else(String::new, |query| format!("?{query}"));
        Refusal::Redirect(format!("http://{host}{path}{query}"))
    }

    /// A path that no route has.
    fn unrouted(&self) -> Refusal {
        let path = self.request.path.split('?').next().unwrap_or("");
        match self.version {
            _ if self.request.method == "OPTIONS" => Refusal::Frame(404),
            Version::V3_7 if path.ends_with(".json") => {
                let host = self.request.get("host").unwrap_or("example.org");
                Refusal::Redirect(format!("http://{host}/api/404"))
            }
            Version::V3_7 => self.moved(&format!("{path}.json")),
            _ => Refusal::Frame(404),
        }
    }

    fn below(&mut self, method: &str, path: &[&str]) -> Answered {
        let patches = method == "PATCH" && self.version > Version::V2_0;
        let is_update = method == "PUT" || patches;
        let has_checkout_creation = self.version < Version::V2_3;
        match (method, path) {
            ("POST", ["orders"]) => self.create_order(),
            ("POST", ["checkouts"]) if has_checkout_creation => self.create_order(),
            ("GET", ["orders"]) => self.all_orders(),
            ("GET", ["orders", "mine"]) if self.version > Version::V2_0 => self.my_orders(),
            ("GET", ["orders", "current"]) if self.version >= Version::V2_4Early => self.current_order(),
            ("GET", ["orders", n]) => self.show_order(n),
            (_, ["orders", n]) if is_update => self.update_order(n, patches),
            ("PUT", ["orders", n, "empty"]) => self.empty_order(n),
            ("PUT", ["orders", n, "cancel"]) => self.cancel_order(n),
            ("PUT", ["orders", n, "apply_coupon_code"]) if self.version > Version::V2_0 => {
                self.apply_coupon(n)
            }
            ("PUT", ["orders", n, "remove_coupon_code"]) if self.version.is_modern() => self.remove_coupon(n),
            ("GET", ["checkouts", n]) if matches!(self.version, Version::V2_1 | Version::V2_2) => {
                Err(self.moved(&format!("/api/orders/{n}")))
            }
            (_, ["checkouts", n]) if is_update => self.update_checkout(n),
            ("PUT", ["checkouts", n, "next"]) if self.version > Version::V1_3 => self.checkout_next(n),
            ("PUT", ["checkouts", n, "advance"]) if self.version > Version::V2_0 => self.checkout_advance(n),
            (_, ["orders", n, rest @ ..]) => self.nested(method, is_update, n, rest),
            (_, ["checkouts", n, rest @ ..]) if self.version >= Version::V2_2 => {
                self.nested(method, is_update, n, rest)
            }
            _ => self.elsewhere(method, path),
        }
    }

    /// What hangs under an order.
    fn nested(&mut self, method: &str, is_update: bool, n: &str, rest: &[&str]) -> Answered {
        match (method, rest) {
            ("GET", ["line_items", "new"]) => self.new_line_item(n),
            ("POST", ["line_items"]) => self.create_line_item(n),
            (_, ["line_items", id]) if is_update => self.update_line_item(n, id),
            ("DELETE", ["line_items", id]) => self.delete_line_item(n, id),
            ("GET", ["payments"]) => self.list_payments(n),
            ("GET", ["payments", "new"]) => self.new_payment(n),
            ("POST", ["payments"]) => self.create_payment(n),
            ("GET", ["payments", id]) => self.show_payment(n, id),
            (_, ["payments", id]) if is_update && self.version >= Version::V2_2 => {
                self.change_payment(n, id, "update")
            }
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
            // Routed, but there is no such action.
            (_, ["line_items" | "payments" | "empty" | "cancel" | "apply_coupon_code"]) => {
                Err(Refusal::Frame(404))
            }
            _ => Err(self.unrouted()),
        }
    }

    /// What belongs to no order.
    fn elsewhere(&mut self, method: &str, path: &[&str]) -> Answered {
        match (method, path) {
            ("GET", ["countries"]) => self.countries(),
            ("GET", ["countries", id]) => self.country(id),
            ("GET", ["countries", id, "states"]) if self.version >= Version::V2_2 => self.states(Some(id)),
            ("GET", ["states"]) => self.states(None),
            ("GET", ["states", id]) => self.state(id),
            ("GET", ["zones"]) => self.zones(),
            ("GET", ["variants", id]) => self.variant(id),
            ("GET", ["stores"]) if self.version >= Version::V2_4Early => self.stores(),
            ("GET", ["shipments", "mine"]) if self.version >= Version::V2_4Early => self.my_shipments(),
            ("GET", ["users", id]) => self.show_user(id),
            ("GET", ["users", id, "credit_cards"]) if self.version >= Version::V2_3 => {
                self.list_credit_cards(id)
            }
            _ => Err(self.unrouted()),
        }
    }

    /// Checks credentials. `order` is the number in the path, if the path has one.
    pub(super) fn admit(&self, order: Option<&str>) -> Result<(), Refusal> {
        self.caller.admit(self.shop, &self.params, order, false)
    }

    /// The same where no key is needed.
    pub(super) fn admit_open(&self, order: Option<&str>) -> Result<(), Refusal> {
        self.caller.admit(self.shop, &self.params, order, true)
    }

    /// The order of the path, as it is now.
    pub(super) fn find(&self, n: &str) -> Result<Order, Refusal> {
        self.shop.order(n).cloned().ok_or(Refusal::NotFound)
    }

    /// Credentials, order, permission to change it.
    pub(super) fn authorized(&self, n: &str) -> Result<Order, Refusal> {
        self.admit(Some(n))?;
        let order = self.find(n)?;
        if self.caller.may_update(&order, self.version) {
            Ok(order)
        } else {
            Err(Refusal::Unauthorized)
        }
    }

    /// Credentials, order, permission to see it.
    pub(super) fn readable(&self, n: &str) -> Result<Order, Refusal> {
        self.admit(Some(n))?;
        let order = self.find(n)?;
        if self.caller.may_read(&order) {
            Ok(order)
        } else {
            Err(Refusal::Unauthorized)
        }
    }

    /// The user of the key.
    pub(super) fn require_user(&self) -> Result<u64, Refusal> {
        self.caller.user.ok_or(Refusal::Unauthorized)
    }

    /// The order as an answer.
    pub(super) fn show(&self, status: u16, order: &Order) -> Answered {
        let can_update = self.caller.shows_can_update(order, self.version);
        Ok(Response::json(
            status,
            super::render::order_text(self.shop, self.version, order, can_update),
        ))
    }

    /// Keeps the order and answers with it.
    pub(super) fn keep(&mut self, status: u16, order: Order) -> Answered {
        let id = order.id;
        self.shop.put(order);
        let order = self.shop.orders.get(&id).ok_or(Refusal::NotFound)?;
        self.show(status, order)
    }
}
