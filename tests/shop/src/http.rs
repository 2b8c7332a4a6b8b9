//! Requests and answers, without sockets.

/// A request as it reached the shop.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST`, ….
    pub method: String,
    /// The path and an optional `?query`.
    pub path: String,
    /// Header names (any case) and values.
    pub headers: Vec<(String, String)>,
    /// The body, empty if there is none.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without headers or body.
    #[must_use]
    pub fn new(method: &str, path: &str) -> Self {
        Self {
            method: method.into(),
            path: path.into(),
            ..Self::default()
        }
    }

    /// The same request with one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same request with a JSON body.
    #[must_use]
    pub fn json(mut self, body: &str) -> Self {
        self.body = body.into();
        self.header("Content-Type", "application/json")
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// What the shop answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The `Content-Type`; empty if there is none.
    pub content_type: String,
    /// Further headers; `Location` of a redirect.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// Type of an API answer.
pub(crate) const JSON: &str = "application/json; charset=utf-8";
/// Type of an answer made by the framework itself.
pub(crate) const FRAME: &str = "application/json; charset=UTF-8";

impl Response {
    pub(crate) fn json(status: u16, body: String) -> Self {
        Self {
            status,
            content_type: JSON.into(),
            body: body.into_bytes(),
            ..Self::default()
        }
    }

    pub(crate) fn no_content() -> Self {
        Self {
            status: 204,
            ..Self::default()
        }
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// What happens to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The response arrives.
    Respond(Response),
    /// The response arrives after so many milliseconds.
    DelayThenRespond(u64, Response),
    /// The connection closes without a response.
    Drop,
}

impl Answer {
    /// The response, however late; `None` if the connection closes without one.
    #[must_use]
    pub fn response(self) -> Option<Response> {
        match self {
            Self::Respond(response) | Self::DelayThenRespond(_, response) => Some(response),
            Self::Drop => None,
        }
    }
}
