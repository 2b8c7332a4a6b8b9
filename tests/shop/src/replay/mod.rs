//! Plays recorded exchanges against the shop and says where the answers differ.
//!
//! Numbers, tokens and row ids are drawn anew here, so they are mapped: the first answer that shows a recorded
//! one teaches its counterpart, later answers must stick to it.

mod adopt;
mod compare;
mod play;
mod silent;
mod sylius;
mod sylius_adopt;
mod sylius_rebuilt;
mod sylius_remarks;
mod tally;

pub use compare::Difference;
pub use play::{Played, Replayer};
pub use tally::{Line, Tally, tally};

use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A recorded request.
#[derive(Debug, Clone, Deserialize)]
pub struct RecordedRequest {
    /// `GET`, `POST`, ….
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Headers, without those of the transport.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The JSON body; null if there was none.
    #[serde(default)]
    pub body: Value,
}

/// A recorded response.
#[derive(Debug, Clone, Deserialize)]
pub struct RecordedResponse {
    /// The status code.
    pub status: u16,
    /// The `Content-Type`, if there was one.
    #[serde(default)]
    pub content_type: Option<String>,
    /// The JSON body, or text as a string.
    #[serde(default)]
    pub body: Value,
}

/// One line of a recording.
#[derive(Debug, Clone, Deserialize)]
pub struct Exchange {
    /// Version of the server.
    #[serde(default)]
    pub version: Option<String>,
    /// The sequence it belongs to.
    pub case: String,
    /// Its name in the sequence.
    pub step: String,
    /// Preferences of the server, if the recording says.
    #[serde(default)]
    pub setting: Option<String>,
    /// What else the recording says.
    #[serde(default)]
    pub remark: Option<String>,
    /// What was sent.
    pub request: RecordedRequest,
    /// What came back.
    pub response: RecordedResponse,
}

/// Reads a recording, one JSON object a line.
///
/// # Errors
/// The line that could not be read, and why.
pub fn parse_lines(text: &str) -> Result<Vec<Exchange>, String> {
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| serde_json::from_str(line).map_err(|why| format!("line {}: {why}", index + 1)))
        .collect()
}
