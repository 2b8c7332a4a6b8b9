//! Calls that wait for each other: how a test makes calls over HTTP arrive at the same moment.

use crate::http::Request;
use crate::shop::Shop;
use serde::Deserialize;

/// The next calls that match wait until all are there, and are answered by [`crate::answer_together`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Gathering {
    /// As in [`crate::Fault`].
    #[serde(rename = "match")]
    pub pattern: String,
    /// How many calls.
    pub count: usize,
}

impl Shop {
    /// Has calls wait for each other, once.
    pub fn gather(&mut self, gathering: Gathering) {
        self.gathering = Some(gathering).filter(|it| it.count > 1);
    }

    /// How many calls have to be there before this one is answered.
    #[must_use]
    pub fn gathers(&self, request: &Request) -> Option<usize> {
        let gathering = self.gathering.as_ref()?;
        request.is_like(&gathering.pattern).then_some(gathering.count)
    }

    /// Nobody waits any more.
    pub fn stop_gathering(&mut self) {
        self.gathering = None;
    }
}
