//! What differs between the releases of one URL.

use crate::sylius::Release;

/// How one release writes and reads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dialect {
    pub(crate) release: Release,
}

impl Dialect {
    /// 0.13 and 0.14 know no channels; orders show a user and an e-mail instead.
    pub(crate) fn has_channels(self) -> bool {
        self.release >= Release::V0_15
    }

    /// 0.13 takes the place of a shipping method or a province in its list, not its id. So does 0.14, which was
    /// seen for shipping methods alone.
    pub(crate) fn chooses_by_index(self) -> bool {
        self.release <= Release::V0_14
    }

    /// 0.15 alone looks at the channels of a shipping method.
    pub(crate) fn filters_shipping_by_channel(self) -> bool {
        self.release == Release::V0_15
    }

    /// Shipping methods are a map by their ids.
    pub(crate) fn maps_shipping(self) -> bool {
        self.release == Release::V0_16
    }

    /// Using a payment method may cost something.
    pub(crate) fn has_fees(self) -> bool {
        matches!(self.release, Release::V0_15 | Release::V0_16)
    }

    /// Lines show their pieces, and a variant the product it is of.
    pub(crate) fn shows_pieces(self) -> bool {
        self.release != Release::V0_16
    }

    pub(crate) fn is_documented(self) -> bool {
        self.release == Release::Documented
    }

    /// A field of a form as it is documented, in snake case, or as it was served.
    pub(crate) fn key(self, name: &'static str) -> &'static str {
        if !self.is_documented() {
            return name;
        }
        match name {
            "shippingAddress" => "shipping_address",
            "billingAddress" => "billing_address",
            "differentBillingAddress" => "different_billing_address",
            "firstName" => "first_name",
            "lastName" => "last_name",
            "phoneNumber" => "phone_number",
            other => other,
        }
    }

    pub(crate) fn base(self) -> &'static str {
        if self.is_documented() {
            "/app_dev.php/api/v1"
        } else {
            "/api"
        }
    }
}
