//! What is said and heard only where a proxy stands before the shop: a backend of the page's own origin that holds the
//! shop's key, knows the visitor by a cookie, and lets one unsafe call at a time through per order.

use super::call::{Answer, Fault, FaultKind};
use super::intent::Target;
use super::{AuthKind, Session};
use crate::http::{Method, Request, Response, TIMEOUT_MS};
use crate::json::{Value, map, parse};
use crate::order::is_id;

/// Where the proxy makes orders that no call of the family can make.
const ORDERS: &str = "/cashwrap/orders";
/// The step a call was made for. The proxy refuses it where the order has left that step, if the family has no fence.
const STEP: &str = "X-Cashwrap-Step";
/// The content type of the proxy's own answers (RFC 9457); no answer of a shop has it.
const PROBLEM: &str = "application/problem+json";

impl Session {
    /// Whether requests go to a proxy, which adds what they need to be believed.
    pub(super) fn has_proxy(&self) -> bool {
        self.config.auth == AuthKind::Proxy
    }

    /// An unsafe request, as a proxy wants it: with the step it was made for. Its id is added where it is sent.
    pub(super) fn through_proxy(&self, mut request: Box<Request>) -> Box<Request> {
        if let (true, Some(order)) = (self.has_proxy(), &self.store.order) {
            request.headers.push((STEP, order.step.name().to_owned()));
        }
        request
    }

    /// What a backend that makes orders is told: the e-mail as wished, and the lines.
    pub(super) fn hook_draft(&self) -> Value {
        let mut draft = Value::object();
        draft.put_text("email", &self.intent.email);
        let mut lines = Vec::new();
        for wish in &self.intent.lines {
            if let (Target::Variant(variant), 1..) = (&wish.target, wish.quantity) {
                lines.push(map! { "variant" => variant, "quantity" => wish.quantity });
            }
        }
        draft.put("lines", Value::list(lines));
        draft
    }

    /// The proxy makes the order, unless the page has a backend for that.
    pub(super) fn hook_request(&self) -> Option<Box<Request>> {
        (self.has_proxy() && !self.config.has_hook).then(|| {
            Box::new(Request {
                method: Method::Post,
                path: ORDERS.to_owned(),
                route: ORDERS,
                headers: Vec::new(),
                body: Some(self.hook_draft().write()),
                card: None,
                auth: crate::http::Auth::None,
                timeout_ms: TIMEOUT_MS,
            })
        })
    }

    /// An answer of the proxy itself: the shop was not asked, or has not answered.
    pub(super) fn hear_proxy(&self, response: &Response) -> Option<Answer> {
        if !self.has_proxy() || !response.content_type.starts_with(PROBLEM) {
            return None;
        }
        let kind = match response.status {
            401 | 403 => FaultKind::Unauthorized,
            // Another visitor's order, or none.
            404 => FaultKind::NotFound,
            // Another call on this order is under way, or it has left the step this one was made for: not taken.
            409 => FaultKind::Locked,
            // A call whose end is not known is never sent again: it is looked for.
            500.. => FaultKind::Server,
            _ => FaultKind::Other,
        };
        Some(Answer::Fault(Fault {
            kind,
            fields: Vec::new(),
            status: response.status,
        }))
    }
}

/// The order that a proxy has made.
pub(super) fn made(response: &Response) -> Answer {
    let tree = parse(&response.body).unwrap_or_default();
    match tree.get("number").as_text().filter(|number| is_id(number)) {
        Some(number) if response.status < 300 => Answer::Created {
            number: number.into(),
            token: None,
        },
        _ => Answer::HookFailed,
    }
}
