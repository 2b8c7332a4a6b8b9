//! Variants, countries, states, addresses.

use super::super::Version;
use crate::json::Json;
use crate::order::Address;
use crate::shop::Shop;
use crate::world::{Country, Region, Variant};

const IMAGE_SIZES: [&str; 4] = ["mini", "small", "product", "large"];

/// A variant, without the product's id.
pub(crate) fn variant_fields(json: &mut Json, version: Version, variant: &Variant) {
    json.id("id", variant.id);
    json.str("name", variant.name);
    json.str("sku", variant.sku);
    json.opt_dec("price", variant.price);
    if version <= Version::V2_0 && variant.weight.is_zero() {
        json.null("weight");
    } else {
        json.dec("weight", variant.weight);
    }
    for side in ["height", "width", "depth"] {
        json.null(side);
    }
    json.bool("is_master", variant.is_master);
    if version == Version::V1_3 {
        json.int("count_on_hand", variant.count_on_hand);
        json.int("lock_version", 0);
    }
    if version <= Version::V2_3 {
        json.null("cost_price");
    }
    json.str(
        if version >= Version::V2_2 {
            "slug"
        } else {
            "permalink"
        },
        variant.slug,
    );
    if version >= Version::V2_1 {
        json.opt_str("description", variant.description);
        json.bool("track_inventory", variant.track_inventory);
    }
    if version >= Version::V2_2 {
        match variant.price {
            Some(price) => json.money("display_price", price),
            None => json.null("display_price"),
        }
    }
    if version >= Version::V2_1 {
        let text = variant
            .option
            .map_or_else(String::new, |(_, _, text)| format!("Size: {text}"));
        json.str("options_text", &text);
    }
    stock(json, version, variant);
    if version >= Version::V2_1 {
        options(json, variant);
    }
    images(json, variant);
}

fn stock(json: &mut Json, version: Version, variant: &Variant) {
    let supply = variant.supply();
    let sold = supply.is_none_or(|supply| supply > 0);
    if version >= Version::V2_2 {
        json.bool("in_stock", sold);
    }
    if version >= Version::V2_3 {
        json.bool("is_backorderable", variant.backorderable);
        if variant.track_inventory {
            json.int("total_on_hand", variant.count_on_hand);
        } else {
            json.null("total_on_hand");
        }
    }
    if version.is_modern() {
        json.bool("is_orderable", sold);
    }
    if version >= Version::V2_4Early {
        json.bool("is_destroyed", variant.deleted);
    }
}

fn options(json: &mut Json, variant: &Variant) {
    json.list("option_values", variant.option, |json, (id, name, text)| {
        json.object(|json| {
            json.id("id", id);
            json.str("name", name);
            json.str("presentation", text);
            json.str("option_type_name", "tshirt-size");
            json.id("option_type_id", 1);
            json.str("option_type_presentation", "Size");
        });
    });
}

fn images(json: &mut Json, variant: &Variant) {
    json.list("images", variant.image, |json, file| {
        json.object(|json| {
            json.id("id", variant.product_id);
            json.id("position", 1);
            json.str("attachment_content_type", "image/svg+xml");
            json.str("attachment_file_name", file);
            json.str("type", "Spree::Image");
            json.null("attachment_updated_at");
            json.id("attachment_width", 360);
            json.id("attachment_height", 360);
            json.null("alt");
            json.str("viewable_type", "Spree::Variant");
            json.id("viewable_id", variant.id);
            for size in IMAGE_SIZES {
                json.str(&format!("{size}_url"), &format!("/images/{file}"));
            }
        });
    });
}

pub(crate) fn country_fields(json: &mut Json, country: &Country) {
    json.id("id", country.id);
    json.str("iso_name", country.iso_name);
    json.str("iso", country.iso);
    json.str("iso3", country.iso3);
    json.str("name", country.name);
    json.int("numcode", country.numcode);
}

pub(crate) fn region_fields(json: &mut Json, region: &Region) {
    json.id("id", region.id);
    json.str("name", region.name);
    json.str("abbr", region.abbr);
    json.id("country_id", region.country_id);
}

pub(crate) fn opt_address(json: &mut Json, key: &str, shop: &Shop, version: Version, id: Option<u64>) {
    match (id, shop.address(id)) {
        (Some(id), Some(row)) => address(json.key(key), shop, version, id, row),
        _ => json.null(key),
    }
}

pub(crate) fn address(json: &mut Json, shop: &Shop, version: Version, id: u64, address: &Address) {
    let region = address.state_id.and_then(|id| shop.world.region(id));
    json.object(|json| {
        json.id("id", id);
        let (first, last) = (address.firstname.as_deref(), address.lastname.as_deref());
        json.opt_str("firstname", first);
        json.opt_str("lastname", last);
        let full = format!("{} {}", first.unwrap_or(""), last.unwrap_or(""));
        if version > Version::V2_0 {
            json.str("full_name", full.trim());
        }
        json.opt_str("address1", address.address1.as_deref());
        json.opt_str("address2", address.address2.as_deref());
        json.opt_str("city", address.city.as_deref());
        json.opt_str("zipcode", address.zipcode.as_deref());
        json.opt_str("phone", address.phone.as_deref());
        json.opt_str("company", address.company.as_deref());
        json.opt_str("alternative_phone", address.alternative_phone.as_deref());
        json.opt_id("country_id", address.country_id);
        json.opt_id("state_id", address.state_id);
        if version >= Version::V4_4 {
            json.null("label");
        }
        json.opt_str("state_name", address.state_name.as_deref());
        if version >= Version::V2_2 {
            let text = region.map(|region| region.abbr).or(address.state_name.as_deref());
            json.opt_str("state_text", text);
        }
        match address.country_id.and_then(|id| shop.world.country(id)) {
            Some(country) => json.key("country").object(|json| country_fields(json, country)),
            None => json.null("country"),
        }
        match region {
            Some(region) => json.key("state").object(|json| region_fields(json, region)),
            // Up to 2.4 a missing state has no name.
            None => json.null(if version.is_modern() { "state" } else { "" }),
        }
    });
}
