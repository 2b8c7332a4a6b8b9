//! Orders: shown, listed and deleted. No release could create one.

use super::views;
use crate::sylius::Release;
use crate::sylius::form::{BLANK, EXTRA, INVALID, Node, has_extra, scalar};
use crate::sylius::order::Order;
use crate::sylius::pages::Asked;
use crate::sylius::refusal::Refusal;
use crate::sylius::routes::{Answered, Call};

impl Call<'_> {
    pub(crate) fn show_whole(&mut self, id: u64) -> Answered {
        let order = self.whole(id)?;
        self.ok(&views::order(self, &order))
    }

    /// In every state, placed orders as well.
    pub(crate) fn delete_order(&mut self, id: u64) -> Answered {
        let order = self.order(id)?;
        self.book.delete(order.id);
        self.done()
    }

    fn list(&mut self, base: &str, placed: bool) -> Answered {
        let asked = Asked::of(&self.request.path);
        let mut orders: Vec<&Order> = self.book.orders.values().collect();
        orders.retain(|order| order.completed_ms.is_some() == placed);
        if asked.get("sorting[id]") != Some("asc") {
            orders.sort_by_key(|order| std::cmp::Reverse(order.updated_ms));
        }
        let all = orders
            .into_iter()
            .map(|order| views::order(self, order))
            .collect();
        self.ok(&asked.page_as_asked(base, all)?)
    }

    pub(crate) fn list_checkouts(&mut self) -> Answered {
        let base = format!("{}/checkouts/", self.dialect().base());
        self.list(&base, false)
    }

    pub(crate) fn list_placed(&mut self) -> Answered {
        let base = format!("{}/orders/", self.dialect().base());
        self.list(&base, true)
    }

    /// 0.13 to 0.15 break at once, 0.16 once the form is right: orders come from the shop's own back end.
    pub(crate) fn create_order(&mut self) -> Answered {
        if self.release != Release::V0_16 {
            return Err(Refusal::Status(500));
        }
        let sent = self.members();
        let world = &self.book.desk.world;
        let mut tree = Node::named();
        if has_extra(&sent, &["user", "currency", "channel"]) {
            tree.fail(EXTRA);
        }
        let mut field = |name: &str, known: &dyn Fn(&str) -> bool| {
            let node = match scalar(sent.get(name)) {
                Ok(None) => Node::error(BLANK),
                Ok(Some(text)) if known(&text) => Node::default(),
                Ok(Some(_)) | Err(()) => Node::error(INVALID),
            };
            tree.push(name, node);
        };
        let customers = &world.customers;
        field("user", &|id| customers.iter().any(|row| row.id.to_string() == id));
        field("currency", &|code| matches!(code, "USD" | "EUR"));
        field("channel", &|id| {
            world.channels.iter().any(|row| row.id.to_string() == id)
        });
        if tree.is_clean() {
            Err(Refusal::Status(500))
        } else {
            Err(Refusal::Form(tree))
        }
    }

    pub(crate) fn delete_payment(&mut self, id: u64) -> Answered {
        let mut orders = self.book.orders.values();
        let owner = orders.find(|order| order.payments.iter().any(|payment| payment.id == id));
        let mut order = owner.cloned().ok_or(Refusal::Status(404))?;
        order.payments.retain(|payment| payment.id != id);
        self.keep(order);
        self.done()
    }

    pub(crate) fn delete_payment_method(&mut self, id: u64) -> Answered {
        let mut methods = self.book.desk.world.payment_methods.iter_mut();
        let method = methods.find(|method| method.id == id && !method.deleted);
        method.ok_or(Refusal::Status(404))?.deleted = true;
        self.done()
    }
}
