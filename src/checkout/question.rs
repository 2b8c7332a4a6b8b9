//! Questions on their way: reads that do not wait for the order's own calls.

use super::call::{Answer, lost_error};
use super::query::{Asked, Query};
use super::{Effect, Session, Settled, Ticket};
use crate::error::{Code, Error, Outcome};
use crate::json::Value;
use crate::list;
use crate::store::Freshness;
use crate::text::Text;

/// The most questions at a time.
const MAX_QUESTIONS: usize = 16;

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Question {
    id: u64,
    query: Query,
    /// The country whose states are asked for, while its id is looked up.
    states_of: Option<Text>,
    ticket: Option<Ticket>,
}

/// The questions asked and not answered.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Questions {
    open: Vec<Question>,
    /// Country code and the shop's id, from the last list of countries.
    countries: Vec<(Text, Text)>,
}

impl Questions {
    pub(super) fn query(&self, ticket: Ticket) -> Option<&Query> {
        self.open
            .iter()
            .find(|q| q.ticket == Some(ticket))
            .map(|q| &q.query)
    }

    /// Country code and the shop's id, from the last list of countries.
    pub(super) fn countries(&self) -> &[(Text, Text)] {
        &self.countries
    }

    /// Takes the list of countries.
    pub(super) fn set_countries(&mut self, told: &Value) {
        self.countries = country_ids(told);
    }

    /// Whether somebody waits for an answer.
    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    fn id_of(&self, country: &str) -> Option<Text> {
        self.countries
            .iter()
            .find(|(code, _)| **code == *country)
            .map(|(_, id)| id.clone())
    }
}

impl Session {
    /// Asks for reference data. The answer settles under the id returned.
    ///
    /// # Errors
    /// A refusal: nothing was asked.
    pub fn ask(&mut self, question: &Value) -> Result<u64, Error> {
        let customer = self
            .store
            .order
            .as_ref()
            .map(|o| o.customer.clone())
            .unwrap_or_default();
        let asked = Asked::read(question, &customer)?;
        if self.questions.open.len() >= MAX_QUESTIONS {
            return Err(Error::unknown(Code::Busy, None).with_outcome(Outcome::NotSent));
        }
        let id = self.outcomes.new_id();
        let (query, states_of) = match asked {
            Asked::Ready(query) => (query, None),
            Asked::StatesOf(country) => match self.questions.id_of(&country) {
                Some(id) => (Query::States { country, id }, None),
                None => (Query::Countries, Some(country)),
            },
            Asked::Refresh => {
                self.pace.wake_up();
                if self.store.order.is_some() && !self.store.is_placed {
                    self.store.freshness = Freshness::Doubt;
                }
                self.outcomes.wait_for_read(id);
                return Ok(id);
            }
        };
        if self.unknown_root().is_some() {
            // Nothing can be asked before that is known, so whatever halted the loop is tried again.
            self.pace.wake_up();
        }
        self.questions.open.push(Question {
            id,
            query,
            states_of,
            ticket: None,
        });
        Ok(id)
    }

    /// Sends the next question, once it is known where to.
    pub(super) fn ask_next(&mut self) -> Option<Effect> {
        if self.unknown_root().is_some() {
            return None;
        }
        let at = self.questions.open.iter().position(|q| q.ticket.is_none())?;
        let query = self.questions.open.get(at)?.query.clone();
        let Some(request) = (self.doors().ask)(&query, &self.wire()) else {
            let question = self.questions.open.swap_remove(at);
            let error = Error::refusal(Code::Unsupported);
            self.outcomes.settled.push((question.id, Settled::Refused(error)));
            return self.ask_next();
        };
        let ticket = self.ticket();
        self.questions.open.get_mut(at)?.ticket = Some(ticket);
        Some(Effect::Send { ticket, request })
    }

    /// The place where the API is looked for next, while it is not known.
    pub(super) fn unknown_root(&self) -> Option<&'static str> {
        let roots = self.doors().roots;
        if self.root.is_empty() {
            roots.get(self.roots_tried).or(roots.first()).copied()
        } else {
            None
        }
    }

    /// Nobody can be asked while it is not known where: whoever waits for an answer is told why.
    pub(super) fn refuse_questions_unsent(&mut self, error: &Error) {
        if self.unknown_root().is_none() {
            return;
        }
        for question in std::mem::take(&mut self.questions.open) {
            let refused = Settled::Refused(error.clone());
            self.outcomes.settled.push((question.id, refused));
        }
    }

    /// Takes an answer to a question. Whether the ticket was one.
    pub(super) fn hear(&mut self, ticket: Ticket, answer: &Answer) -> bool {
        let Some(at) = self.questions.open.iter().position(|q| q.ticket == Some(ticket)) else {
            return false;
        };
        let mut question = self.questions.open.swap_remove(at);
        let settled = match answer {
            Answer::Told(told) => {
                if question.query == Query::Countries {
                    self.questions.set_countries(told);
                }
                match question.states_of.take() {
                    None => Settled::Told(told.clone()),
                    Some(country) => {
                        if let Some(id) = self.questions.id_of(&country) {
                            question.query = Query::States { country, id };
                            question.ticket = None;
                            self.questions.open.push(question);
                            return true;
                        }
                        Settled::Refused(Error::naming(Code::NotFound, "country", "unknown"))
                    }
                }
            }
            Answer::Fault(fault) => Settled::Refused(fault.to_error(&super::Call::Read)),
            Answer::Lost(lost) => Settled::Refused(lost_error(*lost)),
            Answer::Mismatch { status } => {
                Settled::Refused(Error::unknown(Code::UnreadableAnswer, Some(*status)))
            }
            _ => Settled::Refused(Error::refusal(Code::Internal)),
        };
        self.outcomes.settled.push((question.id, settled));
        true
    }
}

fn country_ids(told: &Value) -> Vec<(Text, Text)> {
    let pair = |country: &Value| {
        Some((
            country.get("code").as_text()?.into(),
            country.get("id").as_text()?.into(),
        ))
    };
    list::pick(told.items(), &pair)
}
