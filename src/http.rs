//! Requests and responses as values. Nothing here is sent: the host does that and brings the reply back.

use crate::checkout::Card;
use std::fmt;
use zeroize::{Zeroize, Zeroizing};

/// The most bytes of a response that are read; what is longer is a lost answer.
pub const MAX_BODY_BYTES: usize = 2 * 1024 * 1024;
/// How long a read or an ordinary call may take, in milliseconds.
pub const TIMEOUT_MS: u32 = 30_000;
/// How long the call that places the order may take: gateways are slow.
pub const PLACE_TIMEOUT_MS: u32 = 60_000;

/// Text that is wiped when dropped, has no `Display`, and prints as a mark.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// Takes a copy of `bytes`; wiping the original is the caller's part.
    pub fn new(bytes: &[u8]) -> Secret {
        Secret(bytes.to_vec())
    }

    /// The bytes, for the one request that carries them.
    pub(crate) fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// An HTTP method.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates.
    Post,
    /// Replaces, or steps.
    Put,
    /// Changes.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// The method's name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        }
    }

    /// Whether sending it twice is harmless.
    pub fn is_safe(self) -> bool {
        self == Method::Get
    }
}

/// Who vouches for a request.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Auth {
    /// Nobody, or the order token in the headers.
    None,
    /// The shopper's key, fetched by the host right before sending and kept nowhere.
    Bearer,
    /// The same, in the header of Spree's classic API.
    SpreeToken,
}

/// A request to the shop, as a value.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Path and query, percent-encoded, starting with `/`.
    pub path: String,
    /// The path with its parts named, for logs and events: it holds no number, code or token.
    pub route: &'static str,
    /// Headers beside `Accept` and `Content-Type`.
    pub headers: Vec<(&'static str, String)>,
    /// The JSON body; wiped when dropped.
    pub body: Option<Zeroizing<Vec<u8>>>,
    /// The card whose digits go into the holes of the body, by [`crate::json::fill`]. A host that has them no longer
    /// sends nothing.
    pub card: Option<Card>,
    /// Who vouches for it.
    pub auth: Auth,
    /// When to give up waiting, in milliseconds.
    pub timeout_ms: u32,
}

/// By content; the wiped buffer has no hash of its own.
impl std::hash::Hash for Request {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.method, &self.path, self.body.as_deref()).hash(state);
    }
}

/// The route alone: path, headers and body may hold a token.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.method.as_str())?;
        f.write_str(" ")?;
        f.write_str(self.route)
    }
}

/// The shop's response, as a value.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The content type, or nothing.
    pub content_type: String,
    /// The body, at most [`MAX_BODY_BYTES`].
    pub body: Vec<u8>,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Why there is no answer. After any of these an unsafe call may or may not have been carried out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Lost {
    /// The connection failed, at whatever point.
    Network,
    /// No answer in time.
    Timeout,
    /// The page ended the call.
    Aborted,
    /// The server redirected; following would hand the order's token to another address.
    Redirect,
    /// The body is longer than [`MAX_BODY_BYTES`].
    TooLarge,
    /// The host failed.
    Trap,
    /// A header could not be made; nothing was sent.
    BadHeader,
    /// The page has no key for the customer; nothing was sent.
    NoKey,
}

impl Lost {
    /// Every member, in the order in which the host counts them.
    pub const ALL: &'static [Lost] = &[
        Lost::Network,
        Lost::Timeout,
        Lost::Aborted,
        Lost::Redirect,
        Lost::TooLarge,
        Lost::Trap,
        Lost::BadHeader,
        Lost::NoKey,
    ];
}

/// What came back for a request.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Reply {
    /// The shop answered.
    Response(Response),
    /// There is no answer.
    Lost(Lost),
}

/// Appends `part` to a path as one segment or query value, percent-encoded.
pub fn push_encoded(path: &mut String, part: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~' | b'.') {
            path.push(char::from(byte));
        } else {
            path.push('%');
            for n in [byte >> 4, byte & 15] {
                path.push(char::from(HEX.get(usize::from(n)).copied().unwrap_or(b'0')));
            }
        }
    }
}
