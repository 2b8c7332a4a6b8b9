//! Carts.

use super::views;
use crate::sylius::book::next;
use crate::sylius::form::{BLANK, EXTRA, INVALID, Node, has_extra, members, scalar};
use crate::sylius::order::Order;
use crate::sylius::pages::Asked;
use crate::sylius::refusal::{Refusal, answer};
use crate::sylius::routes::{Answered, Call};
use serde_json::Value;

impl Call<'_> {
    /// Any order.
    pub(crate) fn order(&self, id: u64) -> Result<Order, Refusal> {
        self.book.orders.get(&id).cloned().ok_or(Refusal::Status(404))
    }

    /// An order that is not placed.
    pub(crate) fn cart(&self, id: u64) -> Result<Order, Refusal> {
        let order = self.order(id)?;
        if order.state == "cart" {
            Ok(order)
        } else {
            Err(Refusal::Status(404))
        }
    }

    pub(crate) fn keep(&mut self, order: Order) {
        self.book.keep(order);
    }

    pub(crate) fn list_carts(&mut self) -> Answered {
        let asked = Asked::of(&self.request.path);
        let mut orders: Vec<&Order> = self.book.orders.values().collect();
        orders.retain(|order| order.state == "cart" && self.is_asked_for(&asked, order));
        self.sort(&asked, &mut orders)?;
        let all = orders.into_iter().map(|order| views::cart(self, order)).collect();
        self.ok(&asked.page("/api/v1/carts/", all)?)
    }

    /// The criteria that a lost cart or order is found by.
    pub(crate) fn is_asked_for(&self, asked: &Asked, order: &Order) -> bool {
        let fits = |name: &str, value: Option<&str>| {
            let value = value.unwrap_or("");
            let (plain, typed) = (format!("criteria[{name}]"), format!("criteria[{name}][value]"));
            let is_equal = asked.get(&format!("criteria[{name}][type]")) == Some("equal");
            match asked.get(&typed).or(asked.get(&plain)) {
                None | Some("") => true,
                Some(wanted) if is_equal => value == wanted,
                Some(wanted) => value.contains(wanted),
            }
        };
        let world = &self.book.desk.world;
        let customer = world.customer(order.customer).map(|customer| {
            let names = [&customer.first_name, &customer.last_name];
            let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
            format!("{} {}", customer.email, names.join(" "))
        });
        let email = world
            .customer(order.customer)
            .map(|customer| customer.email.clone());
        let is_equal = asked.get("criteria[customer][type]") == Some("equal");
        let customer = if is_equal { email } else { customer };
        fits("customer", customer.as_deref())
            && fits("channel", Some(&order.channel))
            && fits("number", order.number.as_deref())
    }

    /// Known keys sort; an unknown one is a crash.
    pub(crate) fn sort(&self, asked: &Asked, orders: &mut [&Order]) -> Result<(), Refusal> {
        let key = asked
            .query
            .iter()
            .find_map(|(name, way)| Some((name.strip_prefix("sorting[")?.strip_suffix(']')?, way)));
        let Some((key, way)) = key else { return Ok(()) };
        match key {
            "customer" => orders.sort_by_key(|order| {
                let customer = self.book.desk.world.customer(order.customer);
                customer.map(|customer| customer.email.clone())
            }),
            "total" => orders.sort_by_key(|order| order.total()),
            "date" => orders.sort_by_key(|order| order.created_ms),
            "number" => orders.sort_by_key(|order| order.number.clone()),
            "channel" | "currencyCode" | "state" => {}
            _ => return Err(Refusal::Status(500)),
        }
        if way == "desc" {
            orders.reverse();
        }
        Ok(())
    }

    pub(crate) fn create_cart(&mut self) -> Answered {
        let sent = self.members();
        let mut tree = Node::named();
        if has_extra(&sent, &["customer", "localeCode", "channel"]) {
            tree.fail(EXTRA);
        }
        let world = &self.book.desk.world;
        let mut field = |name: &str, known: &dyn Fn(&str) -> bool| {
            let is_text = matches!(sent.get(name), Some(Value::String(_)) | None | Some(Value::Null));
            let (value, node) = match scalar(sent.get(name)) {
                Ok(None) => (None, Node::error(BLANK)),
                Ok(Some(text)) if is_text && known(&text) => (Some(text), Node::default()),
                Ok(Some(_)) | Err(()) => (None, Node::error(INVALID)),
            };
            tree.push(name, node);
            value
        };
        let customer = field("customer", &|email| {
            world.customers.iter().any(|customer| customer.email == email)
        });
        let locale = field("localeCode", &|code| matches!(code, "en_US" | "de_DE"));
        let channel = field("channel", &|code| world.channel(code).is_some());
        let (Some(customer), Some(locale), Some(channel), true) =
            (customer, locale, channel, tree.is_clean())
        else {
            return Err(Refusal::Form(tree));
        };
        let customer = world.customers.iter().find(|known| known.email == customer);
        let currency = world.channel(&channel).map(|channel| channel.currency.clone());
        let order = Order {
            customer: customer.map(|customer| customer.id),
            currency: currency.unwrap_or_default(),
            id: next(&mut self.book.desk.counters.order),
            state: "cart".into(),
            checkout: "cart".into(),
            channel,
            locale,
            created_ms: self.now_ms,
            updated_ms: self.now_ms,
            ..Order::default()
        };
        let body = views::cart(self, &order);
        self.keep(order);
        Ok(answer(201, &body))
    }

    pub(crate) fn show_cart(&mut self, id: u64) -> Answered {
        let order = self.cart(id)?;
        self.ok(&views::cart(self, &order))
    }

    pub(crate) fn delete_cart(&mut self, id: u64) -> Answered {
        let order = self.cart(id)?;
        self.book.delete(order.id);
        self.done()
    }

    /// A coupon is attached to any order, placed ones as well. Nothing is reckoned anew.
    pub(crate) fn change_cart(&mut self, id: u64, clears: bool) -> Answered {
        let mut order = self.order(id)?;
        let sent = members(Some(&self.body)).unwrap_or_default();
        let mut tree = Node::named();
        if has_extra(&sent, &["promotionCoupon"]) {
            tree.fail(EXTRA);
        }
        let code = scalar(sent.get("promotionCoupon"));
        let node = if code.is_err() {
            Node::error(INVALID)
        } else {
            Node::default()
        };
        tree.push("promotionCoupon", node);
        if !tree.is_clean() {
            return Err(Refusal::Form(tree));
        }
        if clears || sent.contains_key("promotionCoupon") {
            let known = |code: &String| self.book.desk.world.coupon(code).is_some();
            // An unknown code clears the coupon without a word.
            order.coupon = code.unwrap_or(None).filter(known);
            self.keep(order);
        }
        self.done()
    }
}
