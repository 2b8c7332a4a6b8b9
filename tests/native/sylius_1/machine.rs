//! The step × state table as recorded at 1.6.9, 1.7.11 and 1.9.2 (`sylius-1-recordings.md` §2): each call in each state.

use super::{doors, order};
use cashwrap::checkout::{Call, Choose, Contact, Pay, PayBy, PaymentWish, Source, Step};
use cashwrap::order::{Address, Line, Money, Order};
use std::rc::Rc;

const CART: &str = "cart";
const REFUSED: &str = "refused";

fn contact() -> Call {
    let address = order("happy_2_addressed").shipping;
    Call::Contact(Box::new(Contact {
        shipping: address.clone(),
        billing: address,
        ..Contact::default()
    }))
}

fn choose(order: &Order, method: &str) -> Call {
    let shipment = order
        .shipments
        .first()
        .map(|s| s.id.clone())
        .unwrap_or_else(|| "1".into());
    Call::Choose(Box::new(Choose {
        back_to: None,
        rates: vec![(shipment, method.into())],
        notes: "".into(),
    }))
}

fn pay() -> Call {
    Call::Pay(Box::new(Pay {
        wish: Rc::new(PaymentWish {
            method: "bank_transfer".into(),
            source: Source::None,
        }),
        amount: Money::ZERO,
        by: PayBy::Step,
    }))
}

fn complete() -> Call {
    Call::Complete {
        total: Money::ZERO,
        notes: "".into(),
    }
}

/// The state the order would be in, by the server's names.
fn state(order: &Order) -> &'static str {
    let has = |step: &Step| order.steps.contains(step);
    match &order.step {
        Step::Cart => CART,
        Step::Delivery => "addressed",
        Step::Payment if has(&Step::Delivery) => "shipping_selected",
        Step::Payment => "shipping_skipped",
        Step::Confirm if has(&Step::Payment) => "payment_selected",
        Step::Confirm => "payment_skipped",
        Step::Complete => "completed",
        _ => "other",
    }
}

fn after(order: &Order, call: &Call) -> &'static str {
    let expected = (doors().expect)(order, call);
    match expected.refused {
        Some(_) => REFUSED,
        None => state(&expected.order),
    }
}

#[test]
fn the_table_of_steps_and_states_holds() {
    let free = order("free_3_payment_skipped");
    // State before; what select-shipping, select-payment, complete and addressing make of it.
    for (name, shipping, payment, complete_to, address) in [
        ("happy_0_empty", REFUSED, REFUSED, REFUSED, "payment_skipped"),
        ("happy_1_cart", REFUSED, REFUSED, REFUSED, "addressed"),
        (
            "happy_2_addressed",
            "shipping_selected",
            REFUSED,
            REFUSED,
            "addressed",
        ),
        (
            "happy_3_shipping_selected",
            "shipping_selected",
            "payment_selected",
            REFUSED,
            "addressed",
        ),
        (
            "happy_4_payment_selected",
            "shipping_selected",
            "payment_selected",
            "completed",
            "addressed",
        ),
        (
            "digital_2_shipping_skipped",
            REFUSED,
            "payment_selected",
            REFUSED,
            "shipping_skipped",
        ),
        (
            "digital_free_2_payment_skipped",
            REFUSED,
            REFUSED,
            "completed",
            "payment_skipped",
        ),
        ("happy_5_completed", REFUSED, REFUSED, REFUSED, REFUSED),
    ] {
        let order = order(name);
        assert_eq!(
            after(&order, &choose(&order, "UPS")),
            shipping,
            "{name}: select-shipping"
        );
        assert_eq!(after(&order, &pay()), payment, "{name}: select-payment");
        assert_eq!(after(&order, &complete()), complete_to, "{name}: complete");
        assert_eq!(after(&order, &contact()), address, "{name}: addressing");
    }
    // What is sent though it is free: another method may be chosen, and payment is skipped again.
    assert_eq!(after(&free, &choose(&free, "UPS")), "payment_skipped");
    assert_eq!(after(&free, &pay()), REFUSED);
    assert_eq!(after(&free, &complete()), "completed");
    assert_eq!(after(&free, &contact()), "addressed");
}

#[test]
fn lines_leave_the_state_and_are_never_summed() {
    let before = order("happy_4_payment_selected");
    let add = Call::AddLine {
        variant: "MUG".into(),
        quantity: 1,
    };
    let expected = (doors().expect)(&before, &add);
    assert_eq!(expected.order.lines.len(), before.lines.len() + 1);
    assert_eq!(state(&expected.order), "payment_selected");
    // Nothing is taken for a slip: 204, and the line stays as it was (notes §3).
    let nothing = Call::SetLine {
        line: before.lines[0].id.clone(),
        variant: "MUG".into(),
        quantity: 0,
    };
    assert_eq!((doors().expect)(&before, &nothing).order.lines, before.lines);
}

#[test]
fn a_skipped_state_sticks_when_something_is_added() {
    let mut before = order("digital_2_shipping_skipped");
    before.lines.push(Line::wished("BOOK".into(), 1));
    let add = Call::AddLine {
        variant: "BOOK".into(),
        quantity: 1,
    };
    assert_eq!(after(&before, &add), "shipping_skipped");
    // Addressing again finds out that it is sent somewhere.
    assert_eq!(after(&before, &contact()), "addressed");
}

#[test]
fn both_addresses_are_asked_for_and_looked_at() {
    let order = order("happy_1_cart");
    let shipping = order_address();
    // First and last name are two fields there, of two characters at least.
    for name in ["X", "Prince", "Al B"] {
        let call = with(&shipping, &|a| a.name = name.into());
        let refused = (doors().expect)(&order, &call).refused.unwrap();
        assert_eq!((&*refused.field, refused.code), ("shipping", "name"), "{name}");
    }
    assert_eq!(
        after(&order, &with(&shipping, &|a| a.name = "Al Bo".into())),
        "addressed"
    );
    assert_eq!(after(&order, &with(&shipping, &|a| a.city = "Y".into())), REFUSED);
    // One character is enough since 1.7.0.
    assert_eq!(
        after(&order, &with(&shipping, &|a| a.postal_code = "1".into())),
        "addressed"
    );
    let alone = Call::Contact(Box::new(Contact {
        shipping: Some(Rc::new(shipping)),
        ..Contact::default()
    }));
    assert_eq!(after(&order, &alone), REFUSED);
}

fn order_address() -> Address {
    (*order("happy_2_addressed").shipping.unwrap()).clone()
}

fn with(address: &Address, change: &dyn Fn(&mut Address)) -> Call {
    let mut changed = address.clone();
    change(&mut changed);
    Call::Contact(Box::new(Contact {
        shipping: Some(Rc::new(changed)),
        billing: Some(Rc::new(address.clone())),
        ..Contact::default()
    }))
}
