//! Sockets: requests in, answers out, and connections closed on purpose.

use crate::args::Args;
use crate::files;
use crate::store::Store;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use cashwrap_shop::{Answer, Shop, answer_since, answer_together};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tower_service::Service;

/// Largest request body read.
const MAX_BODY: usize = 1 << 20;

/// How long calls wait for each other.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a cross-origin storefront may send.
const ALLOWED_HEADERS: &str = "Authorization, Content-Type, X-Spree-Order-Token";
const ALLOWED_METHODS: &str = "GET, POST, PUT, PATCH, DELETE";

/// Marks a response that must not be sent.
#[derive(Debug, Clone)]
struct Dropped;

impl std::fmt::Display for Dropped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("dropped on request")
    }
}

impl std::error::Error for Dropped {}

/// The shop and its database, changed together.
struct Counter {
    shop: Shop,
    store: Store,
}

struct App {
    args: Args,
    counter: Mutex<Counter>,
    /// Calls that wait for others, to be answered together.
    waiting: Mutex<Vec<(cashwrap_shop::Request, oneshot::Sender<Answer>)>>,
}

/// Listens until the process ends.
pub(crate) async fn run(args: Args, shop: Shop, store: Store) -> Result<(), String> {
    let listener = TcpListener::bind(("127.0.0.1", args.port))
        .await
        .map_err(|why| why.to_string())?;
    let address = listener.local_addr().map_err(|why| why.to_string())?;
    let app = Arc::new(App {
        args,
        counter: Mutex::new(Counter { shop, store }),
        waiting: Mutex::default(),
    });
    app.with_shop(|_| ());
    let mut out = std::io::stdout();
    let _ = writeln!(out, "listening on http://{address}");
    let _ = out.flush();
    let router = Router::new().fallback(handle).with_state(app);
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request: hyper::Request<Incoming>| {
                let mut router = router.clone();
                async move {
                    match router.call(request).await {
                        // An error here makes hyper close the connection without a byte.
                        Ok(response) if response.extensions().get::<Dropped>().is_some() => Err(Dropped),
                        Ok(response) => Ok(response),
                        Err(never) => match never {},
                    }
                }
            });
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

impl App {
    /// Answers at once, or when the calls are there that this one is to arrive together with.
    async fn answered(&self, request: cashwrap_shop::Request) -> Answer {
        let begun = self.with_shop(|shop| shop.gathers(&request).ok_or_else(|| shop.moment()));
        let count = match begun {
            Ok(count) => count,
            Err(moment) => {
                // Whoever else has come by now begins, too, before this call has written anything.
                tokio::task::yield_now().await;
                return self.with_shop(|shop| answer_since(shop, moment, &request));
            }
        };
        let (send, receive) = oneshot::channel();
        let waiting = || self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let all = {
            let mut waiting = waiting();
            waiting.push((request, send));
            (waiting.len() >= count).then(|| std::mem::take(&mut *waiting))
        };
        if let Some(all) = all {
            let (requests, senders): (Vec<_>, Vec<_>) = all.into_iter().unzip();
            let answers = self.with_shop(|shop| {
                shop.stop_gathering();
                answer_together(shop, &requests)
            });
            for (sender, answer) in senders.into_iter().zip(answers) {
                // Whoever hung up meanwhile does not hear what came of it.
                let _ = sender.send(answer);
            }
        }
        match tokio::time::timeout(PATIENCE, receive).await {
            Ok(Ok(answer)) => answer,
            // The others did not come: nothing happened, and the connections close.
            _ => {
                waiting().clear();
                Answer::Drop
            }
        }
    }

    /// Works on the shop; what changed is on disk when this returns.
    fn with_shop<T>(&self, work: impl FnOnce(&mut Shop) -> T) -> T {
        tokio::task::block_in_place(|| {
            let mut counter = self.counter.lock().unwrap_or_else(PoisonError::into_inner);
            #[allow(
                clippy::disallowed_methods,
                reason = "the server is where the shop's clock comes from"
            )]
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            counter.shop.now_ms =
                u64::try_from(now.as_millis()).unwrap_or_default() + counter.shop.advanced_ms();
            let result = work(&mut counter.shop);
            let changes = counter.shop.take_changes();
            if let Err(why) = counter.store.save(&changes) {
                // Memory is ahead of the disk: nothing more may be acknowledged.
                let _ = writeln!(std::io::stderr(), "cashwrap-shop: cannot save: {why}");
                std::process::exit(1);
            }
            result
        })
    }
}

async fn handle(State(app): State<Arc<App>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let is_shop = ["/api/", "/oauth/", "/__shop/"]
        .iter()
        .any(|prefix| path.starts_with(prefix));
    let mut response = if !is_shop && matches!(*request.method(), Method::GET | Method::HEAD) {
        files::answer(&app.args.folders, &path)
    } else if app.args.cors.is_some() && request.method() == Method::OPTIONS {
        plain(StatusCode::NO_CONTENT)
    } else {
        ask_shop(&app, request).await
    };
    if let Some(origin) = app
        .args
        .cors
        .as_deref()
        .and_then(|origin| HeaderValue::from_str(origin).ok())
    {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static(ALLOWED_HEADERS),
        );
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static(ALLOWED_METHODS),
        );
        headers.insert(header::VARY, HeaderValue::from_static("Origin"));
    }
    response
}

async fn ask_shop(app: &App, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return plain(StatusCode::PAYLOAD_TOO_LARGE);
    };
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let request = cashwrap_shop::Request {
        method: parts.method.as_str().to_owned(),
        path: parts
            .uri
            .path_and_query()
            .map_or("/", |path| path.as_str())
            .to_owned(),
        headers: parts
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), text(value)))
            .collect(),
        body: body.to_vec(),
    };
    match app.answered(request).await {
        Answer::Respond(response) => respond(response),
        Answer::DelayThenRespond(ms, response) => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            respond(response)
        }
        Answer::Drop => {
            let mut response = plain(StatusCode::NO_CONTENT);
            response.extensions_mut().insert(Dropped);
            response
        }
    }
}

fn respond(answered: cashwrap_shop::Response) -> Response {
    let mut response = Response::new(Body::from(answered.body));
    *response.status_mut() =
        StatusCode::from_u16(answered.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = ("content-type".to_owned(), answered.content_type);
    for (name, value) in answered
        .headers
        .into_iter()
        .chain([kind])
        .filter(|(_, value)| !value.is_empty())
    {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(&value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn plain(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
