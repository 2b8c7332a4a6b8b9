//! Countries, states, zones, variants, configuration.

use super::line_items::parse;
use super::{Answered, Call};
use crate::http::Response;
use crate::json::Json;
use crate::refusal::Refusal;
use crate::render;
use crate::world::Variant;

impl Call<'_> {
    pub(super) fn countries(&mut self) -> Answered {
        self.identify_open()?;
        let filter = self.query("q", "name_cont").unwrap_or_default().to_lowercase();
        let mut countries: Vec<_> = self.shop.world.countries.iter().collect();
        countries.retain(|country| country.name.to_lowercase().contains(&filter));
        countries.sort_by_key(|country| country.name);
        let body = Json::of_object(|json| {
            render::paged(json, &self.params, "countries", &countries, |json, country| {
                render::country(json, country, None);
            });
        });
        Ok(Response::json(200, body))
    }

    pub(super) fn country(&mut self, id: &str) -> Answered {
        self.identify_open()?;
        let world = &self.shop.world;
        let country = world.country(parse(id)?).ok_or(Refusal::NotFound)?;
        let mut json = Json::default();
        render::country(&mut json, country, Some(world));
        Ok(Response::json(200, json.into_text()))
    }

    /// Paged only if asked.
    pub(super) fn states(&mut self, country_id: Option<&str>) -> Answered {
        self.identify_open()?;
        let world = &self.shop.world;
        let country = match country_id {
            Some(id) => Some(world.country(parse(id)?).ok_or(Refusal::NotFound)?),
            None => None,
        };
        let states = world.regions_of(country.map(|country| country.id));
        let paged = ["page", "per_page"]
            .iter()
            .any(|name| self.params.values.contains_key(*name));
        let body = Json::of_object(|json| {
            if let Some(country) = country {
                json.bool("states_required", country.states_required);
            }
            if paged {
                render::paged(json, &self.params, "states", &states, |json, state| {
                    render::region(json, state);
                });
            } else {
                json.list("states", &states, |json, state| render::region(json, state));
            }
        });
        Ok(Response::json(200, body))
    }

    pub(super) fn state(&mut self, id: &str) -> Answered {
        self.identify_open()?;
        let state = self.shop.world.region(parse(id)?).ok_or(Refusal::NotFound)?;
        let mut json = Json::default();
        render::region(&mut json, state);
        Ok(Response::json(200, json.into_text()))
    }

    pub(super) fn config(&mut self) -> Answered {
        self.identify(None)?;
        Ok(Response::json(
            200,
            Json::of_object(|json| json.str("default_country_iso", "US")),
        ))
    }

    pub(super) fn config_money(&mut self) -> Answered {
        self.identify(None)?;
        Ok(Response::json(
            200,
            Json::of_object(|json| json.str("symbol", "$")),
        ))
    }

    pub(super) fn zones(&mut self) -> Answered {
        self.identify(None)?;
        let world = &self.shop.world;
        let body = Json::of_object(|json| {
            render::paged(json, &self.params, "zones", &world.zones, |json, zone| {
                render::zone(json, world, zone);
            });
        });
        Ok(Response::json(200, body))
    }

    pub(super) fn zone(&mut self, id: &str) -> Answered {
        self.identify(None)?;
        let world = &self.shop.world;
        let zone = world.zone(parse(id)?).ok_or(Refusal::NotFound)?;
        let mut json = Json::default();
        render::zone(&mut json, world, zone);
        Ok(Response::json(200, json.into_text()))
    }

    pub(super) fn variants(&mut self) -> Answered {
        self.identify(None)?;
        let asked = |name: &str| self.params.text(name).as_deref() == Some("true");
        let (in_stock, suppliable) = (asked("in_stock_only"), asked("suppliable_only"));
        let keep = |variant: &&Variant| {
            let has_stock = variant.count_on_hand > 0 || !variant.track_inventory;
            !variant.deleted
                && (!in_stock || has_stock)
                && (!suppliable || has_stock || variant.backorderable)
        };
        let variants: Vec<&Variant> = self.shop.world.variants.iter().filter(keep).collect();
        let body = Json::of_object(|json| {
            render::paged(json, &self.params, "variants", &variants, |json, variant| {
                render::variant_page(json, variant);
            });
        });
        Ok(Response::json(200, body))
    }

    pub(super) fn variant(&mut self, id: &str) -> Answered {
        self.identify(None)?;
        let variant = self
            .shop
            .world
            .variant(parse(id)?)
            .filter(|variant| !variant.deleted);
        let mut json = Json::default();
        render::variant_page(&mut json, variant.ok_or(Refusal::NotFound)?);
        Ok(Response::json(200, json.into_text()))
    }

    pub(super) fn stores(&mut self) -> Answered {
        self.identify(None)?;
        if !self.caller.admin {
            return Err(Refusal::Unauthorized);
        }
        let body = Json::of_object(|json| {
            json.list("stores", [()], |json, ()| {
                json.object(|json| {
                    json.id("id", 1);
                    json.str("name", "Reference Shop");
                    json.str("url", "shop.example");
                    json.null("meta_description");
                    json.null("meta_keywords");
                    json.null("seo_title");
                    json.str("mail_from_address", "shop@shop.example");
                    json.null("default_currency");
                    json.str("code", "reference");
                    json.bool("default", true);
                    json.list("available_locales", ["en"], |json, locale| json.quote(locale));
                });
            });
        });
        Ok(Response::json(200, body))
    }

    fn query(&self, group: &str, name: &str) -> Option<String> {
        self.params
            .values
            .get(group)?
            .get(name)
            .and_then(crate::params::text)
    }
}
