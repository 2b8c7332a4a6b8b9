//! OAuth tokens: who may call, and for how long.

use super::Release;
use super::book::{Book, next};
use super::refusal::{Refusal, answer};
use super::world::Staff;
use crate::http::{Request, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

const LIFE_MS: u64 = 3_600_000;
const REFRESH_LIFE_MS: u64 = 1_209_600_000;

/// A token that was granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Token {
    /// `None`: its refresh alone is known.
    pub(crate) access: String,
    /// `None`: used up, or there was none.
    pub(crate) refresh: Option<String>,
    /// Name of the administrator; `None` for the client's own.
    pub(crate) staff: Option<String>,
    pub(crate) granted_ms: u64,
}

/// Who calls.
///
/// # Errors
/// No token, an unknown, an expired one, one without the role, or two of them.
pub(crate) fn caller(book: &Book, request: &Request, body: &Value, now_ms: u64) -> Result<Staff, Refusal> {
    let required = Refusal::Token("access_denied", "OAuth2 authentication required");
    let header = request
        .get("authorization")
        .and_then(|value| value.strip_prefix("Bearer "));
    let query = request
        .path
        .split_once('?')
        .map(|(_, query)| super::body::form(query));
    let in_query = query
        .as_ref()
        .and_then(|query| query.get("access_token"))
        .and_then(Value::as_str);
    let is_form = request
        .get("content-type")
        .is_some_and(|kind| kind.contains("urlencoded"));
    let in_form = body
        .get("access_token")
        .filter(|_| is_form)
        .and_then(Value::as_str);
    let mut given = [header, in_query, in_form]
        .into_iter()
        .flatten()
        .filter(|token| !token.is_empty());
    let Some(token) = given.next() else {
        return Err(required);
    };
    if given.next().is_some() {
        return Err(Refusal::Status(500));
    }
    let expired = Refusal::Token("invalid_grant", "The access token provided has expired.");
    let staff = book.desk.world.staff.iter();
    let known = staff.clone().find(|staff| staff.token == token);
    let name = match (known, book.desk.tokens.iter().find(|known| known.access == token)) {
        (Some(staff), _) if staff.token_expired => return Err(expired),
        (Some(staff), _) => Some(staff.name.clone()),
        (None, Some(granted)) if now_ms.saturating_sub(granted.granted_ms) >= LIFE_MS => return Err(expired),
        (None, Some(granted)) => granted.staff.clone(),
        (None, None) => {
            return Err(Refusal::Token(
                "invalid_grant",
                "The access token provided is invalid.",
            ));
        }
    };
    let mut found = staff.filter(|staff| Some(&staff.name) == name.as_ref());
    match found.next() {
        Some(staff) if !staff.enabled => Err(Refusal::Token("access_denied", "User account is disabled.")),
        Some(staff) if !staff.may_call => Err(Refusal::Status(403)),
        Some(staff) => Ok(staff.clone()),
        // A client that speaks for nobody has no role.
        None => Err(Refusal::Status(403)),
    }
}

/// The token endpoint.
pub(crate) fn grant(
    book: &mut Book,
    release: Release,
    request: &Request,
    body: &Value,
    now_ms: u64,
) -> Result<Response, Refusal> {
    if !matches!(request.method.as_str(), "GET" | "POST") {
        return Err(Refusal::Verb("GET, POST"));
    }
    let query = request
        .path
        .split_once('?')
        .map(|(_, query)| super::body::form(query));
    let given = if request.method == "GET" {
        query.unwrap_or(Value::Null)
    } else {
        body.clone()
    };
    let text = |key: &str| {
        given
            .get(key)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    let known = [
        "password",
        "refresh_token",
        "client_credentials",
        "authorization_code",
    ];
    let kind = text("grant_type").filter(|kind| known.contains(kind));
    let Some(kind) = kind else {
        let text = "Invalid grant_type parameter or parameter missing";
        return Err(Refusal::Grant("invalid_request", text));
    };
    let basic = basic(request);
    let (id, secret) = match &basic {
        Some((id, secret)) => (Some(id.as_str()), Some(secret.as_str())),
        None => (text("client_id"), text("client_secret")),
    };
    let Some(id) = id else {
        let text = "Client id was not found in the headers or body";
        return Err(Refusal::Grant("invalid_client", text));
    };
    let kinds: &[&str] = match (id, secret) {
        ("demo_client" | "1_demo_client", Some("secret_demo_client")) => &known[..3],
        ("refresh_only", Some("secret2")) => &["refresh_token"],
        _ => {
            let text = "The client credentials are invalid";
            return Err(Refusal::Grant("invalid_client", text));
        }
    };
    // Up to 0.14 the client is called by the id of its row, too.
    let is_old = matches!(release, Release::V0_13 | Release::V0_14);
    if id != "refresh_only" && is_old != id.starts_with("1_") {
        let text = "The client credentials are invalid";
        return Err(Refusal::Grant("invalid_client", text));
    }
    if !kinds.contains(&kind) {
        let text = "The grant type is unauthorized for this client_id";
        return Err(Refusal::Grant("unauthorized_client", text));
    }
    let staff = match kind {
        "password" => Some(by_password(book, text("username"), text("password"))?),
        "refresh_token" => by_refresh(book, text("refresh_token"), now_ms)?,
        _ => None,
    };
    if text("scope").is_some() {
        let text = "An unsupported scope was requested.";
        return Err(Refusal::Grant("invalid_scope", text));
    }
    Ok(issue(book, staff, kind != "client_credentials", now_ms))
}

fn by_password(book: &Book, name: Option<&str>, password: Option<&str>) -> Result<String, Refusal> {
    let (Some(name), Some(password)) = (name, password) else {
        let text = "Missing parameters. \"username\" and \"password\" required";
        return Err(Refusal::Grant("invalid_request", text));
    };
    let mut staff = book.desk.world.staff.iter();
    staff
        .find(|staff| (staff.name == name || staff.email == name) && staff.password == password)
        .map(|staff| staff.name.clone())
        .ok_or(Refusal::Grant(
            "invalid_grant",
            "Invalid username and password combination",
        ))
}

fn by_refresh(book: &mut Book, token: Option<&str>, now_ms: u64) -> Result<Option<String>, Refusal> {
    let Some(token) = token else {
        let text = "No \"refresh_token\" parameter found";
        return Err(Refusal::Grant("invalid_request", text));
    };
    let expired = Refusal::Grant("invalid_grant", "Refresh token has expired");
    match token {
        "SampleRefresh" => return Ok(book.desk.world.staff.first().map(|staff| staff.name.clone())),
        "ExpiredRefresh" => return Err(expired),
        _ => {}
    }
    let mut tokens = book.desk.tokens.iter_mut();
    let found = tokens.find(|known| known.refresh.as_deref() == Some(token));
    let Some(found) = found else {
        return Err(Refusal::Grant("invalid_grant", "Invalid refresh token"));
    };
    if now_ms.saturating_sub(found.granted_ms) >= REFRESH_LIFE_MS {
        return Err(expired);
    }
    // It is good once; the access token stays good.
    found.refresh = None;
    Ok(found.staff.clone())
}

fn issue(book: &mut Book, staff: Option<String>, refreshes: bool, now_ms: u64) -> Response {
    let mut word = |kind: &str| format!("{kind}{:016}", next(&mut book.desk.counters.token));
    let access = word("access");
    let refresh = refreshes.then(|| word("refresh"));
    let mut body = json!({ "access_token": access, "expires_in": LIFE_MS / 1000, "token_type": "bearer", "scope": null });
    if let (Some(refresh), Some(body)) = (&refresh, body.as_object_mut()) {
        body.insert("refresh_token".into(), json!(refresh));
    }
    book.desk.tokens.push(Token {
        access,
        refresh,
        staff,
        granted_ms: now_ms,
    });
    answer(200, &body)
}

/// The client's pair in the header.
fn basic(request: &Request) -> Option<(String, String)> {
    let coded = request.get("authorization")?.strip_prefix("Basic ")?;
    let text = String::from_utf8(base64(coded)?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let (mut bits, mut count, mut out) = (0_u32, 0, Vec::new());
    for byte in text.bytes().filter(|byte| *byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xFFFF;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xFF).ok()?);
        }
    }
    Some(out)
}
