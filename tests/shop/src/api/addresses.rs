//! `/orders/:n/addresses/:id`: no lock, no reset, no recalculation.

use super::line_items::parse;
use super::{Answered, Call};
use crate::addresses::{errors_of, merge};
use crate::http::Response;
use crate::json::Json;
use crate::order::Order;
use crate::refusal::Refusal;
use crate::render;

/// Which address of an order.
enum Side {
    Bill,
    Ship,
}

impl Call<'_> {
    pub(super) fn show_address(&mut self, n: &str, id: &str) -> Answered {
        self.identify(Some(n))?;
        let order = self.find(n)?;
        if !self.caller.may_read(&order) {
            return Err(Refusal::Unauthorized);
        }
        let (id, _) = side_of(&order, id)?;
        self.answer_address(id)
    }

    pub(super) fn update_address(&mut self, n: &str, id: &str) -> Answered {
        self.identify(Some(n))?;
        let mut order = self.find(n)?;
        self.check_update(&order)?;
        let (id, side) = side_of(&order, id)?;
        let given = self.params.required("address")?;
        let address = merge(self.shop, self.shop.address(Some(id)), &given)?;
        let errors = errors_of(self.shop, &address);
        if !errors.is_empty() {
            return Err(Refusal::Invalid(errors));
        }
        let fresh = self.shop.address_id(address);
        match side {
            Side::Bill => order.bill_id = Some(fresh),
            Side::Ship => order.ship_id = Some(fresh),
        }
        self.shop.put(order);
        self.answer_address(fresh)
    }

    fn answer_address(&self, id: u64) -> Answered {
        let address = self.shop.address(Some(id)).ok_or(Refusal::NotFound)?;
        Ok(Response::json(
            200,
            Json::of_object(|json| render::address(json, self.shop, id, address)),
        ))
    }
}

/// The billing address wins where both are one row.
fn side_of(order: &Order, id: &str) -> Result<(u64, Side), Refusal> {
    let id = parse(id).map_err(|_| Refusal::Unauthorized)?;
    if order.bill_id == Some(id) {
        Ok((id, Side::Bill))
    } else if order.ship_id == Some(id) {
        Ok((id, Side::Ship))
    } else {
        Err(Refusal::Unauthorized)
    }
}
