//! Customers: a cart belongs to one that exists.

use super::views;
use crate::sylius::form::{EXTRA, Node, has_extra, scalar};
use crate::sylius::pages::Asked;
use crate::sylius::refusal::{Refusal, answer};
use crate::sylius::routes::{Answered, Call};
use crate::sylius::world::Customer;

const FIELDS: [&str; 8] = [
    "firstName",
    "lastName",
    "email",
    "birthday",
    "gender",
    "phoneNumber",
    "subscribedToNewsletter",
    "group",
];

impl Call<'_> {
    pub(crate) fn list_customers(&mut self) -> Answered {
        let customers = self.book.desk.world.customers.iter();
        let all = customers.map(views::customer).collect();
        let page = Asked::of(&self.request.path).page("/api/v1/customers/", all)?;
        self.ok(&page)
    }

    pub(crate) fn show_customer(&mut self, id: u64) -> Answered {
        let customer = self.book.desk.world.customer(Some(id));
        let customer = customer.ok_or(Refusal::Status(404))?;
        self.ok(&views::customer(customer))
    }

    pub(crate) fn create_customer(&mut self) -> Answered {
        let sent = self.members();
        let text = |key: &str| scalar(sent.get(key)).unwrap_or(None);
        let email = text("email");
        let mut tree = Node::named();
        if has_extra(&sent, &FIELDS) {
            tree.fail(EXTRA);
        }
        let customers = &mut self.book.desk.world.customers;
        let fault = match &email {
            None => Some("Please enter your email."),
            Some(email) if !email.contains('@') => Some("This email is invalid."),
            Some(email)
                if customers
                    .iter()
                    .any(|known| known.email.eq_ignore_ascii_case(email)) =>
            {
                Some("This email is already used.")
            }
            Some(_) => None,
        };
        for field in FIELDS {
            let fault = fault.filter(|_| field == "email");
            tree.push(field, fault.map_or_else(Node::default, Node::error));
        }
        let (Some(email), true) = (email, tree.is_clean()) else {
            return Err(Refusal::Form(tree));
        };
        let customer = Customer {
            id: crate::rows::count(customers) + 1,
            email,
            first_name: text("firstName"),
            last_name: text("lastName"),
            has_account: false,
        };
        let body = views::customer(&customer);
        customers.push(customer);
        Ok(answer(201, &body))
    }

    /// Names alone are changed.
    pub(crate) fn change_customer(&mut self, id: u64) -> Answered {
        let sent = self.members();
        let customers = &mut self.book.desk.world.customers;
        let Some(customer) = customers.iter_mut().find(|customer| customer.id == id) else {
            return Err(Refusal::Status(404));
        };
        for (key, name) in [
            ("firstName", &mut customer.first_name),
            ("lastName", &mut customer.last_name),
        ] {
            if sent.contains_key(key) {
                *name = scalar(sent.get(key)).unwrap_or(None);
            }
        }
        self.done()
    }
}
