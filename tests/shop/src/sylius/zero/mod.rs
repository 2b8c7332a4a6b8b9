//! Sylius 0.13 to 0.16, and the checkout as it was documented: one URL whose meaning is the order's state.

mod address_form;
mod addressing;
mod checkout;
mod choice;
mod countries;
mod dialect;
mod items;
mod orders;
mod steps;
mod totals;
mod views;
mod wares;

use super::Release;
use super::refusal::Refusal;
use super::routes::{Answered, Call, id};

/// Where a path leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Checkouts,
    Checkout(String),
    Orders,
    Order(String),
    Items(String),
    Item(String, String),
    Payment(String),
    PaymentMethod(String),
    Countries,
}

/// The route of a path, and the verbs that it takes.
pub(crate) fn target(release: Release, path: &[&str]) -> Option<(Target, &'static str)> {
    let path = match (release, path) {
        (Release::Documented, ["api", "v1", path @ ..]) => path,
        (Release::Documented, _) => return None,
        (_, ["api", path @ ..]) => path,
        _ => return None,
    };
    let text = |part: &&str| (*part).to_owned();
    let patches = release >= Release::V0_16;
    let found = match path {
        ["checkouts", ""] => (Target::Checkouts, "GET, HEAD"),
        ["checkouts", id] if !id.is_empty() => {
            let verbs = if patches {
                "GET, PUT, PATCH, HEAD"
            } else {
                "GET, PUT, HEAD"
            };
            (Target::Checkout(text(id)), verbs)
        }
        ["countries", ""] => (Target::Countries, "GET, HEAD"),
        ["orders", ""] => (Target::Orders, "GET, POST, HEAD"),
        ["orders", id] if !id.is_empty() => (Target::Order(text(id)), "GET, DELETE, HEAD"),
        ["orders", id, "items", ""] => (Target::Items(text(id)), "GET, POST, HEAD"),
        ["orders", id, "items", item] => {
            let verbs = if patches { "PUT, PATCH, DELETE" } else { "DELETE" };
            (Target::Item(text(id), text(item)), verbs)
        }
        ["payments", id] if !id.is_empty() => (Target::Payment(text(id)), "GET, PUT, DELETE, HEAD"),
        ["payment-methods", id] if !id.is_empty() => {
            (Target::PaymentMethod(text(id)), "GET, PUT, DELETE, HEAD")
        }
        _ => return None,
    };
    Some(found)
}

/// Orders and items want a permission of the role from 0.14 on; a checkout wants none. The role that may use checkouts
/// alone is taken to have that of countries: no recording says.
fn wants_permission(release: Release, target: &Target) -> bool {
    let is_checkout = matches!(target, Target::Checkout(_) | Target::Countries);
    release > Release::V0_13 && release != Release::Documented && !is_checkout
}

impl Call<'_> {
    /// Answers a call to a release with one URL. `verb` is the one that was sent: a HEAD is no GET here.
    pub(crate) fn single(&mut self, verb: &str, target: &Target) -> Answered {
        if wants_permission(self.release, target) && !self.staff.may_read_orders {
            return Err(Refusal::Status(403));
        }
        match (verb, target) {
            (_, Target::Countries) => self.list_countries(),
            (_, Target::Checkouts) => self.list_checkouts(),
            // The action asks whether the method is GET; the route takes a HEAD for one.
            ("GET", Target::Checkout(n)) => self.show_step(prefix(n)?),
            (_, Target::Checkout(n)) => self.take_step(prefix(n)?),
            ("POST", Target::Orders) => self.create_order(),
            (_, Target::Orders) => self.list_placed(),
            ("DELETE", Target::Order(n)) => self.delete_order(id(n)?),
            (_, Target::Order(n)) => self.show_whole(id(n)?),
            ("POST", Target::Items(n)) => self.post_item(id(n)?),
            (_, Target::Items(n)) => self.list_items(id(n)?),
            ("DELETE", Target::Item(n, item)) => self.remove_item(id(n)?, id(item)?),
            (verb, Target::Item(n, item)) => self.edit_item(id(n)?, id(item)?, verb == "PATCH"),
            // Wired to the deletion by mistake, whatever the verb.
            (_, Target::Payment(n)) => self.delete_payment(id(n)?),
            (_, Target::PaymentMethod(n)) => self.delete_payment_method(id(n)?),
        }
    }
}

/// The id of a checkout is what its text begins with, as PHP casts it.
fn prefix(text: &str) -> Result<u64, Refusal> {
    let text = super::body::decode(text);
    let digits: String = text
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().map_err(|_| Refusal::Status(404))
}
