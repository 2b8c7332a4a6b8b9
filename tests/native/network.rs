//! What may happen on the way, and what comes back.

use cashwrap::http::{Reply, Response};
use cashwrap_shop::{Answer, Shop};

/// A bad network, the same each time for the same seed.
pub struct Chaos {
    state: u64,
    /// How many of 100 unsafe calls something happens to.
    pub percent: u64,
    /// A request that is still under way though nobody waits for it.
    pub late: Option<cashwrap_shop::Request>,
    pub happened: Vec<&'static str>,
}

impl Chaos {
    pub fn new(seed: u64, percent: u64) -> Chaos {
        let state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        Chaos {
            state,
            percent,
            late: None,
            happened: Vec::new(),
        }
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 11) % n
    }
}

pub fn respond(response: cashwrap_shop::Response) -> Reply {
    Reply::Response(Response {
        status: response.status,
        content_type: response.content_type,
        body: response.body,
    })
}

/// A proxy's own answer.
pub fn problem(status: u16) -> Reply {
    Reply::Response(Response {
        status,
        content_type: "application/problem+json".to_owned(),
        body: b"{}".to_vec(),
    })
}

pub fn made(number: &str) -> Reply {
    Reply::Response(Response {
        status: 201,
        content_type: "application/json".to_owned(),
        body: format!(r#"{{"number":"{number}"}}"#).into_bytes(),
    })
}

pub fn html() -> Reply {
    let body = b"<html>Bad Gateway</html>".to_vec();
    Reply::Response(Response {
        status: 502,
        content_type: "text/html".to_owned(),
        body,
    })
}

/// A proxy's own part: it may change a request, or answer it instead of the shop.
pub type Gate = fn(&mut Shop, &mut cashwrap_shop::Request) -> Option<Reply>;

/// A request reaches the proxy, and through it the shop.
pub fn arrive(gate: Option<Gate>, shop: &mut Shop, told: &cashwrap_shop::Request) -> Result<Answer, Reply> {
    let mut told = told.clone();
    match gate.and_then(|gate| gate(shop, &mut told)) {
        Some(reply) => Err(reply),
        None => Ok(cashwrap_shop::answer(shop, &told)),
    }
}

/// Whether it is this unsafe call that arrives twice; one less is left before it.
pub fn comes_twice(left: &mut Option<usize>) -> bool {
    let is_it = *left == Some(0);
    *left = left.and_then(|left| left.checked_sub(1));
    is_it
}
