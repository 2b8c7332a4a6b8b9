//! How actions end, and what is told beside: promises to settle, refusals to show, events.

use super::intent::Key;
use crate::error::Error;
use crate::json::Value;
use crate::list;

/// How an action ended.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Settled {
    /// The shop shows what was wished.
    Confirmed,
    /// The wish is kept; something else must come first.
    Waiting,
    /// A later edit took its place.
    Replaced,
    /// The shop said no, or nobody knows.
    Refused(Error),
    /// A purchase attempt ended, `Ending` of the package without its snapshot.
    Ended(Value),
    /// The answer to a question.
    Told(Value),
}

/// An action nobody has been told about yet.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Waiter {
    id: u64,
    keys: Vec<Key>,
    /// How it ends once nothing is left to wait for.
    done: Settled,
}

/// Everything on its way out to the page.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Outcomes {
    waiters: Vec<Waiter>,
    /// Refused wishes, until the next edit of the same key.
    pub(super) refused: Vec<(Key, Error)>,
    pub(super) settled: Vec<(u64, Settled)>,
    pub(super) events: Vec<Value>,
    last_id: u64,
}

/// The first of a queue, which is short.
pub(super) fn next<T>(queue: &mut Vec<T>) -> Option<T> {
    (!queue.is_empty()).then(|| queue.remove(0))
}

/// How many events wait for a host that does not fetch them.
const MAX_EVENTS: usize = 1000;

impl Outcomes {
    pub(super) fn new_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// Registers an edit's wishes; earlier edits that wished the same are replaced in that.
    pub(super) fn wait(&mut self, id: u64, keys: Vec<Key>) {
        list::remove(&mut self.refused, &|(key, _)| keys.contains(key));
        self.replace(&keys);
        self.waiters.push(Waiter {
            id,
            keys,
            done: Settled::Confirmed,
        });
    }

    /// Registers somebody who wants no more than an order just read.
    pub(super) fn wait_for_read(&mut self, id: u64) {
        let (keys, done) = (Vec::new(), Settled::Told(Value::Null));
        self.waiters.push(Waiter { id, keys, done });
    }

    /// Earlier edits lose these wishes to a later one.
    pub(super) fn replace(&mut self, keys: &[Key]) {
        for waiter in &mut self.waiters {
            let before = waiter.keys.len();
            list::remove(&mut waiter.keys, &|key| keys.contains(key));
            if waiter.keys.len() < before {
                waiter.done = Settled::Replaced;
            }
        }
    }

    /// Whether anybody waits for this wish.
    pub(super) fn awaits(&self, key: &Key) -> bool {
        self.waiters.iter().any(|waiter| waiter.keys.contains(key))
    }

    /// A wish is fulfilled.
    pub(super) fn confirm(&mut self, key: &Key) {
        for waiter in &mut self.waiters {
            list::remove(&mut waiter.keys, &|k| k == key);
        }
    }

    /// A wish is refused: whoever wished it is told, and the page sees it until the next edit.
    pub(super) fn refuse(&mut self, key: &Key, error: &Error) {
        list::remove(&mut self.refused, &|(k, _)| k == key);
        self.refused.push((key.clone(), error.clone()));
        for waiter in self.waiters.iter().filter(|w| w.keys.contains(key)) {
            self.settled.push((waiter.id, Settled::Refused(error.clone())));
        }
        list::remove(&mut self.waiters, &|w| w.keys.contains(key));
    }

    /// The loop pauses or rests: whose wishes are fulfilled is told so, and at rest the others that they are kept.
    ///
    /// Not before, so that an action that ended finds the order where its wishes have led it.
    pub(super) fn rest(&mut self, is_resting: bool) {
        for waiter in std::mem::take(&mut self.waiters) {
            // Somebody who waits for a read is told at rest, when it was made.
            let may_end = is_resting || !matches!(waiter.done, Settled::Told(_));
            if waiter.keys.is_empty() && may_end {
                self.settled.push((waiter.id, waiter.done));
            } else if is_resting {
                self.settled.push((waiter.id, Settled::Waiting));
            } else {
                self.waiters.push(waiter);
            }
        }
    }

    /// Nothing goes on: everyone whose wishes are not fulfilled is told why.
    pub(super) fn settle_all(&mut self, how: &Settled) {
        for waiter in std::mem::take(&mut self.waiters) {
            let is_done = waiter.keys.is_empty() && !matches!(waiter.done, Settled::Told(_));
            self.settled
                .push((waiter.id, if is_done { waiter.done } else { how.clone() }));
        }
    }

    pub(super) fn tell(&mut self, event: Value) {
        if self.events.len() < MAX_EVENTS {
            self.events.push(event);
        }
    }
}
