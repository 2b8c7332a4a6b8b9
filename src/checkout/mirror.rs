//! Foresight: where the wishes lead on this kind of server, what is skipped, what blocks, what is assumed.

use super::aftermath::is_covered;
use super::call::{Call, Choose, carried};
use super::intent::{Billing, Intent};
use super::judge::fulfilled;
use super::rates::{RateProblem, resolve_rates, speaks_for};
use super::step::{Entry, Step};
use crate::check::address::{Severity, Shop, parts};
use crate::dialect::{Doors, View};
use crate::json::{Value, map};
use crate::order::{Address, Line, Order};
use crate::text::{Text, join};

/// Something that stands in the way.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Blocker {
    /// A member of the closed union `BlockerCode`.
    pub code: &'static str,
    /// The step it stands in.
    pub step: Step,
    /// The input that would remove it.
    pub field: Text,
    /// Whether it stops a submit, or only may.
    pub is_error: bool,
}

impl Blocker {
    /// A blocker that stops a submit.
    pub fn error(code: &'static str, step: Step, field: &str) -> Blocker {
        Blocker {
            code,
            step,
            field: field.into(),
            is_error: true,
        }
    }

    /// A blocker the shop may not care about: it rests on a setting no API shows.
    pub fn warning(code: &'static str, step: Step, field: &str) -> Blocker {
        Blocker {
            is_error: false,
            ..Blocker::error(code, step, field)
        }
    }

    /// The public shape.
    pub fn to_value(&self) -> Value {
        map! { "code" => self.code, "step" => self.step.tag(), "field" => &self.field, "level" => if self.is_error { "error" } else { "warning" } }
    }
}

/// Where the wishes would land.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Prediction {
    /// The step.
    pub step: Step,
    /// Steps this order does not have.
    pub skips: Vec<Step>,
    /// Why not further.
    pub blockers: Vec<Blocker>,
    /// What was taken for granted; nothing when it is certain.
    pub assumes: Vec<&'static str>,
}

impl Prediction {
    /// The public shape.
    pub fn to_value(&self) -> Value {
        map! {
            "step" => self.step.tag(),
            "stepName" => self.step.name(),
            "skips" => Value::each(&self.skips, |step| Value::text(step.tag())),
            "blockers" => Value::each(&self.blockers, Blocker::to_value),
            "certain" => self.assumes.is_empty(),
            "assumes" => Value::each(&self.assumes, |text| Value::text(text)),
        }
    }
}

/// On from a delivery that is only expected: the rates it will offer are not known, but the one wished is among them, or
/// the answer is a surprise.
fn choose_again(doors: &Doors, order: &Order, intent: &Intent) -> Option<Call> {
    let is_unknown = order.step == Step::Delivery
        && !order.lines.is_empty()
        && order.shipments.iter().all(|s| s.rates.is_empty());
    let waits = (doors.furthest)(order, &Call::Next) == Step::Complete;
    if !is_unknown || waits || !intent.open_rate().is_some_and(|wish| speaks_for(wish, order)) {
        return None;
    }
    Some(Call::Choose(Box::new(Choose {
        back_to: None,
        rates: Vec::new(),
        notes: intent.notes.clone(),
    })))
}

/// The most calls looked ahead.
const MAX_AHEAD: u8 = 12;

/// Walks the plan on the order as the mirror expects it, without an attempt, until it rests.
pub fn foresee(doors: &Doors, view: &View<'_>, is_fresh: bool) -> Prediction {
    let none = Order::default();
    let mut ahead: Option<Box<Order>> = None;
    let mut intent = view.intent.clone();
    let mut assumes: Vec<&'static str> = Vec::new();
    let mut entry = view.entry;
    if !is_fresh {
        assumes.push("stale");
    }
    // "The same as shipping" can be judged once shipping is: a second look.
    let looks = if is_fresh || view.order.is_none() { 2 } else { 0 };
    for _ in 0..looks {
        let order = view.order.unwrap_or(&none);
        for key in fulfilled(doors, order, &intent, is_fresh) {
            intent.fulfil(&key);
        }
    }
    for _ in 0..MAX_AHEAD {
        let order = ahead.as_deref().or(view.order);
        let next = (doors.plan)(&View {
            order,
            intent: &intent,
            is_placing: false,
            entry,
            ..*view
        });
        // What is on offer is not foreseen, only asked for.
        let next = next.filter(|call| *call != Call::Offers);
        let again = || {
            ahead
                .as_deref()
                .and_then(|order| choose_again(doors, order, &intent))
        };
        let Some(call) = next.or_else(again) else {
            break;
        };
        let order = order.unwrap_or(&none);
        let expected = (doors.expect)(order, &call);
        if expected.refused.is_some() {
            // The blockers below say why; the server would say the same.
            break;
        }
        for text in expected.assumes {
            if let Err(at) = assumes.binary_search(&text) {
                assumes.insert(at, text);
            }
        }
        for key in carried(&call, &intent) {
            intent.fulfil(&key);
        }
        if let Call::Contact(_) = call {
            entry = Entry::Own;
        }
        if matches!(call, Call::Advance) {
            intent.is_rate_kept = true;
        } else if call.is_line() || (call.may_reset() && expected.order.step.is_before(&order.step)) {
            // A reset of our own takes the choice away, so it is made again.
            intent.is_rate_kept = false;
        }
        ahead = Some(expected.order);
    }
    let order = ahead.as_deref().or(view.order).unwrap_or(&none);
    let blockers = blockers(doors, order, &intent);
    let is_priced = !order.lines.is_empty() && !order.lines.iter().any(Line::is_wished);
    let is_free = is_priced && !order.totals.total.is_positive();
    let is_past = |step: &Step| doors.habits.lists_skips && step.is_before(&order.step);
    let mut listed = Vec::new();
    for step in [Step::Delivery, Step::Payment] {
        if is_past(&step) && !order.steps.contains(&step) {
            listed.push(step);
        }
    }
    let skips = if doors.habits.rents {
        vec![Step::Delivery]
    } else if doors.habits.lists_skips {
        listed
    } else if is_free && is_fresh && !doors.habits.pays_nothing {
        vec![Step::Payment]
    } else {
        Vec::new()
    };
    Prediction {
        step: order.step.clone(),
        skips,
        blockers,
        assumes,
    }
}

/// What stands between this order and being placed.
pub fn blockers(doors: &Doors, order: &Order, intent: &Intent) -> Vec<Blocker> {
    let mut found = Vec::new();
    let wishes_line = intent.lines.iter().any(|w| w.quantity > 0);
    // One that may not be read is not known to be empty.
    let is_unread = doors.habits.reads_blind && !order.number.is_empty() && !order.is_read();
    if order.lines.is_empty() && !wishes_line && !is_unread {
        found.push(Blocker::error("cart.empty", Step::Cart, "lines"));
    }
    if order.is_complete() {
        found.push(Blocker::error("order.complete", Step::Complete, ""));
        return found;
    }
    for line in &order.lines {
        if !line.backorderable && line.stock.is_some_and(|stock| line.quantity > stock) {
            // Stock is only as fresh as the last answer: the shop may have more by now.
            found.push(Blocker::warning(
                "line.stock",
                Step::Cart,
                &join(&["line:", &line.id]),
            ));
        }
    }
    let is_hidden = doors.habits.hides_email && !order.number.is_empty();
    if order.email.is_empty() && intent.email.is_empty() && !is_hidden {
        found.push(Blocker::error("email.missing", Step::Address, "email"));
    }
    let shipping = intent.shipping.as_ref().or(order.shipping.as_ref());
    match shipping {
        None => found.push(Blocker::error("shipping.missing", Step::Address, "shipping")),
        Some(address) => address_blockers("shipping", address, doors.address, &mut found),
    }
    let wished = match &intent.billing {
        Some(Billing::Address(address)) => Some(address),
        Some(Billing::Same) => shipping,
        None => None,
    };
    match wished.or(order.billing.as_ref()) {
        // Whether one is asked for is mostly a setting no API shows.
        None => found.push(Blocker {
            is_error: doors.habits.needs_billing,
            ..Blocker::error("billing.missing", Step::Address, "billing")
        }),
        Some(address) if Some(address) != shipping => {
            address_blockers("billing", address, doors.address, &mut found)
        }
        Some(_) => {}
    }
    rate_blockers(doors, order, intent, &mut found);
    payment_blockers(doors, order, intent, &mut found);
    (doors.habits.bars)(order, intent, &mut found);
    found
}

/// What the checks of a form say of an address: an error there stops a submit here.
fn address_blockers(head: &str, address: &Address, shop: Shop, found: &mut Vec<Blocker>) {
    parts(address, shop, &mut |name, checked| {
        let Some(severity) = checked.severity() else {
            return;
        };
        let blocker = Blocker::error("address.field", Step::Address, &join(&[head, ".", name]));
        found.push(Blocker {
            is_error: severity == Severity::Error,
            ..blocker
        });
    });
}

fn rate_blockers(doors: &Doors, order: &Order, intent: &Intent, found: &mut Vec<Blocker>) {
    if doors.habits.rents {
        // There is one way, and the shop takes it by itself.
        return;
    }
    let code = match intent.open_rate().map(|wish| resolve_rates(wish, order)) {
        Some(Ok(_) | Err(RateProblem::NotOffered)) => return,
        Some(Err(RateProblem::Gone)) => "rate.gone",
        Some(Err(RateProblem::Dearer)) => "rate.price_changed",
        Some(Err(RateProblem::NotChosen)) => "rate.missing",
        None if order.step.is_past_delivery() || order.step.rank().is_none() => return,
        // Chosen, and the call that says so is the attempt's.
        None if intent.is_rate_kept
            && order.step == Step::Delivery
            && (doors.furthest)(order, &Call::Next) == Step::Complete =>
        {
            return;
        }
        None => "rate.missing",
    };
    found.push(Blocker::error(code, Step::Delivery, "rate"));
}

fn payment_blockers(doors: &Doors, order: &Order, intent: &Intent, found: &mut Vec<Blocker>) {
    let is_missing = doors.habits.pays_nothing && order.live_payments().next().is_none();
    if order.has_held_payment() {
        found.push(Blocker::error("payment.held", Step::Payment, ""));
    } else if intent.payment.is_none() && (is_missing || !is_covered(order)) {
        // A payment of another sum stands on the order; one of nothing is the server's own idea.
        let is_stale = order.live_payments().any(|p| p.amount.is_positive());
        let code = if is_stale {
            "payment.reenter"
        } else {
            "payment.missing"
        };
        found.push(Blocker::error(code, Step::Payment, "payment"));
    }
}
