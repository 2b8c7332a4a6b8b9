//! What an operator of a shop can switch.

use serde::{Deserialize, Serialize};

/// Preferences of the shop, at Solidus's defaults except `guests`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Anonymous visitors may create orders (`requires_authentication=false`).
    pub guests: bool,
    /// A phone number is required in addresses.
    pub address_requires_phone: bool,
    /// A state is required in addresses of countries that have them.
    pub address_requires_state: bool,
    /// A billing address is required to leave delivery.
    pub billing_address_required: bool,
    /// A declined payment completes the order all the same.
    pub allow_checkout_on_gateway_error: bool,
    /// Flat JSON bodies are wrapped under the controller's name.
    pub wrap_parameters: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            guests: true,
            address_requires_phone: true,
            address_requires_state: true,
            billing_address_required: false,
            allow_checkout_on_gateway_error: false,
            wrap_parameters: true,
        }
    }
}

impl Settings {
    /// Reads the `setting` of a recording, such as `requires_authentication=false, address_requires_phone=false`.
    /// Words that name no preference are skipped: they speak of the machine, not of the shop.
    #[must_use]
    pub fn from_setting_text(text: &str) -> Self {
        let mut settings = Self::default();
        for (name, value) in text.split([',', ';']).filter_map(|part| part.split_once('=')) {
            let on = value.trim() == "true";
            match name.trim() {
                "requires_authentication" => settings.guests = !on,
                "address_requires_phone" => settings.address_requires_phone = on,
                "address_requires_state" => settings.address_requires_state = on,
                "billing_address_required" => settings.billing_address_required = on,
                "allow_checkout_on_gateway_error" => settings.allow_checkout_on_gateway_error = on,
                "wrap_parameters" => settings.wrap_parameters = on,
                _ => {}
            }
        }
        settings
    }
}
