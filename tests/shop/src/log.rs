//! Every API call the shop saw. Bodies, queries and headers are not kept: they hold cards and tokens.

use crate::shop::Shop;
use serde::Serialize;

/// One API call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LogEntry {
    /// `GET`, `POST`, ….
    pub method: String,
    /// The path without its query.
    pub path: String,
    /// The status that left the shop; `None` if the connection was closed instead.
    pub status: Option<u16>,
    /// The call may change something.
    pub is_unsafe: bool,
}

impl Shop {
    /// The API calls so far, in order.
    #[must_use]
    pub fn log(&self) -> &[LogEntry] {
        &self.log
    }

    /// Forgets the calls so far.
    pub fn clear_log(&mut self) {
        self.log.clear();
    }

    pub(crate) fn note(&mut self, method: &str, path: &str, status: Option<u16>) {
        let path = path.split('?').next().unwrap_or(path).to_owned();
        let is_unsafe = !matches!(method, "GET" | "HEAD" | "OPTIONS");
        self.log.push(LogEntry {
            method: method.into(),
            path,
            status,
            is_unsafe,
        });
    }
}
