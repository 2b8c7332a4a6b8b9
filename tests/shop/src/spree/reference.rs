//! Countries, states, zones, variants, stores.

use super::routes::{Answered, Call};
use super::{Refusal, render};
use crate::http::Response;
use crate::json::Json;
use crate::params::id;
use crate::world::{Country, Region, Zone};
use serde_json::Value;

impl Call<'_> {
    pub(super) fn countries(&mut self) -> Answered {
        self.admit_open(None)?;
        let wanted = self.params.values.get("q").and_then(|q| q.get("name_cont"));
        let wanted = wanted.and_then(Value::as_str).unwrap_or("").to_lowercase();
        let holds = |country: &&Country| country.name.to_lowercase().contains(&wanted);
        let mut all: Vec<Country> = self.shop.world.countries.iter().filter(holds).cloned().collect();
        all.sort_by_key(|country| country.name);
        let page = self.page(&all);
        let body = Json::of_object(|json| {
            json.list("countries", &page.items, |json, country| {
                json.object(|json| render::country_fields(json, country));
            });
            page.write(json);
        });
        Ok(Response::json(200, body))
    }

    pub(super) fn country(&mut self, wanted: &str) -> Answered {
        self.admit_open(None)?;
        let wanted = id(Some(&Value::from(wanted))).unwrap_or(0);
        let country = self.shop.world.country(wanted).ok_or(Refusal::NotFound)?;
        let body = Json::of_object(|json| {
            render::country_fields(json, country);
            json.list(
                "states",
                self.shop.world.regions_of(Some(country.id)),
                |json, region| {
                    json.object(|json| render::region_fields(json, region));
                },
            );
        });
        Ok(Response::json(200, body))
    }

    pub(super) fn states(&mut self, country: Option<&str>) -> Answered {
        self.admit_open(None)?;
        let asked = country
            .map(str::to_owned)
            .or_else(|| self.params.text("country_id"));
        let country = match asked {
            None => None,
            Some(text) => {
                let found = id(Some(&Value::from(text))).and_then(|id| self.shop.world.country(id));
                Some(found.ok_or(Refusal::NotFound)?)
            }
        };
        let regions = self.shop.world.regions_of(country.map(|country| country.id));
        let all: Vec<Region> = regions.into_iter().cloned().collect();
        let page = self.page(&all);
        let is_paged = ["page", "per_page"]
            .iter()
            .any(|name| self.params.text(name).is_some());
        let body = Json::of_object(|json| {
            json.list(
                "states",
                if is_paged { &page.items } else { &all },
                |json, region| {
                    json.object(|json| render::region_fields(json, region));
                },
            );
            if let Some(country) = country {
                json.bool("states_required", country.states_required);
            }
            if is_paged {
                page.write(json);
            }
        });
        Ok(Response::json(200, body))
    }

    pub(super) fn state(&mut self, wanted: &str) -> Answered {
        self.admit_open(None)?;
        let wanted = id(Some(&Value::from(wanted))).unwrap_or(0);
        let region = self.shop.world.region(wanted).ok_or(Refusal::NotFound)?;
        let body = Json::of_object(|json| render::region_fields(json, region));
        Ok(Response::json(200, body))
    }

    pub(super) fn zones(&mut self) -> Answered {
        self.admit(None)?;
        let zones: Vec<Zone> = self.shop.world.zones.clone();
        let page = self.page(&zones);
        let body = Json::of_object(|json| {
            json.list("zones", &page.items, |json, zone| {
                json.object(|json| {
                    json.id("id", zone.id);
                    json.str("name", zone.name);
                    json.str("description", zone.description);
                    json.list("zone_members", &zone.members, |json, (id, country)| {
                        json.object(|json| {
                            json.id("id", *id);
                            if !self.version.is_modern() {
                                let country = self.shop.world.country(*country);
                                json.str("name", country.map_or("", |country| country.name));
                            }
                            json.str("zoneable_type", "Spree::Country");
                            json.id("zoneable_id", *country);
                        });
                    });
                });
            });
            page.write(json);
        });
        Ok(Response::json(200, body))
    }

    pub(super) fn variant(&mut self, wanted: &str) -> Answered {
        // The filter of order tokens takes any id for an order's.
        self.admit(Some(wanted))?;
        let wanted = id(Some(&Value::from(wanted))).unwrap_or(0);
        let variant = self.shop.world.variant(wanted).ok_or(Refusal::NotFound)?;
        let body = Json::of_object(|json| {
            render::variant_fields(json, self.version, variant);
            if self.version < super::Version::V2_2 {
                return;
            }
            json.list("stock_items", [variant], |json, variant| {
                json.object(|json| {
                    json.id("id", variant.id);
                    json.int("count_on_hand", variant.count_on_hand);
                    json.id("stock_location_id", 1);
                    json.bool("backorderable", variant.backorderable);
                    json.bool("available", variant.count_on_hand > 0 || variant.backorderable);
                    json.str("stock_location_name", "default");
                });
            });
        });
        Ok(Response::json(200, body))
    }

    /// 4.x shows it to customers, earlier ones to administrators.
    pub(super) fn stores(&mut self) -> Answered {
        self.admit(None)?;
        if !self.caller.admin && self.version < super::Version::V4_4 {
            return Err(Refusal::Unauthorized);
        }
        let body = Json::of_object(|json| {
            json.list("stores", [()], |json, ()| {
                json.object(|json| {
                    json.id("id", 1);
                    for (key, value) in [
                        ("name", Some("Sample Store")),
                        ("url", Some("example.org")),
                        ("meta_description", None),
                        ("meta_keywords", None),
                        ("seo_title", None),
                        ("mail_from_address", Some("store@example.com")),
                        ("customer_support_email", None),
                        ("default_currency", Some("USD")),
                        ("code", Some("sample")),
                    ] {
                        json.opt_str(key, value);
                    }
                    json.bool("default", true);
                    for key in ["facebook", "twitter", "instagram"] {
                        json.null(key);
                    }
                    json.str("supported_currencies", "USD");
                    json.null("default_locale");
                    json.null("supported_locales");
                });
            });
        });
        Ok(Response::json(200, body))
    }

    /// Nothing here is ever shipped.
    pub(super) fn my_shipments(&mut self) -> Answered {
        self.admit(None)?;
        self.require_user()?;
        let page = self.page::<()>(&[]);
        let body = Json::of_object(|json| {
            json.list("shipments", &page.items, |_, ()| {});
            page.write(json);
        });
        Ok(Response::json(200, body))
    }
}
