//! The routes of a Sylius.

use super::book::Book;
use super::refusal::{Refusal, answer as respond};
use super::world::Staff;
use super::{Release, body, one, tokens, zero};
use crate::http::{Request, Response};
use serde_json::{Map, Value};

/// One call: who, what, on which shop.
pub(crate) struct Call<'a> {
    pub(crate) book: &'a mut Book,
    pub(crate) release: Release,
    pub(crate) request: &'a Request,
    pub(crate) body: Value,
    pub(crate) staff: Staff,
    pub(crate) now_ms: u64,
}

/// What an endpoint answers.
pub(crate) type Answered = Result<Response, Refusal>;

/// Answers one request.
pub(crate) fn answer(book: &mut Book, release: Release, request: &Request, now_ms: u64) -> Response {
    let mut response =
        route(book, release, request, now_ms).unwrap_or_else(|refusal| refusal.into_response(release));
    if request.method == "HEAD" {
        response.body.clear();
    }
    response
}

fn route(book: &mut Book, release: Release, request: &Request, now_ms: u64) -> Answered {
    let path = request.path.split('?').next().unwrap_or("");
    let is_form = request
        .get("content-type")
        .is_some_and(|kind| kind.contains("urlencoded"));
    let overridden = request
        .get("x-http-method-override")
        .filter(|_| request.method == "POST")
        .map(str::to_uppercase);
    let by_field = (is_form && request.method == "POST")
        .then(|| {
            body::read(request)
                .ok()?
                .get("_method")?
                .as_str()
                .map(str::to_uppercase)
        })
        .flatten();
    let method = overridden.or(by_field).unwrap_or_else(|| request.method.clone());
    let token_path = if release.is_split() {
        "/api/oauth/v2/token"
    } else {
        "/oauth/v2/token"
    };
    if path == token_path {
        let given = body::read(request)?;
        return tokens::grant(book, release, request, &given, now_ms);
    }
    let Some((target, verbs)) = target(release, path) else {
        return Err(slash(release, request, path));
    };
    let asked = if method == "HEAD" { "GET" } else { method.as_str() };
    if !verbs.split(", ").any(|verb| verb == asked) {
        return Err(Refusal::Verb(verbs));
    }
    let given = body::read(request)?;
    let staff = tokens::caller(book, request, &given, now_ms)?;
    let given = without_token(given, is_form);
    let mut call = Call {
        book,
        release,
        request,
        body: given,
        staff,
        now_ms,
    };
    match &target {
        Target::Split(target) => call.split(asked, target),
        Target::Single(target) => call.single(&method, target),
    }
}

/// Where a path leads, in either generation.
enum Target {
    Split(one::Target),
    Single(zero::Target),
}

fn target(release: Release, path: &str) -> Option<(Target, &'static str)> {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    if release.is_split() {
        let (target, verbs) = one::target(release, &segments)?;
        return Some((Target::Split(target), verbs));
    }
    let (target, verbs) = zero::target(release, &segments)?;
    Some((Target::Single(target), verbs))
}

/// The token is taken out of a form before anyone reads it.
fn without_token(mut body: Value, is_form: bool) -> Value {
    if let Some(map) = body.as_object_mut().filter(|_| is_form) {
        map.remove("access_token");
    }
    body
}

/// A GET with one slash too few is sent on; from 1.x on also one with a slash too many.
fn slash(release: Release, request: &Request, path: &str) -> Refusal {
    let other = match path.strip_suffix('/') {
        Some(bare) if release.is_split() => bare.to_owned(),
        Some(_) => return Refusal::Status(404),
        None => format!("{path}/"),
    };
    let is_there = target(release, &other).is_some_and(|(_, verbs)| verbs.contains("GET"));
    let is_read = matches!(request.method.as_str(), "GET" | "HEAD");
    if is_there && !is_read && !release.is_split() {
        return Refusal::Verb("GET, HEAD");
    }
    if !is_read || !is_there {
        return Refusal::Status(404);
    }
    let host = request.get("host").unwrap_or("shop.example");
    let query = request.path.split_once('?').map(|(_, query)| query);
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    Refusal::Moved(format!("http://{host}{other}{query}"))
}

impl Call<'_> {
    /// What was submitted at the root.
    pub(crate) fn members(&self) -> Map<String, Value> {
        super::form::members(Some(&self.body)).unwrap_or_default()
    }

    pub(crate) fn ok(&self, body: &Value) -> Answered {
        Ok(respond(200, body))
    }

    pub(crate) fn done(&self) -> Answered {
        Ok(Response::no_content())
    }
}

/// The id in a path, as SQLite compares it with a number.
pub(crate) fn id(text: &str) -> Result<u64, Refusal> {
    let text = body::decode(text);
    let whole = text.strip_suffix(".0").unwrap_or(&text);
    whole.parse().map_err(|_| Refusal::Status(404))
}
