//! What an operator of a shop can switch.

use crate::spree::Version;
use crate::sylius::Release;
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
    /// Whose answers the shop gives.
    pub server: Server,
    /// Spree: the checkout has a confirm step whatever the payment.
    pub always_include_confirm_step: bool,
    /// Spree 2.3 and 2.4: a shop that rents things out, with dates, a delivery area and shorter steps.
    pub rental: bool,
    /// Spree: whatever goes on from `payment` deletes the payments that are there, as up to 2.1.7 and 2.2.2.
    pub drops_payments: bool,
    /// Spree: only paths that name their format are routed, as the guides write them: `/api/orders.json`.
    pub needs_format: bool,
}

/// The server a shop answers as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum Server {
    /// Solidus 4.7.0.
    #[default]
    Solidus,
    /// A Spree with the classic API.
    Spree(Version),
    /// A Sylius with an API of version 1.
    Sylius(Release),
}

impl Server {
    /// The server called `name`: `solidus`, `spree-` and a version, or `sylius-` and a release.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        if let Some(version) = name.strip_prefix("spree-") {
            return Version::of(version).map(Self::Spree);
        }
        if let Some(release) = name.strip_prefix("sylius-") {
            return Release::of(release).map(Self::Sylius);
        }
        (name == "solidus").then_some(Self::Solidus)
    }

    /// The server of a recording's `version`, or the nearest; `None` where it names none. Spree has no 0.x and no 1.4 to 1.12.
    #[must_use]
    pub fn of_recording(version: Option<&str>) -> Option<Self> {
        let version = version?;
        let spree = Version::of(version).map(Self::Spree);
        spree
            .or_else(|| Release::of(version).map(Self::Sylius))
            .or_else(|| Version::nearest(version).map(Self::Spree))
    }
}

impl From<Server> for String {
    fn from(server: Server) -> Self {
        match server {
            Server::Solidus => "solidus".into(),
            Server::Spree(version) => format!("spree-{}", version.name()),
            Server::Sylius(release) => format!("sylius-{}", release.name()),
        }
    }
}

impl TryFrom<String> for Server {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        Self::named(&name).ok_or_else(|| format!("no server is called `{name}`"))
    }
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
            server: Server::Solidus,
            always_include_confirm_step: false,
            rental: false,
            drops_payments: false,
            needs_format: false,
        }
    }
}

impl Settings {
    /// The preferences of the recorded Spree shops: guests may order, flat bodies are not wrapped.
    #[must_use]
    pub fn spree(version: Version) -> Self {
        Self {
            wrap_parameters: false,
            server: Server::Spree(version),
            ..Self::default()
        }
    }

    /// The preferences of a Sylius: it has none that a checkout sees.
    #[must_use]
    pub fn sylius(release: Release) -> Self {
        Self {
            server: Server::Sylius(release),
            ..Self::default()
        }
    }

    /// Reads the `setting` of a Spree recording.
    #[must_use]
    pub fn from_spree_setting_text(version: Version, text: &str) -> Self {
        Self {
            wrap_parameters: text.contains("wrap_parameters") && text.contains(" on"),
            server: Server::Spree(version),
            ..Self::from_setting_text(text)
        }
    }

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
                "always_include_confirm_step" => settings.always_include_confirm_step = on,
                _ => {}
            }
        }
        settings
    }
}
