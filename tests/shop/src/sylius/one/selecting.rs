//! The choice of a shipping and of a payment method.

use super::recalculation::{pieces, recalculate, supported_payments, supported_shipping};
use super::states::{Transition, resolve};
use crate::sylius::form::{EXTRA, INVALID, Node, has_extra, members, scalar};
use crate::sylius::order::Order;
use crate::sylius::refusal::Refusal;
use crate::sylius::routes::{Answered, Call};
use serde_json::{Map, Value, json};

/// What a collection of choices was given.
struct Chosen {
    tree: Node,
    /// For each row: a method, or nothing said.
    methods: Vec<Option<u64>>,
}

/// One row of choices, by code.
struct Row {
    choices: Vec<(String, u64)>,
}

impl Row {
    /// The method named, and what is wrong with the name.
    fn read(&self, sent: Option<&Value>, missing: Option<&str>) -> (Option<u64>, Node) {
        let choices = || Node::list(self.choices.iter().map(|_| Node::default()).collect());
        // A list or an object of one text counts as that text.
        let inner = match sent {
            Some(Value::Array(list)) => list.first().filter(|_| list.len() == 1),
            Some(Value::Object(map)) => map.values().next().filter(|_| map.len() == 1),
            other => other,
        };
        let mut node = choices();
        let is_text = !matches!(inner, Some(Value::Number(_) | Value::Bool(true)));
        match scalar(inner) {
            Ok(None) => {
                if let Some(text) = missing {
                    node.fail(text);
                }
                (None, node)
            }
            Ok(Some(code)) => {
                let known = self
                    .choices
                    .iter()
                    .find(|(known, _)| *known == code && is_text)
                    .map(|(_, id)| *id);
                if known.is_none() {
                    node.fail(INVALID);
                }
                (known, node)
            }
            Err(()) => {
                node.fail(INVALID);
                (None, node)
            }
        }
    }
}

/// Reads `{name: [{method}]}` against the rows there are.
fn choose(root: &Map<String, Value>, name: &str, rows: &[Row], missing: Option<&str>) -> Chosen {
    let mut tree = Node::named();
    let mut methods = Vec::new();
    let mut nodes = Vec::new();
    if has_extra(root, &[name]) {
        tree.fail(EXTRA);
    }
    let sent = members(root.get(name));
    match &sent {
        Some(entries)
            if (0..)
                .zip(entries)
                .any(|(_, (key, _))| index(key).is_none_or(|at| at >= rows.len())) =>
        {
            tree.fail(EXTRA);
        }
        None => tree.fail(INVALID),
        Some(_) => {}
    }
    for (at, row) in rows.iter().enumerate() {
        // A collection that is no collection is not looked into.
        let Some(entries) = &sent else {
            nodes.push(Node::named().with("method", row.read(None, None).1));
            methods.push(None);
            continue;
        };
        let entry = members(entries.get(&at.to_string()));
        let (method, node) = match &entry {
            None => {
                tree.fail(INVALID);
                row.read(None, None)
            }
            Some(entry) => {
                if has_extra(entry, &["method"]) {
                    tree.fail(EXTRA);
                }
                row.read(entry.get("method"), missing)
            }
        };
        methods.push(method);
        nodes.push(Node::named().with("method", node));
    }
    Chosen {
        tree: tree.with(name, Node::list(nodes)),
        methods,
    }
}

fn index(key: &str) -> Option<usize> {
    key.parse().ok()
}

impl Call<'_> {
    /// The order whose choices are listed.
    fn in_step(&self, id: u64, step: Transition) -> Result<Order, Refusal> {
        let order = self.cart(id)?;
        if step.is_possible(&order.checkout) {
            Ok(order)
        } else {
            Err(Refusal::Status(400))
        }
    }

    pub(crate) fn list_shipping(&mut self, id: u64) -> Answered {
        let order = self.in_step(id, Transition::SelectShipping)?;
        let world = &self.book.desk.world;
        let pieces = pieces(world, &order);
        let method = |method: &&crate::sylius::world::ShippingMethod| {
            let mut out = json!({
                "id": method.id, "code": method.code, "name": method.name,
                "price": method.calculator.price(pieces)
            });
            if let (Some(text), Some(out)) = (&method.description, out.as_object_mut()) {
                out.insert("description".into(), json!(text));
            }
            out
        };
        let methods: Vec<Value> = supported_shipping(world, &order).iter().map(method).collect();
        let rows: Vec<Value> = order
            .shipments
            .iter()
            .map(|_| json!({ "methods": methods }))
            .collect();
        self.listed("shipments", rows)
    }

    pub(crate) fn list_payment(&mut self, id: u64) -> Answered {
        let order = self.in_step(id, Transition::SelectPayment)?;
        let method = |method: &&crate::sylius::world::PaymentMethod| {
            let mut out = json!({ "id": method.id, "code": method.code, "name": method.name });
            if let (Some(text), Some(out)) = (&method.description, out.as_object_mut()) {
                out.insert("description".into(), json!(text));
            }
            out
        };
        let world = &self.book.desk.world;
        let methods: Vec<Value> = supported_payments(world, &order).iter().map(method).collect();
        let rows: Vec<Value> = order
            .payments
            .iter()
            .map(|_| json!({ "methods": methods }))
            .collect();
        self.listed("payments", rows)
    }

    /// The key is written for each row: without rows the map is PHP's empty array.
    fn listed(&self, name: &str, rows: Vec<Value>) -> Answered {
        if rows.is_empty() {
            self.ok(&json!([]))
        } else {
            self.ok(&json!({ name: rows }))
        }
    }

    pub(crate) fn select_shipping(&mut self, id: u64) -> Answered {
        let mut order = self.order(id)?;
        let world = &self.book.desk.world;
        let choices = supported_shipping(world, &order);
        let choices = choices.iter().map(|method| (method.code.clone(), method.id));
        let choices: Vec<(String, u64)> = choices.collect();
        let rows: Vec<Row> = order
            .shipments
            .iter()
            .map(|_| Row {
                choices: choices.clone(),
            })
            .collect();
        let chosen = choose(
            &self.members(),
            "shipments",
            &rows,
            Some("Please select shipping method."),
        );
        if !chosen.tree.is_clean() {
            return Err(Refusal::Form(chosen.tree));
        }
        if !Transition::SelectShipping.is_possible(&order.checkout) {
            return Err(Refusal::Status(500));
        }
        for (shipment, method) in order.shipments.iter_mut().zip(chosen.methods) {
            shipment.method = method.or(shipment.method);
        }
        order.checkout = "shipping_selected".into();
        recalculate(&mut self.book.desk, self.release, &mut order, self.now_ms);
        resolve(&self.book.desk.world, &mut order);
        self.keep(order);
        self.done()
    }

    /// A PATCH that says nothing takes the method that was assigned.
    pub(crate) fn select_payment(&mut self, id: u64, clears: bool) -> Answered {
        let mut order = self.order(id)?;
        let world = &self.book.desk.world;
        let choices = supported_payments(world, &order);
        let choices = choices.iter().map(|method| (method.code.clone(), method.id));
        let choices: Vec<(String, u64)> = choices.collect();
        let rows: Vec<Row> = order
            .payments
            .iter()
            .map(|_| Row {
                choices: choices.clone(),
            })
            .collect();
        let missing = clears.then_some("Please select a payment method.");
        let chosen = choose(&self.members(), "payments", &rows, missing);
        if !chosen.tree.is_clean() {
            return Err(Refusal::Form(chosen.tree));
        }
        if !Transition::SelectPayment.is_possible(&order.checkout) {
            return Err(Refusal::Status(500));
        }
        for (payment, method) in order.payments.iter_mut().zip(chosen.methods) {
            payment.method = method.or(payment.method);
        }
        order.checkout = "payment_selected".into();
        recalculate(&mut self.book.desk, self.release, &mut order, self.now_ms);
        self.keep(order);
        self.done()
    }
}
