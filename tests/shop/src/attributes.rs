//! Assigning the attributes of an order.

use crate::addresses;
use crate::order::Order;
use crate::params::{id, list, metadata, text, truthy};
use crate::refusal::{Errors, Refusal};
use crate::shop::Shop;
use serde_json::{Map, Value};

/// Which attributes a call may set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Permitted {
    /// `/orders`: all, also under their short names.
    All,
    /// `/checkouts` in cart and address.
    Address,
    /// `/checkouts` in delivery.
    Delivery,
    /// `/checkouts` in payment.
    Payment,
    /// `/checkouts` in confirm.
    Nothing,
}

impl Shop {
    /// Sets what is permitted. On an error `order` is not to be kept.
    pub(crate) fn assign(
        &mut self,
        order: &mut Order,
        given: &Map<String, Value>,
        permitted: Permitted,
    ) -> Result<(), Refusal> {
        let all = permitted == Permitted::All;
        let get = |name: &str| {
            let short = name.strip_suffix("_attributes").unwrap_or(name);
            given
                .get(name)
                .or_else(|| if all { given.get(short) } else { None })
        };
        let drafts = self.draft_payments(order, get("payments_attributes"), permitted)?;
        if all || permitted == Permitted::Address {
            self.assign_contact(order, given, get)?;
        }
        if all || permitted == Permitted::Delivery {
            if let Some(value) = given.get("special_instructions") {
                order.special_instructions = text(value);
            }
            for shipment in list(get("shipments_attributes")) {
                select_rate(order, &shipment)?;
            }
        }
        if all {
            if let Some(metadata) = metadata(given).filter(|_| !order.is_completed()) {
                order.metadata = metadata;
            }
            let lines = list(get("line_items_attributes"));
            self.assign_lines(order, &lines)?;
        }
        for draft in drafts {
            self.add_payment(order, draft);
        }
        if !order.shipments.is_empty() || all {
            self.recalculate(order);
        }
        Ok(())
    }

    fn draft_payments(
        &self,
        order: &Order,
        given: Option<&Value>,
        permitted: Permitted,
    ) -> Result<Vec<crate::payments::PaymentDraft>, Refusal> {
        let in_checkout = permitted == Permitted::Payment;
        if !in_checkout && permitted != Permitted::All {
            return Ok(Vec::new());
        }
        if in_checkout && given.is_some_and(Value::is_object) {
            return Err(Refusal::crash());
        }
        let mut drafts = Vec::new();
        for (index, attributes) in list(given).iter().enumerate() {
            let sources = ["source_attributes", "source"];
            if !in_checkout && sources.iter().any(|key| attributes.contains_key(*key)) {
                return Err(Refusal::crash());
            }
            // The server sets the amount of the first payment.
            let amount = (in_checkout && index == 0).then(|| self.total_after_credit(order));
            drafts.push(self.build_payment(order, attributes, "payments.", amount)?);
        }
        Ok(drafts)
    }

    fn assign_contact<'a>(
        &mut self,
        order: &mut Order,
        given: &Map<String, Value>,
        get: impl Fn(&str) -> Option<&'a Value>,
    ) -> Result<(), Refusal> {
        let mut errors = Errors::new();
        if let Some(value) = given.get("email") {
            order.email = text(value);
            if order
                .email
                .as_deref()
                .is_some_and(|email| !email.is_empty() && !is_email(email))
            {
                errors.push(("email".into(), "is invalid".into()));
            }
        }
        let mut drafts = [None, None];
        let sides = [("bill_address", order.bill_id), ("ship_address", order.ship_id)];
        for ((name, old), draft) in sides.into_iter().zip(&mut drafts) {
            let Some(map) = get(&format!("{name}_attributes")).and_then(Value::as_object) else {
                continue;
            };
            let address = addresses::merge(self, self.address(old), map)?;
            errors.extend(addresses::prefixed(name, addresses::errors_of(self, &address)));
            *draft = Some(address);
        }
        if !errors.is_empty() {
            return Err(Refusal::Invalid(errors));
        }
        let [bill, ship] = drafts;
        if let Some(bill) = bill {
            order.bill_id = Some(self.address_id(bill));
        }
        if let Some(ship) = ship {
            order.ship_id = Some(self.address_id(ship));
        }
        if truthy(given.get("use_billing")) {
            order.ship_id = order.bill_id;
        }
        if truthy(given.get("use_shipping")) {
            order.bill_id = order.ship_id;
        }
        Ok(())
    }

    /// Store credit that could pay for this order.
    pub(crate) fn available_credit(&self, order: &Order) -> Option<rust_decimal::Decimal> {
        order
            .user_id
            .and_then(|id| self.user(id))
            .and_then(|user| user.credit())
    }

    /// `order_total_after_store_credit`.
    pub(crate) fn total_after_credit(&self, order: &Order) -> rust_decimal::Decimal {
        use crate::order::State;
        let credit = match order.state {
            State::Confirm | State::Complete => order.credit_payments().unwrap_or_default(),
            _ => self
                .available_credit(order)
                .unwrap_or_default()
                .min(order.total()),
        };
        order.total() - credit
    }
}

/// Chooses a rate of a shipment of this order.
fn select_rate(order: &mut Order, given: &Map<String, Value>) -> Result<(), Refusal> {
    let wanted = id(given.get("id"));
    let shipment = order
        .shipments
        .iter_mut()
        .find(|shipment| Some(shipment.id) == wanted);
    let shipment = shipment.ok_or(Refusal::NotFound)?;
    if let Some(metadata) = metadata(given) {
        shipment.metadata = metadata;
    }
    let Some(value) = given
        .get("selected_shipping_rate_id")
        .filter(|value| !value.is_null())
    else {
        return Ok(());
    };
    let rate_id = id(Some(value));
    let rate = shipment
        .rates
        .iter()
        .find(|rate| Some(rate.id) == rate_id)
        .ok_or_else(Refusal::crash)?;
    shipment.cost = rate.cost;
    for rate in &mut shipment.rates {
        rate.selected = Some(rate.id) == rate_id;
    }
    Ok(())
}

/// One `@`, something before it, a dotted domain after it.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let plain = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '@');
    let dotted = domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
    plain(local) && plain(domain) && dotted && !local.starts_with('.') && !local.ends_with('.')
}
