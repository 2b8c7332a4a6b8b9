//! Faults on request: what a network, a proxy or a dying server does to a call.

use crate::http::{Answer, Request, Response};
use crate::refusal::Refusal;
use crate::settings::Server;
use crate::shop::Shop;
use serde::Deserialize;

/// What goes wrong. `Before` and `After` speak of the effect of the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FaultKind {
    /// The answer is late.
    Delay,
    /// The connection closes; nothing happened.
    DropBefore,
    /// The connection closes; it happened.
    DropAfter,
    /// The framework's 500; nothing happened.
    #[serde(rename = "error_500_before")]
    Error500Before,
    /// The framework's 500; it happened.
    #[serde(rename = "error_500_after")]
    Error500After,
    /// A proxy's HTML page; nothing happened.
    #[serde(rename = "html_502")]
    Html502,
    /// A proxy's HTML page; it happened.
    #[serde(rename = "html_502_after")]
    Html502After,
    /// It happened; the second half of the body is missing.
    Truncate,
    /// It happened; the body is empty.
    Empty,
    /// It happened; the body is said to be HTML.
    WrongType,
    /// The answer of a busy order; nothing happened.
    #[serde(rename = "lock_409")]
    Lock409,
    /// A redirect to another host; nothing happened.
    Redirect,
}

/// A fault and the calls it strikes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Fault {
    /// Method, space, path: a prefix (`PUT /api/checkouts`), exact with a final `$`, or with `*` for any text
    /// (`PUT /api/checkouts/*/complete`), then from start to end. `*` alone strikes every call.
    #[serde(rename = "match")]
    pub pattern: String,
    /// What goes wrong.
    pub kind: FaultKind,
    /// How many calls it strikes.
    #[serde(default = "one")]
    pub times: u32,
    /// How many calls it lets pass first.
    #[serde(default)]
    pub skip: u32,
    /// Milliseconds of a delay.
    #[serde(default)]
    pub ms: u64,
}

fn one() -> u32 {
    1
}

impl Fault {
    /// A fault that strikes the next matching call.
    #[must_use]
    pub fn once(pattern: &str, kind: FaultKind) -> Self {
        Self {
            pattern: pattern.into(),
            kind,
            times: 1,
            skip: 0,
            ms: 0,
        }
    }
}

impl Shop {
    /// Adds a fault. Faults are tried in the order they were added; a call meets at most one.
    pub fn add_fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Removes all faults.
    pub fn clear_faults(&mut self) {
        self.faults.clear();
    }

    /// The fault that strikes this call, used up by one.
    fn strike(&mut self, request: &Request) -> Option<(FaultKind, u64)> {
        let mut found = None;
        for fault in self
            .faults
            .iter_mut()
            .filter(|fault| request.is_like(&fault.pattern))
        {
            if fault.skip > 0 {
                fault.skip -= 1;
            } else if fault.times > 0 {
                fault.times -= 1;
                found = Some((fault.kind, fault.ms));
                break;
            }
        }
        self.faults.retain(|fault| fault.times > 0);
        found
    }
}

/// Answers one request: the API under `/api`, the switches of the shop under `/__shop`.
pub fn answer(shop: &mut Shop, request: &Request) -> Answer {
    if request.path.starts_with("/__shop/") {
        return Answer::Respond(crate::admin::answer(shop, request));
    }
    let answer = match shop.strike(request) {
        None => Answer::Respond(crate::api::answer(shop, request)),
        Some((kind, ms)) => spoil(shop, request, kind, ms),
    };
    let status = match &answer {
        Answer::Respond(response) | Answer::DelayThenRespond(_, response) => Some(response.status),
        Answer::Drop => None,
    };
    shop.note(&request.method, &request.path, status);
    answer
}

fn spoil(shop: &mut Shop, request: &Request, kind: FaultKind, ms: u64) -> Answer {
    let is_sylius = matches!(shop.settings.server, Server::Sylius(_));
    let crash = if is_sylius {
        crate::sylius::crash()
    } else {
        Refusal::crash().into_response()
    };
    let mut done = |change: &dyn Fn(&mut Response)| {
        let mut response = crate::api::answer(shop, request);
        change(&mut response);
        Answer::Respond(response)
    };
    match kind {
        FaultKind::Delay => match done(&|_| {}) {
            Answer::Respond(response) => Answer::DelayThenRespond(ms, response),
            other => other,
        },
        FaultKind::DropBefore => Answer::Drop,
        FaultKind::DropAfter => {
            done(&|_| {});
            Answer::Drop
        }
        FaultKind::Error500Before => Answer::Respond(crash),
        FaultKind::Error500After => done(&|response| *response = crash.clone()),
        FaultKind::Html502 => Answer::Respond(bad_gateway()),
        FaultKind::Html502After => done(&|response| *response = bad_gateway()),
        FaultKind::Truncate => done(&|response| response.body.truncate(response.body.len() / 2)),
        FaultKind::Empty => done(&|response| response.body.clear()),
        FaultKind::WrongType => done(&|response| response.content_type = "text/html; charset=utf-8".into()),
        // The row was written by somebody else meanwhile: an empty form under a 409.
        FaultKind::Lock409 if is_sylius => Answer::Respond(crate::sylius::conflict()),
        FaultKind::Lock409 => Answer::Respond(Refusal::Locked(order_id(shop, request)).into_response()),
        FaultKind::Redirect => Answer::Respond(Response {
            status: 302,
            content_type: "text/html; charset=utf-8".into(),
            headers: vec![("Location".into(), "https://elsewhere.example/".into())],
            body: b"<html><body>You are being redirected.</body></html>".to_vec(),
        }),
    }
}

fn bad_gateway() -> Response {
    Response {
        status: 502,
        content_type: "text/html".into(),
        body: b"<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"
            .to_vec(),
        ..Response::default()
    }
}

fn order_id(shop: &Shop, request: &Request) -> u64 {
    let path = request.path.split('?').next().unwrap_or("");
    path.split('/')
        .find_map(|part| shop.order(part))
        .map_or(0, |order| order.id)
}

impl Request {
    /// See [`Fault::pattern`].
    pub(crate) fn is_like(&self, pattern: &str) -> bool {
        let path = self.path.split('?').next().unwrap_or("");
        matches(pattern, &format!("{} {path}", self.method))
    }
}

fn matches(pattern: &str, call: &str) -> bool {
    if let Some(exact) = pattern.strip_suffix('$') {
        return exact == call;
    }
    if !pattern.contains('*') {
        return call.starts_with(pattern);
    }
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or("");
    let Some(mut rest) = call.strip_prefix(first) else {
        return false;
    };
    let mut last = "";
    for part in parts {
        last = part;
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or(""),
            None => return false,
        }
    }
    last.is_empty() || call.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_are_prefixes_exact_or_wild() {
        let call = "PUT /api/checkouts/R1/complete";
        assert!(matches("PUT /api/checkouts", call));
        assert!(matches("PUT /api/checkouts/*/complete", call));
        assert!(matches("*", call));
        assert!(matches("* /api/*", call));
        assert!(!matches("PUT /api/checkouts/*/next", call));
        assert!(!matches("PUT /api/checkouts$", call));
        assert!(matches("POST /api/orders$", "POST /api/orders"));
    }
}
