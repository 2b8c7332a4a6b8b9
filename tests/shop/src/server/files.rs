//! Static files, so that a storefront and the shop share an origin.

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::Response;
use std::path::{Path, PathBuf};

/// The file of a path, or 404. Nothing outside the given folders is ever read, no folder is listed.
pub(crate) fn answer(folders: &[(String, PathBuf)], path: &str) -> Response {
    let found = find(folders, path).and_then(|file| Some((std::fs::read(&file).ok()?, media_type(&file))));
    let (status, kind, body) = match found {
        Some((bytes, kind)) => (StatusCode::OK, kind, bytes),
        None => (
            StatusCode::NOT_FOUND,
            "text/plain; charset=utf-8",
            b"not found".to_vec(),
        ),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    headers.insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-cache"),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        header::HeaderValue::from_static("nosniff"),
    );
    response
}

/// The file behind a path; of a path that ends in `/`, its `index.html`.
fn find(folders: &[(String, PathBuf)], path: &str) -> Option<PathBuf> {
    let path = decode(path)?;
    folders.iter().find_map(|(prefix, folder)| {
        let bare = prefix.trim_end_matches('/');
        let rest = path.strip_prefix(bare).filter(|rest| rest.starts_with('/'))?;
        let mut file = folder.clone();
        for part in rest.split('/').filter(|part| !part.is_empty()) {
            // A hidden file is none of a visitor's business, `..` least of all.
            if part.starts_with('.') || part.contains(['\\', ':', '\0']) {
                return None;
            }
            file.push(part);
        }
        if rest.ends_with('/') {
            file.push("index.html");
        }
        // A link may not lead out either.
        let (file, root) = (file.canonicalize().ok()?, folder.canonicalize().ok()?);
        (file.starts_with(root) && file.is_file()).then_some(file)
    })
}

fn decode(path: &str) -> Option<String> {
    let mut out = Vec::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let digits = [bytes.next()?, bytes.next()?];
        out.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
    }
    String::from_utf8(out).ok()
}

fn media_type(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or("")
    {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" | "ts" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
