//! What a checkout is made from.

use crate::dialect::Dialect;
use crate::error::{Code, Error};
use crate::json::Value;
use crate::order::{OrderToken, is_id};
use crate::text::Text;

/// How long `submit` stays pending before it ends `uncertain`, unless told otherwise, in milliseconds.
pub const UNCERTAIN_AFTER_MS: u64 = 20_000;
/// The most bytes of a shop's base URL.
const MAX_SHOP_BYTES: usize = 500;
/// The words that switch raw cards on.
const RAW_CARD: &str = "i-accept-pci-saq-d";

/// Who speaks to the shop.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum AuthKind {
    /// A guest, whose order comes with a token.
    Guest,
    /// A guest who brings number and token of an order.
    Order(Text, OrderToken),
    /// A customer with a key, which the page hands in at each call.
    Bearer,
    /// A visitor of a proxy, which holds the shop's key and knows the visitor by a cookie.
    Proxy,
}

/// The options, checked.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Config {
    /// The family of the shop.
    pub dialect: Dialect,
    /// The shop's base URL, without a slash at the end.
    pub shop: Text,
    /// Who speaks.
    pub auth: AuthKind,
    /// Whether the page's backend makes orders.
    pub has_hook: bool,
    /// The e-mail of the customer that carts are made for before the shopper is known; empty for none.
    pub placeholder: Text,
    /// Whether raw card numbers may go to the shop.
    pub is_raw_card: bool,
    /// When `submit` ends `uncertain`, in milliseconds.
    pub uncertain_after_ms: u64,
}

impl Config {
    /// Reads the options of `createCheckout`.
    ///
    /// # Errors
    /// `invalid_options`, naming the option.
    pub fn read(options: &Value) -> Result<Config, Error> {
        let mut wrong = None;
        let mut bad = |field: &str, reason| {
            wrong.get_or_insert_with(|| Error::naming(Code::InvalidOptions, field, reason));
        };
        let dialect = Dialect::from_option(options)?;
        let shop = options.get("shop").as_text().unwrap_or_default();
        let shop = shop.strip_suffix('/').unwrap_or(shop);
        let is_secure = shop.starts_with("https://");
        let is_loopback = match host(shop) {
            Some(host) => matches!(host, b"localhost" | b"127.0.0.1" | b"[::1]"),
            None => {
                let is_missing = options.get("shop").as_text().is_none();
                bad("shop", if is_missing { "missing" } else { "invalid" });
                false
            }
        };
        // Plain http is for this machine alone: tokens would travel in clear.
        if !is_secure && !is_loopback {
            bad("shop", "insecure");
        }
        let auth = read_auth(options.get("auth"), &mut bad);
        let doors = dialect.doors();
        if doors.needs_proxy && auth != AuthKind::Proxy {
            bad("auth.kind", "needs_proxy");
        } else if auth == AuthKind::Bearer && !doors.has_bearer {
            bad("auth.kind", "unsupported");
        }
        let config = Config {
            dialect,
            shop: shop.into(),
            auth,
            has_hook: match options.get("createOrder") {
                Value::Null | Value::False => false,
                Value::True => true,
                _ => {
                    bad("createOrder", "invalid");
                    false
                }
            },
            placeholder: match options.get("placeholderEmail") {
                Value::Null => Text::default(),
                Value::Text(email) if email.bytes().any(|b| b == b'@') => email.clone(),
                _ => {
                    bad("placeholderEmail", "invalid");
                    Text::default()
                }
            },
            is_raw_card: match options.get("rawCard") {
                Value::Null => false,
                Value::Text(text) if text == RAW_CARD => true,
                _ => {
                    bad("rawCard", "invalid");
                    false
                }
            },
            uncertain_after_ms: match options.get("uncertainAfterMs") {
                Value::Null => UNCERTAIN_AFTER_MS,
                other => other.as_u64().filter(|ms| *ms > 0).unwrap_or_else(|| {
                    bad("uncertainAfterMs", "invalid");
                    0
                }),
            },
        };
        wrong.map_or(Ok(config), Err)
    }
}

/// The host of a shop's base URL; nothing where that is not one.
fn host(shop: &str) -> Option<&[u8]> {
    let rest = shop
        .strip_prefix("https://")
        .or_else(|| shop.strip_prefix("http://"))?;
    let plain = |b: &u8| {
        b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'~' | b'%' | b':' | b'/' | b'[' | b']')
    };
    if !rest.as_bytes().iter().all(plain) || shop.len() > MAX_SHOP_BYTES {
        return None;
    }
    let mut parts = rest.as_bytes().split(|b| *b == b'/');
    let authority = parts.next().filter(|authority| !authority.is_empty())?;
    if parts.any(|part| matches!(part, b"" | b"." | b"..")) {
        return None;
    }
    // An address of version 6 stands in brackets, which are a part of it here.
    let end = if authority.starts_with(b"[") { b']' } else { b':' };
    let at = authority.iter().position(|b| *b == end);
    let length = at.map_or(authority.len(), |at| at + usize::from(end == b']'));
    authority.get(..length)
}

fn read_auth(auth: &Value, bad: &mut dyn FnMut(&str, &'static str)) -> AuthKind {
    match auth.get("kind").as_text() {
        Some("guest") => return AuthKind::Guest,
        Some("bearer") => return AuthKind::Bearer,
        Some("proxy") => return AuthKind::Proxy,
        Some("order") => {
            let number = auth.get("number").as_text().filter(|n| is_id(n));
            let token = auth.get("token").as_text().and_then(OrderToken::parse);
            match (number, token) {
                (Some(number), Some(token)) => return AuthKind::Order(number.into(), token),
                (None, _) => bad("auth.number", "invalid"),
                _ => bad("auth.token", "invalid"),
            }
        }
        _ => bad("auth.kind", "invalid"),
    }
    AuthKind::Guest
}
