//! Who is calling, and what they may do.

use crate::http::Request;
use crate::order::Order;
use crate::params::Params;
use crate::refusal::Refusal;
use crate::shop::Shop;

/// Who is calling.
#[derive(Debug, Clone, Default)]
pub(crate) struct Caller {
    pub(crate) user: Option<u64>,
    pub(crate) admin: bool,
    token: Option<String>,
}

impl Caller {
    /// Checks credentials in the server's order: order token, then key. `order` is the number in the path;
    /// `open` endpoints need no key.
    pub(crate) fn identify(
        shop: &Shop,
        request: &Request,
        params: &Params,
        order: Option<&str>,
        open: bool,
    ) -> Result<Self, Refusal> {
        let bearer = request
            .get("authorization")
            .and_then(|value| value.strip_prefix("Bearer "));
        let key = bearer
            .map(str::to_owned)
            .or_else(|| params.text("token"))
            .filter(|key| !key.is_empty());
        let header = request
            .get("x-spree-order-token")
            .filter(|token| !token.is_empty());
        let token = header.map(str::to_owned).or_else(|| params.text("order_token"));
        let token = token.filter(|token| !token.is_empty());
        let user = key
            .as_deref()
            .and_then(|key| shop.users.iter().find(|u| u.key.as_deref() == Some(key)));
        let caller = Self {
            user: user.map(|user| user.id),
            admin: user.is_some_and(|user| user.admin),
            token,
        };
        if caller.token.is_some() {
            let names = ["order_id", "checkout_id", "order_number"];
            let named = names.into_iter().find_map(|name| params.text(name));
            let number = order.map(str::to_owned).or(named);
            let found = number.and_then(|number| shop.order(&number));
            if !found.is_some_and(|order| caller.may_read(order)) {
                return Err(Refusal::Unauthorized);
            }
        } else if caller.user.is_none() && !open {
            return match key {
                Some(key) => Err(Refusal::KeyUnknown(key)),
                None if shop.settings.guests => Ok(caller),
                None => Err(Refusal::KeyMissing),
            };
        }
        Ok(caller)
    }

    /// May see the order: owner, holder of its token, administrator.
    pub(crate) fn may_read(&self, order: &Order) -> bool {
        self.owns(order) || self.token.as_deref() == Some(order.token.as_str())
    }

    /// May change the order: as reading, but a completed order only by an administrator.
    pub(crate) fn may_update(&self, order: &Order) -> bool {
        self.may_read(order) && (self.admin || !order.is_completed())
    }

    /// By the key alone, whatever the token says.
    pub(crate) fn owns(&self, order: &Order) -> bool {
        self.admin || (self.user.is_some() && self.user == order.user_id)
    }

    /// `permissions.can_update`: the token is not looked at.
    pub(crate) fn shows_can_update(&self, order: &Order) -> bool {
        self.admin || (self.owns(order) && !order.is_completed())
    }
}
