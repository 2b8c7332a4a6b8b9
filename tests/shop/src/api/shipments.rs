//! `/shipments`: administrators, except for one's own list.

use super::{Answered, Call};
use crate::http::Response;
use crate::json::Json;
use crate::order::{Order, Shipment};
use crate::params::id;
use crate::refusal::Refusal;
use crate::render;

impl Call<'_> {
    pub(super) fn my_shipments(&mut self) -> Answered {
        self.identify(None)?;
        let user = self.require_user()?;
        let orders = self
            .shop
            .orders
            .values()
            .filter(|order| order.user_id == Some(user));
        let rows: Vec<(&Order, &Shipment)> = orders
            .flat_map(|order| order.shipments.iter().map(move |shipment| (order, shipment)))
            .collect();
        let body = Json::of_object(|json| {
            render::paged(
                json,
                &self.params,
                "shipments",
                &rows,
                |json, (order, shipment)| {
                    render::shipment_show(json, self.shop, order, shipment);
                },
            );
        });
        Ok(Response::json(200, body))
    }

    pub(super) fn estimated_rates(&mut self, number: &str) -> Answered {
        let order = self.order_of_shipment(number)?;
        let shipment = find(&order, number)?;
        let body = Json::of_object(|json| {
            json.list("shipping_rates", &shipment.rates, |json, rate| {
                render::estimated_rate(json, self.shop, &order, rate);
            });
        });
        Ok(Response::json(200, body))
    }

    /// Chooses a rate; the others are deleted.
    pub(super) fn select_shipping_method(&mut self, number: &str) -> Answered {
        let mut order = self.order_of_shipment(number)?;
        self.check_lock(&order)?;
        let wanted = self.params.values.get("shipping_method_id");
        let wanted = wanted
            .filter(|value| !value.is_null())
            .ok_or(Refusal::ParamMissing("shipping_method_id"))?;
        let method_id = id(Some(wanted)).ok_or(Refusal::NotFound)?;
        self.shop
            .world
            .shipping_method(method_id)
            .ok_or(Refusal::NotFound)?;
        let shipment = order
            .shipments
            .iter_mut()
            .find(|shipment| shipment.number == number);
        let shipment = shipment.ok_or(Refusal::NotFound)?;
        if shipment.rates.iter().all(|rate| rate.method_id != method_id) {
            return Err(Refusal::crash());
        }
        shipment.rates.retain(|rate| rate.method_id == method_id);
        if let Some(rate) = shipment.rates.first_mut() {
            rate.selected = true;
            shipment.cost = rate.cost;
        }
        self.shop.recalculate(&mut order);
        let mut json = Json::default();
        render::shipment_show(&mut json, self.shop, &order, find(&order, number)?);
        self.shop.put(order);
        Ok(Response::json(200, json.into_text()))
    }

    fn order_of_shipment(&mut self, number: &str) -> Result<Order, Refusal> {
        self.identify(None)?;
        if !self.caller.admin {
            return Err(Refusal::Unauthorized);
        }
        let mut orders = self.shop.orders.values();
        orders
            .find(|order| find(order, number).is_ok())
            .cloned()
            .ok_or(Refusal::NotFound)
    }
}

fn find<'a>(order: &'a Order, number: &str) -> Result<&'a Shipment, Refusal> {
    order
        .shipments
        .iter()
        .find(|shipment| shipment.number == number)
        .ok_or(Refusal::NotFound)
}
