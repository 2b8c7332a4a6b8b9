//! What a checkout is made from.

use crate::dialect::Dialect;
use crate::error::{Code, Error};
use crate::json::Value;
use crate::order::{OrderToken, is_id};
use crate::text::Text;

/// How long `submit` stays pending before it ends `uncertain`, unless told otherwise, in milliseconds.
pub const UNCERTAIN_AFTER_MS: u64 = 20_000;
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
        let dialect = Dialect::from_option(options.get("dialect"))?;
        let shop = options
            .get("shop")
            .as_text()
            .ok_or_else(|| bad("shop", "missing"))?;
        let shop = shop.strip_suffix('/').unwrap_or(shop);
        let is_loopback = check_shop(shop)?;
        let auth = read_auth(options.get("auth"))?;
        let is_raw_card = match options.get("rawCard") {
            Value::Null => false,
            Value::Text(text) if text == RAW_CARD => true,
            _ => return Err(bad("rawCard", "invalid")),
        };
        if is_raw_card && !is_loopback && !shop.starts_with("https://") {
            return Err(bad("rawCard", "insecure"));
        }
        let uncertain_after_ms = match options.get("uncertainAfterMs") {
            Value::Null => UNCERTAIN_AFTER_MS,
            other => other
                .as_u64()
                .filter(|ms| *ms > 0)
                .ok_or_else(|| bad("uncertainAfterMs", "invalid"))?,
        };
        let has_hook = match options.get("createOrder") {
            Value::Null | Value::False => false,
            Value::True => true,
            _ => return Err(bad("createOrder", "invalid")),
        };
        Ok(Config {
            dialect,
            shop: shop.into(),
            auth,
            has_hook,
            is_raw_card,
            uncertain_after_ms,
        })
    }
}

fn bad(field: &'static str, reason: &'static str) -> Error {
    Error::naming(Code::InvalidOptions, field, reason)
}

/// Whether the shop is on this machine. Plain http is refused elsewhere: tokens would travel in clear.
fn check_shop(shop: &str) -> Result<bool, Error> {
    let (secure, rest) = match (shop.strip_prefix("https://"), shop.strip_prefix("http://")) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        _ => return Err(bad("shop", "invalid")),
    };
    let plain =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':' | b'/' | b'[' | b']');
    if rest.is_empty() || rest.starts_with('/') || !rest.bytes().all(plain) || shop.len() > 500 {
        return Err(bad("shop", "invalid"));
    }
    if rest
        .split('/')
        .skip(1)
        .any(|part| part.is_empty() || part == "." || part == "..")
    {
        return Err(bad("shop", "invalid"));
    }
    let authority = rest.split('/').next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let is_loopback = matches!(host, "localhost" | "127.0.0.1" | "::1");
    if secure || is_loopback {
        Ok(is_loopback)
    } else {
        Err(bad("shop", "insecure"))
    }
}

fn read_auth(auth: &Value) -> Result<AuthKind, Error> {
    match auth.get("kind").as_text() {
        Some("guest") => Ok(AuthKind::Guest),
        Some("bearer") => Ok(AuthKind::Bearer),
        Some("order") => {
            let number = auth.get("number").as_text().filter(|n| is_id(n));
            let token = auth.get("token").as_text().and_then(OrderToken::parse);
            let number = number.ok_or_else(|| bad("auth.number", "invalid"))?;
            Ok(AuthKind::Order(
                number.into(),
                token.ok_or_else(|| bad("auth.token", "invalid"))?,
            ))
        }
        // The proxy's half comes with the families that need it.
        Some("proxy") => Err(bad("auth.kind", "unsupported")),
        _ => Err(bad("auth.kind", "invalid")),
    }
}
