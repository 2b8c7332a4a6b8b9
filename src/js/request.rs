//! A request of the core as the browser's `Request`, built by gloo-net.
//!
//! Its own sending is not used, for it panics on what a page may hand over (an abort with a string, an answer that is
//! no `Response`).

use super::host::Host;
use crate::http::{Method, Request};
use gloo_net::http::{Method as HttpMethod, RequestBuilder};
use js_sys::Uint8Array;
use web_sys::{AbortController, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect};

/// The request, and what aborts it. The host adds the page's own headers and the shopper's key.
pub(super) fn build(
    shop: &str,
    request: &Request,
    body: &[u8],
    host: &Host,
) -> Option<(web_sys::Request, AbortController)> {
    let controller = AbortController::new().ok()?;
    let credentials = if host.same_origin() {
        RequestCredentials::SameOrigin
    } else {
        RequestCredentials::Omit
    };
    let mut builder = RequestBuilder::new(&[shop, &request.path].concat())
        .method(method(request.method))
        .redirect(RequestRedirect::Manual)
        .credentials(credentials)
        .cache(RequestCache::NoStore)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(&controller.signal()))
        .header("Accept", "application/json");
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let built = if request.body.is_some() {
        // The request copies it again, and keeps that until it is sent: the browser's to wipe.
        let copy = Uint8Array::from(body);
        let built = builder
            .header("Content-Type", "application/json")
            .body(copy.clone());
        copy.fill(0, 0, copy.length());
        built
    } else {
        builder.build()
    };
    Some((built.ok()?.into(), controller))
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
