//! Coupons of a Spree.

use super::{Version, totals};
use crate::money::display;
use crate::order::{Adjustment, Line, Order, Source};
use crate::shop::Shop;
use crate::world::CouponGift;

/// What became of a code.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) success: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) code: Option<&'static str>,
    pub(crate) is_ok: bool,
}

impl Verdict {
    fn refused(code: &'static str, text: &str) -> Self {
        Self {
            error: Some(text.into()),
            code: Some(code),
            ..Self::default()
        }
    }

    fn applied() -> Self {
        Self {
            success: Some("The coupon code was successfully applied to your order.".into()),
            code: Some("coupon_code_applied"),
            is_ok: true,
            ..Self::default()
        }
    }

    fn unknown() -> Self {
        Self::refused(
            "coupon_code_not_found",
            "The coupon code you entered doesn't exist. Please try again.",
        )
    }
}

/// Applies a code to the order.
pub(crate) fn apply(shop: &mut Shop, version: Version, order: &mut Order, code: &str) -> Verdict {
    let code = code.trim().to_lowercase();
    if code.is_empty() {
        return match version {
            Version::V2_1 => Verdict {
                is_ok: true,
                ..Verdict::default()
            },
            version if version.is_modern() => Verdict::unknown(),
            _ => Verdict::default(),
        };
    }
    let known = shop.world.coupon(&code).cloned();
    // Free shipping is younger than 2.1.
    let known = known.filter(|coupon| version >= Version::V2_2 || coupon.gift != CouponGift::FreeShipping);
    let Some(coupon) = known else {
        return Verdict::unknown();
    };
    if coupon.expired {
        return Verdict::refused("coupon_code_expired", "The coupon code is expired");
    }
    let used = |other: &&Order| other.is_completed() && other.coupons.contains(&coupon.id);
    let uses = shop.orders.values().filter(used).count();
    if coupon.limit.is_some_and(|limit| uses >= limit) {
        return Verdict::refused("coupon_code_max_usage", "Coupon code usage limit exceeded");
    }
    if order.coupons.contains(&coupon.id) {
        let text = "The coupon code has already been applied to this order";
        return match version {
            Version::V1_3 | Version::V2_0 | Version::V2_1 => Verdict {
                success: Some(text.into()),
                is_ok: true,
                ..Verdict::default()
            },
            _ => Verdict::refused("coupon_code_already_applied", text),
        };
    }
    let items = order.lines.iter().map(Line::amount).sum();
    if !totals::is_eligible(&coupon, items) {
        if version >= Version::V2_4Early {
            let minimum = coupon.minimum.unwrap_or_default();
            let minimum = display(minimum);
            let text = format!("This coupon code can't be applied to orders less than {minimum}.");
            return Verdict {
                error: Some(text),
                ..Verdict::default()
            };
        }
        let text = "This coupon code is not eligible for this order";
        return Verdict::refused("coupon_code_not_eligible", text);
    }
    let nothing_to_ship = coupon.gift == CouponGift::FreeShipping && order.shipments.is_empty();
    if nothing_to_ship || order.lines.is_empty() {
        let text = "This coupon code could not be applied to the cart at this time.";
        return Verdict::refused("coupon_code_unknown_error", text);
    }
    order.coupons.push(coupon.id);
    totals::refresh(shop, order);
    let of = |row: &&Adjustment| row.source == Source::Promotion { coupon_id: coupon.id };
    let shipped = order.shipments.iter().flat_map(|shipment| &shipment.adjustments);
    if order
        .adjustments
        .iter()
        .chain(shipped)
        .filter(of)
        .any(|row| row.eligible)
    {
        Verdict::applied()
    } else {
        let text = "The previously applied coupon code results in a better deal";
        Verdict::refused("coupon_code_better_exists", text)
    }
}

/// Takes a code off the order (3.6 on).
pub(crate) fn remove(shop: &mut Shop, version: Version, order: &mut Order, code: &str) -> Verdict {
    let code = code.trim().to_lowercase();
    let id = shop.world.coupon(&code).map(|coupon| coupon.id);
    let Some(id) = id.filter(|id| order.coupons.contains(id)) else {
        return Verdict::unknown();
    };
    order.coupons.retain(|other| *other != id);
    for shipment in &mut order.shipments {
        shipment
            .adjustments
            .retain(|row| row.source != Source::Promotion { coupon_id: id });
    }
    totals::refresh(shop, order);
    let text = if version == Version::V3_7 {
        "<span class=\"translation_missing\" title=\"translation missing: en.spree.adjustments_deleted\">Adjustments \
         Deleted</span>"
    } else {
        "Adjustments Deleted"
    };
    Verdict {
        success: Some(text.into()),
        code: Some("adjustments_deleted"),
        is_ok: true,
        ..Verdict::default()
    }
}
