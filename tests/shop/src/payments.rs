//! Payments: checked as a draft, then added to the order.

use crate::cards::CardInput;
use crate::gateway;
use crate::money::round;
use crate::order::{Order, Payment, PaymentSource, PaymentState};
use crate::params::{decimal, id, metadata, text};
use crate::refusal::{Errors, Refusal};
use crate::rows::RowKind;
use crate::shop::Shop;
use crate::users::Card;
use crate::world::MethodKind;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

/// A payment that passed all checks and is not stored yet.
pub(crate) struct PaymentDraft {
    method_id: u64,
    source: DraftSource,
    amount: Decimal,
    metadata: String,
}

enum DraftSource {
    None,
    Saved(u64),
    New(Box<CardInput>),
}

impl Shop {
    /// Checks the attributes of a payment. `prefix` goes before error keys, `amount` replaces the one sent.
    pub(crate) fn build_payment(
        &self,
        order: &Order,
        given: &Map<String, Value>,
        prefix: &str,
        amount: Option<Decimal>,
    ) -> Result<PaymentDraft, Refusal> {
        if given.get("payment_method").is_some_and(|value| !value.is_null()) {
            return Err(Refusal::crash());
        }
        let mut errors = Errors::new();
        let mut fault = |key: &str, text: &str| errors.push((format!("{prefix}{key}"), text.to_owned()));
        let method = match given.get("payment_method_id").filter(|value| !value.is_null()) {
            None => None,
            Some(value) => {
                let found = id(Some(value)).and_then(|id| self.world.payment_method(id));
                Some(found.filter(|method| method.for_users).ok_or(Refusal::NotFound)?)
            }
        };
        let attributes = given
            .get("source_attributes")
            .and_then(Value::as_object)
            .filter(|map| !map.is_empty());
        let mut source = DraftSource::None;
        match (method.map(|method| method.kind), attributes) {
            (None, _) => fault("payment_method", "can't be blank"),
            (Some(MethodKind::Check), None) => {}
            (Some(MethodKind::Check | MethodKind::StoreCredit), Some(_)) => return Err(Refusal::crash()),
            (Some(MethodKind::Gateway { .. } | MethodKind::StoreCredit), None) => {
                fault("source", "can't be blank");
            }
            (Some(MethodKind::Gateway { .. }), Some(attributes)) => {
                if let Some(wallet) = attributes
                    .get("wallet_payment_source_id")
                    .filter(|v| !v.is_null())
                {
                    source = DraftSource::Saved(self.saved_card(order, wallet)?);
                } else {
                    let card = CardInput::read(attributes)?;
                    for (key, message) in card.errors() {
                        fault(&key, &message);
                    }
                    source = DraftSource::New(Box::new(card));
                }
            }
        }
        let amount = match (amount, given.get("amount").filter(|value| !value.is_null())) {
            (Some(amount), _) => amount,
            (None, None) => Decimal::ZERO,
            (None, Some(value)) => parse_amount(value).unwrap_or_else(|| {
                fault("amount", "is not a number");
                Decimal::ZERO
            }),
        };
        if !errors.is_empty() {
            return Err(Refusal::Invalid(errors));
        }
        let method_id = method.map_or(0, |method| method.id);
        Ok(PaymentDraft {
            method_id,
            source,
            amount,
            metadata: metadata(given).unwrap_or_else(|| "{}".into()),
        })
    }

    fn saved_card(&self, order: &Order, wallet: &Value) -> Result<u64, Refusal> {
        if wallet.as_str().is_some_and(|text| text.trim().is_empty()) {
            return Err(Refusal::crash());
        }
        let user = order
            .user_id
            .and_then(|id| self.user(id))
            .ok_or(Refusal::NotFound)?;
        let wanted = id(Some(wallet)).ok_or(Refusal::NotFound)?;
        let entry = user.wallet.iter().find(|entry| entry.id == wanted);
        entry.map(|entry| entry.card_id).ok_or(Refusal::NotFound)
    }

    /// Stores a payment; older ones still in `checkout` become invalid.
    pub(crate) fn add_payment(&mut self, order: &mut Order, draft: PaymentDraft) {
        let source = match draft.source {
            DraftSource::None => PaymentSource::None,
            DraftSource::Saved(card_id) => PaymentSource::Card(card_id),
            DraftSource::New(card) => {
                PaymentSource::Card(self.store_card(order.user_id, draft.method_id, *card))
            }
        };
        self.push_payment(order, draft.method_id, source, draft.amount, draft.metadata);
    }

    /// Adds a payment row.
    pub(crate) fn push_payment(
        &mut self,
        order: &mut Order,
        method_id: u64,
        source: PaymentSource,
        amount: Decimal,
        metadata: String,
    ) {
        if !matches!(source, PaymentSource::StoreCredit(_)) {
            let old = order
                .payments
                .iter_mut()
                .filter(|payment| payment.state == PaymentState::Checkout && !payment.is_store_credit());
            for payment in old {
                (payment.state, payment.updated_ms) = (PaymentState::Invalid, self.now_ms);
            }
        }
        self.counters.payment += 1;
        order.payments.push(Payment {
            id: self.counters.payment,
            method_id,
            source,
            amount: round(amount),
            state: PaymentState::Checkout,
            avs: None,
            metadata,
            created_ms: self.now_ms,
            updated_ms: self.now_ms,
            number: None,
        });
    }

    /// Keeps a card without its number. A gateway with profiles remembers whether the number was good.
    fn store_card(&mut self, user_id: Option<u64>, method_id: u64, input: CardInput) -> u64 {
        let id = crate::rows::count(&self.cards) + 1;
        let kind = self.world.payment_method(method_id).map(|method| method.kind);
        let mut card = Card {
            id,
            method_id,
            user_id,
            month: input.month,
            year: input.year,
            cc_type: input.cc_type,
            last_digits: input.last_digits,
            name: input.name,
            address_id: None,
            customer_profile: input.customer_profile,
            payment_profile: input.payment_profile,
            by_expiry: false,
        };
        if matches!(kind, Some(MethodKind::Gateway { profiles: true, .. })) && !card.has_profile() {
            let good = input.number.as_deref().is_some_and(gateway::accepts);
            let prefix = if good { "BGS" } else { "FAIL" };
            card.customer_profile = Some(format!("{prefix}-{:06}", self.random() % 1_000_000));
        }
        if let Some(address) = input
            .address
            .and_then(|map| crate::addresses::merge(self, None, &map).ok())
        {
            card.address_id = Some(self.address_id(address));
        }
        self.cards.push(card);
        self.dirty.mark(RowKind::Card, id);
        id
    }
}

/// An amount: text loses all but digits, signs and separators; rounded to 2 places.
fn parse_amount(value: &Value) -> Option<Decimal> {
    let raw = text(value)?;
    let kept: String = match value {
        Value::String(_) => raw
            .chars()
            .filter(|c| c.is_ascii_digit() || matches!(c, '-' | '.'))
            .collect(),
        _ => raw,
    };
    decimal(&kept).map(round)
}
