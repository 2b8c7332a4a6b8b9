//! The state machine: guards and effects of each step.

use crate::order::{Order, Packed, PaymentSource, PaymentState, Rate, Shipment, State};
use crate::refusal::Refusal;
use crate::shop::Shop;
use rust_decimal::Decimal;

const NO_ITEMS: &str = "There are no items for this order. Please add an item to the order to continue.";

impl Shop {
    /// The event `next`. What an error leaves behind in `order` is to be kept.
    pub(crate) fn next(&mut self, order: &mut Order) -> Result<(), Refusal> {
        match order.state {
            State::Cart => self.enter_address(order),
            State::Address => self.enter_delivery(order),
            State::Delivery => self.leave_delivery(order),
            State::Payment => self.enter_confirm(order),
            State::Confirm | State::Complete | State::Canceled => Err(Refusal::no_such_event("next")),
        }
    }

    /// `next` until it stops.
    pub(crate) fn walk_to_confirm(&mut self, order: &mut Order) -> Result<(), Refusal> {
        while order.state != State::Confirm {
            self.next(order)?;
        }
        Ok(())
    }

    /// Back to the start, and to `address` if there are items: what any change of the cart causes.
    pub(crate) fn restart(&mut self, order: &mut Order) {
        let was_cart = order.state == State::Cart;
        order.shipments.clear();
        self.recalculate(order);
        order.state = State::Cart;
        if !was_cart && !order.lines.is_empty() {
            // Cannot fail: there are items.
            let _ = self.enter_address(order);
        }
    }

    fn enter_address(&mut self, order: &mut Order) -> Result<(), Refusal> {
        if order.lines.is_empty() {
            return Err(Refusal::transition("base", NO_ITEMS));
        }
        let own = order
            .user_id
            .and_then(|id| self.user(id))
            .and_then(|user| user.default_address());
        order.bill_id = order.bill_id.or(own);
        order.ship_id = order.ship_id.or(own);
        order.state = State::Address;
        Ok(())
    }

    fn enter_delivery(&mut self, order: &mut Order) -> Result<(), Refusal> {
        let valid = self
            .address(order.ship_id)
            .is_some_and(|address| crate::addresses::errors_of(self, address).is_empty());
        if !valid {
            return Err(Refusal::transition("base", "Valid shipping address required"));
        }
        if !self.is_available(order) {
            return Err(Refusal::InsufficientStock);
        }
        order.shipments = self.pack(order);
        if order.shipments.iter().any(|shipment| shipment.rates.is_empty()) {
            order.shipments.clear();
            let text = "We are unable to calculate shipping rates for the selected items.";
            return Err(Refusal::transition("base", text));
        }
        if order.email.as_deref().unwrap_or("").is_empty() {
            // The shipments stay, the state does not move.
            return Err(Refusal::transition("email", "can't be blank"));
        }
        let addresses = [order.bill_id, order.ship_id];
        if let Some(user) = order.user_id.and_then(|id| self.user_mut(id)) {
            for id in addresses.into_iter().flatten() {
                user.remember_address(id);
            }
        }
        self.recalculate(order);
        order.state = State::Delivery;
        Ok(())
    }

    /// One shipment for what is on hand, one for what is backordered.
    fn pack(&mut self, order: &Order) -> Vec<Shipment> {
        let mut on_hand = Vec::new();
        let mut backordered = Vec::new();
        for line in order.lines.iter().filter(|line| line.quantity > 0) {
            let Some(variant) = self.world.variant(line.variant_id) else {
                continue;
            };
            let here = if variant.track_inventory {
                line.quantity.min(variant.count_on_hand.max(0))
            } else {
                line.quantity
            };
            let add = |list: &mut Vec<Packed>, quantity: i64, backordered: bool| {
                if quantity > 0 {
                    list.push(Packed {
                        variant_id: line.variant_id,
                        quantity,
                        backordered,
                    });
                }
            };
            add(&mut on_hand, here, false);
            add(&mut backordered, line.quantity - here, true);
        }
        let country = self.address(order.ship_id).and_then(|address| address.country_id);
        let packages: Vec<_> = [on_hand, backordered]
            .into_iter()
            .filter(|list| !list.is_empty())
            .collect();
        packages
            .into_iter()
            .map(|manifest| self.ship(country, manifest))
            .collect()
    }

    fn ship(&mut self, country: Option<u64>, manifest: Vec<Packed>) -> Shipment {
        let holds = |zone| country.is_some_and(|country| self.world.zone_holds(zone, country));
        let methods: Vec<_> = self
            .world
            .shipping_methods
            .iter()
            .filter(|method| holds(method.zone_id))
            .cloned()
            .collect();
        let mut rates: Vec<Rate> = Vec::new();
        for method in methods {
            self.counters.rate += 1;
            rates.push(Rate {
                id: self.counters.rate,
                method_id: method.id,
                cost: method.cost,
                selected: false,
            });
        }
        rates.sort_by_key(|rate| rate.cost);
        if let Some(cheapest) = rates.first_mut() {
            cheapest.selected = true;
        }
        self.counters.shipment += 1;
        let cost = rates.first().map_or(Decimal::ZERO, |rate| rate.cost);
        Shipment {
            id: self.counters.shipment,
            number: format!("H{:011}", self.random() % 100_000_000_000),
            cost,
            state: "pending".into(),
            metadata: "{}".into(),
            rates,
            manifest,
            adjustments: Vec::new(),
        }
    }

    fn leave_delivery(&mut self, order: &mut Order) -> Result<(), Refusal> {
        let billed = self
            .address(order.bill_id)
            .is_some_and(|address| crate::addresses::errors_of(self, address).is_empty());
        if self.settings.billing_address_required && !billed {
            return Err(Refusal::transition("base", "Valid billing address required"));
        }
        if order.total() <= Decimal::ZERO {
            return self.enter_confirm(order);
        }
        self.use_saved_card(order);
        self.recalculate(order);
        order.state = State::Payment;
        Ok(())
    }

    /// A customer with a default card gets a payment with it, of 0.0.
    fn use_saved_card(&mut self, order: &mut Order) {
        let saved = order
            .user_id
            .and_then(|id| self.user(id))
            .and_then(|user| user.default_card());
        let Some(card) = saved.and_then(|id| self.card(id)).cloned() else {
            return;
        };
        let pays_by_card = |payment: &crate::order::Payment| {
            matches!(payment.source, PaymentSource::Card(_)) && payment.is_valid()
        };
        if order.payments.iter().any(pays_by_card) {
            return;
        }
        self.push_payment(
            order,
            card.method_id,
            PaymentSource::Card(card.id),
            Decimal::ZERO,
            "{}".into(),
        );
        if order.bill_id.is_none() {
            let own = order
                .user_id
                .and_then(|id| self.user(id))
                .and_then(|user| user.default_address());
            order.bill_id = card.address_id.or(own);
        }
    }

    fn enter_confirm(&mut self, order: &mut Order) -> Result<(), Refusal> {
        self.apply_store_credit(order)?;
        order.state = State::Confirm;
        Ok(())
    }

    /// Rebuilds the store-credit payments and gives the remainder to the one other payment.
    fn apply_store_credit(&mut self, order: &mut Order) -> Result<(), Refusal> {
        let Some(user) = order.user_id.and_then(|id| self.user(id)).cloned() else {
            return Ok(());
        };
        let open = |payment: &crate::order::Payment| payment.state == PaymentState::Checkout;
        let had = order
            .payments
            .iter()
            .any(|payment| open(payment) && payment.is_store_credit());
        if !had && user.credit().unwrap_or_default().is_zero() {
            return Ok(());
        }
        for payment in order
            .payments
            .iter_mut()
            .filter(|payment| open(payment) && payment.is_store_credit())
        {
            payment.state = PaymentState::Invalid;
        }
        let authorized: Decimal = order
            .payments
            .iter()
            .filter(|p| p.state == PaymentState::Pending)
            .map(|p| p.amount)
            .sum();
        let mut rest = order.total() - order.payment_total() - authorized;
        let method = self
            .world
            .payment_methods
            .iter()
            .find(|method| method.kind == crate::world::MethodKind::StoreCredit)
            .map(|method| method.id);
        if let Some(method) = method {
            for credit in user.credits.iter().filter(|credit| !credit.remaining().is_zero()) {
                let amount = credit.remaining().min(rest);
                self.push_payment(
                    order,
                    method,
                    PaymentSource::StoreCredit(credit.id),
                    amount,
                    "{}".into(),
                );
                rest -= amount;
            }
        }
        let now_ms = self.now_ms;
        let mut others: Vec<_> = order
            .payments
            .iter_mut()
            .filter(|payment| payment.state == PaymentState::Checkout && !payment.is_store_credit())
            .collect();
        if rest.is_zero() {
            for payment in &mut others {
                payment.state = PaymentState::Invalid;
            }
        } else if let [only] = others.as_mut_slice() {
            (only.amount, only.updated_ms) = (rest, now_ms);
        }
        let live = [
            PaymentState::Checkout,
            PaymentState::Pending,
            PaymentState::Completed,
        ];
        let paid: Decimal = order
            .payments
            .iter()
            .filter(|p| live.contains(&p.state))
            .map(|p| p.amount)
            .sum();
        if paid != order.total() {
            return Err(Refusal::transition(
                "base",
                "Unable to pay for order using store credits",
            ));
        }
        Ok(())
    }
}
