//! Who is calling a Spree, and what they may do.

use super::{Refusal, Version};
use crate::http::Request;
use crate::order::Order;
use crate::params::Params;
use crate::shop::Shop;

/// Who is calling.
#[derive(Debug, Clone, Default)]
pub(crate) struct Caller {
    pub(crate) user: Option<u64>,
    pub(crate) admin: bool,
    key: Option<String>,
    token: Option<String>,
}

impl Caller {
    /// Reads the credentials. An empty header counts as none.
    pub(crate) fn read(shop: &Shop, version: Version, request: &Request, params: &Params) -> Self {
        let present = |text: Option<String>| text.filter(|text| !text.is_empty());
        let header = |name: &str| present(request.get(name).map(str::to_owned));
        let key = header("x-spree-token").or_else(|| present(params.text("token")));
        let token = match version {
            Version::V2_0 => None,
            _ => header("x-spree-order-token").or_else(|| present(params.text("order_token"))),
        };
        let user = key
            .as_deref()
            .and_then(|key| shop.users.iter().find(|user| user.key.as_deref() == Some(key)));
        Self {
            user: user.map(|user| user.id),
            admin: user.is_some_and(|user| user.admin),
            key,
            token,
        }
    }

    /// The check before every action; `open` ones need no key.
    pub(crate) fn admit(
        &self,
        shop: &Shop,
        params: &Params,
        order: Option<&str>,
        open: bool,
    ) -> Result<(), Refusal> {
        if self.token.is_none() && self.user.is_none() && !open {
            match &self.key {
                Some(key) => return Err(Refusal::KeyUnknown(key.clone())),
                None if !shop.settings.guests => return Err(Refusal::KeyMissing),
                None => {}
            }
        }
        if self.token.is_some() {
            let named = params.text("order_number");
            let number = order.map(str::to_owned).or(named);
            let found = number.and_then(|number| shop.order(&number));
            if !found.is_some_and(|order| self.may_read(order)) {
                return Err(Refusal::Unauthorized);
            }
        }
        Ok(())
    }

    /// Owner, holder of the token, administrator.
    pub(crate) fn may_read(&self, order: &Order) -> bool {
        self.owns(order) || self.token.as_deref() == Some(order.token.as_str())
    }

    /// As reading; from 3.3 on a completed order only by an administrator.
    pub(crate) fn may_update(&self, order: &Order, version: Version) -> bool {
        self.may_read(order) && (self.admin || !version.is_modern() || !order.is_completed())
    }

    /// By the key alone, whatever the token says.
    pub(crate) fn owns(&self, order: &Order) -> bool {
        self.admin || (self.user.is_some() && self.user == order.user_id)
    }

    /// `permissions.can_update`: the token is not looked at.
    pub(crate) fn shows_can_update(&self, order: &Order, version: Version) -> bool {
        self.owns(order) && (self.admin || !version.is_modern() || !order.is_completed())
    }
}
