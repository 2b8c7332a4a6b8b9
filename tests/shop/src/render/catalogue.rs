//! Variants, countries, states, zones.

use crate::json::Json;
use crate::world::{Country, Region, Variant, World, Zone};

const IMAGE_SIZES: [&str; 4] = ["mini", "small", "product", "large"];

/// A variant with its stock, as `GET /variants/:id` shows it.
pub(crate) fn variant_page(json: &mut Json, variant: &Variant) {
    json.object(|json| {
        variant_fields(json, variant);
        json.list("variant_properties", [(); 0], |_, ()| {});
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
}

/// The variant inside a line item.
pub(crate) fn variant_of_line(json: &mut Json, variant: &Variant) {
    json.object(|json| {
        variant_fields(json, variant);
        json.id("product_id", variant.product_id);
    });
}

fn variant_fields(json: &mut Json, variant: &Variant) {
    json.id("id", variant.id);
    json.str("name", variant.name);
    json.str("sku", variant.sku);
    json.null("gtin");
    json.null("condition");
    json.dec("weight", variant.weight);
    json.null("height");
    json.null("width");
    json.null("depth");
    json.bool("is_master", variant.is_master);
    json.str("slug", variant.slug);
    json.opt_str("description", variant.description);
    json.bool("track_inventory", variant.track_inventory);
    json.opt_dec("price", variant.price);
    match variant.price {
        Some(price) => json.money("display_price", price),
        None => json.null("display_price"),
    }
    let size = variant
        .option
        .map(|(_, _, presentation)| format!("Size: {presentation}"));
    json.str("options_text", size.as_deref().unwrap_or(""));
    let in_stock = !variant.track_inventory || variant.count_on_hand > 0;
    json.bool("in_stock", in_stock);
    json.bool("is_backorderable", variant.backorderable);
    if variant.track_inventory {
        json.int("total_on_hand", variant.count_on_hand);
    } else {
        json.null("total_on_hand");
    }
    json.bool("is_destroyed", variant.deleted);
    json.list(
        "option_values",
        variant.option,
        |json, (id, name, presentation)| {
            json.object(|json| {
                json.id("id", id);
                json.str("name", name);
                json.str("presentation", presentation);
                json.str("option_type_name", "tshirt-size");
                json.id("option_type_id", 1);
                json.str("option_type_presentation", "Size");
            });
        },
    );
    json.list("images", variant.image, |json, file| image(json, variant, file));
}

fn image(json: &mut Json, variant: &Variant, file: &str) {
    json.object(|json| {
        json.id("id", variant.id);
        json.int("position", 1);
        json.str("attachment_content_type", "image/svg+xml");
        json.str("attachment_file_name", file);
        json.str("type", "Spree::Image");
        json.null("attachment_updated_at");
        json.int("attachment_width", 480);
        json.int("attachment_height", 480);
        json.str("alt", variant.name);
        json.str("viewable_type", "Spree::Variant");
        json.id("viewable_id", variant.id);
        for size in IMAGE_SIZES {
            json.str(&format!("{size}_url"), &format!("/images/{file}"));
        }
    });
}

/// A country; with its states where they are asked for.
pub(crate) fn country(json: &mut Json, country: &Country, states: Option<&World>) {
    json.object(|json| {
        json.id("id", country.id);
        json.str("iso_name", country.iso_name);
        json.str("iso", country.iso);
        json.str("iso3", country.iso3);
        json.str("name", country.name);
        json.int("numcode", country.numcode);
        if let Some(world) = states {
            json.list("states", world.regions_of(Some(country.id)), region);
        }
    });
}

/// A state.
pub(crate) fn region(json: &mut Json, region: &Region) {
    json.object(|json| {
        json.id("id", region.id);
        json.str("name", region.name);
        json.str("abbr", region.abbr);
        json.id("country_id", region.country_id);
    });
}

/// A zone with its members.
pub(crate) fn zone(json: &mut Json, world: &World, zone: &Zone) {
    json.object(|json| {
        json.id("id", zone.id);
        json.str("name", zone.name);
        json.str("description", zone.description);
        json.list("zone_members", &zone.members, |json, (id, country_id)| {
            json.object(|json| {
                json.id("id", *id);
                json.str(
                    "name",
                    world.country(*country_id).map_or("", |country| country.name),
                );
                json.str("zoneable_type", "Spree::Country");
                json.id("zoneable_id", *country_id);
            });
        });
    });
}
