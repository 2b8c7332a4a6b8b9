//! A request of the core through the page's fetch, and what came back as a reply.
//!
//! gloo-net builds the `Request`; its own sending is not used, for it panics on what a page may hand over (an abort
//! with a string, an answer that is no `Response`).

use super::host::{Host, call, get, settled};
use super::time::{whole, within};
use crate::http::{Auth, Lost, MAX_BODY_BYTES, Method, Reply, Request, Response};
use gloo_net::http::{Method as HttpMethod, RequestBuilder};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect};

/// The most extra headers a page may add.
const MAX_EXTRA_HEADERS: u32 = 20;
/// The longest header value.
const MAX_HEADER_BYTES: usize = 4_096;

/// Sends `request` to `url`. Never fails otherwise than by [`Reply::Lost`].
pub(super) async fn send(host: &Host, url: &str, request: Request) -> Reply {
    let Ok(controller) = AbortController::new() else {
        return Reply::Lost(Lost::Trap);
    };
    let timeout_ms = request.timeout_ms;
    let outcome = within(timeout_ms, exchange(host, url, request, &controller)).await;
    let reply = match outcome {
        Some(Ok(response)) => return Reply::Response(response),
        Some(Err(lost)) => lost,
        None => Lost::Timeout,
    };
    // With a reason of our own making: gloo-net and pages alike choke on foreign ones.
    controller.abort();
    Reply::Lost(reply)
}

async fn exchange(
    host: &Host,
    url: &str,
    request: Request,
    controller: &AbortController,
) -> Result<Response, Lost> {
    let headers = headers(host, &request).await?;
    let request = build(host, url, &request, headers, controller).ok_or(Lost::BadHeader)?;
    let answer = settled(host.fetch(&request)).await.map_err(|_| Lost::Network)?;
    read(&answer).await
}

/// The headers in the order they are set: the page's own first, so that it cannot replace ours.
async fn headers(host: &Host, request: &Request) -> Result<Vec<(String, String)>, Lost> {
    let mut headers = extra(host).ok_or(Lost::BadHeader)?;
    let mut add = |name: &str, value: &str| headers.push((name.to_owned(), value.to_owned()));
    add("Accept", "application/json");
    if request.body.is_some() {
        add("Content-Type", "application/json");
    }
    for (name, value) in &request.headers {
        add(name, value);
    }
    if request.auth == Auth::Bearer {
        let token = settled(host.token())
            .await
            .ok()
            .and_then(|token| token.as_string())
            .ok_or(Lost::BadHeader)?;
        let mut value = "Bearer ".to_owned();
        value.push_str(&token);
        headers.push(("Authorization".to_owned(), value));
    }
    if headers
        .iter()
        .all(|(name, value)| is_token(name) && is_visible(value))
    {
        Ok(headers)
    } else {
        Err(Lost::BadHeader)
    }
}

fn extra(host: &Host) -> Option<Vec<(String, String)>> {
    let mut headers = Vec::new();
    let given = host.headers().ok()?;
    if given.is_undefined() {
        return Some(headers);
    }
    let names = super::host::keys_of(&given).ok()?;
    if names.length() > MAX_EXTRA_HEADERS {
        return None;
    }
    for name in names.iter() {
        let name = name.as_string()?;
        let value = get(&given, &name).ok()?.as_string()?;
        headers.push((name, value));
    }
    Some(headers)
}

/// A header's name as RFC 9110 has it, less the marks nobody uses.
fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// Visible ASCII and inner spaces: no line break, and nothing that a browser would send as another byte.
fn is_visible(value: &str) -> bool {
    value.len() <= MAX_HEADER_BYTES
        && value.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        && !value.starts_with(' ')
        && !value.ends_with(' ')
}

fn build(
    host: &Host,
    url: &str,
    request: &Request,
    headers: Vec<(String, String)>,
    controller: &AbortController,
) -> Option<web_sys::Request> {
    let credentials = if host.same_origin() {
        RequestCredentials::SameOrigin
    } else {
        RequestCredentials::Omit
    };
    let mut builder = RequestBuilder::new(url)
        .method(method(request.method))
        .redirect(RequestRedirect::Manual)
        .credentials(credentials)
        .cache(RequestCache::NoStore)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(&controller.signal()));
    for (name, value) in &headers {
        builder = builder.header(name, value);
    }
    let built = match &request.body {
        // A copy in the page's memory, which is the browser's to wipe: the request needs it until it is sent.
        Some(body) => builder.body(Uint8Array::from(body.as_slice())),
        None => builder.build(),
    };
    built.ok().map(Into::into)
}

fn method(method: Method) -> HttpMethod {
    match method {
        Method::Get => HttpMethod::GET,
        Method::Post => HttpMethod::POST,
        Method::Put => HttpMethod::PUT,
        Method::Patch => HttpMethod::PATCH,
        Method::Delete => HttpMethod::DELETE,
    }
}

/// A response, read by its members: a page's own fetch may give back something that only looks like one.
async fn read(answer: &JsValue) -> Result<Response, Lost> {
    let lost = |_| Lost::Network;
    let status = get(answer, "status")
        .map_err(lost)?
        .as_f64()
        .ok_or(Lost::Network)?;
    let status = u16::try_from(whole(status)).map_err(|_| Lost::Network)?;
    let kind = get(answer, "type").map_err(lost)?.as_string().unwrap_or_default();
    let was_redirected = get(answer, "redirected").map_err(lost)?.is_truthy();
    if kind == "opaqueredirect" || was_redirected || (300..400).contains(&status) {
        return Err(Lost::Redirect);
    }
    if status == 0 {
        return Err(Lost::Network);
    }
    let headers = get(answer, "headers").map_err(lost)?;
    let content_type = call(&headers, "get", Some(&JsValue::from_str("content-type"))).map_err(lost)?;
    let body = body(&get(answer, "body").map_err(lost)?).await?;
    Ok(Response {
        status,
        content_type: content_type.as_string().unwrap_or_default(),
        body,
    })
}

/// The body, read piece by piece so that an endless one ends at the limit.
async fn body(stream: &JsValue) -> Result<Vec<u8>, Lost> {
    let mut bytes = Vec::new();
    if !stream.is_object() {
        return Ok(bytes);
    }
    let lost = |_| Lost::Network;
    let reader = call(stream, "getReader", None).map_err(lost)?;
    loop {
        let piece = settled(call(&reader, "read", None)).await.map_err(lost)?;
        if get(&piece, "done").map_err(lost)?.is_truthy() {
            return Ok(bytes);
        }
        let piece: Uint8Array = get(&piece, "value").map_err(lost)?.dyn_into().map_err(lost)?;
        let length = usize::try_from(piece.length()).unwrap_or(usize::MAX);
        if length.saturating_add(bytes.len()) > MAX_BODY_BYTES {
            return Err(Lost::TooLarge);
        }
        bytes.extend_from_slice(&piece.to_vec());
    }
}
