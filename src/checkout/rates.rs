//! Wished rates against the rates on offer: by content and method, since ids die at each re-entry.

use super::intent::{RateChoice, RateWish};
use crate::order::{Order, Rate, Shipment};
use crate::text::Text;

/// A wish resolved for one shipment.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Resolved {
    /// The shipment's id.
    pub shipment: Text,
    /// The rate's id.
    pub rate: Text,
    /// Whether the shop has it chosen already.
    pub is_selected: bool,
}

/// Why a wish cannot be resolved.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RateProblem {
    /// There are no shipments yet.
    NotOffered,
    /// There is a shipment nobody chose for.
    NotChosen,
    /// A method that was chosen is no longer offered.
    Gone,
    /// It costs more than when it was chosen.
    Dearer,
}

/// The rates on offer that fulfil the wish, one for each shipment.
///
/// # Errors
/// [`RateProblem`] when they do not.
pub fn resolve_rates(wish: &RateWish, order: &Order) -> Result<Vec<Resolved>, RateProblem> {
    // What was packed before delivery was entered has no rates yet (Spree 2.3, 2.4).
    if order.shipments.iter().all(|s| s.rates.is_empty()) {
        return Err(RateProblem::NotOffered);
    }
    let mut resolved = Vec::new();
    for shipment in &order.shipments {
        let rate = match wish {
            // Among what was not asked for.
            RateWish::Cheapest if order.lacks_rates => return Err(RateProblem::NotOffered),
            RateWish::Cheapest => cheapest(shipment)?,
            RateWish::Chosen(choices) => match chosen(choices, shipment, &order.shipments) {
                Err(RateProblem::Gone) if order.lacks_rates => return Err(RateProblem::NotOffered),
                found => found?,
            },
        };
        resolved.push(Resolved {
            shipment: shipment.id.clone(),
            rate: rate.id.clone(),
            is_selected: rate.selected,
        });
    }
    Ok(resolved)
}

/// Whether the wish will fit the shipments of this order, which are not known yet: with one choice it does, with one for
/// each of several as long as the same things are sent.
pub(super) fn speaks_for(wish: &RateWish, order: &Order) -> bool {
    let RateWish::Chosen(choices) = wish else {
        return true;
    };
    let is_meant = |variant: &Text| {
        choices.iter().any(|choice| {
            let contents = choice.contents.as_ref();
            contents.is_none_or(|all| all.iter().any(|(known, _)| known == variant))
        })
    };
    choices.len() == 1 || order.lines.iter().all(|line| is_meant(&line.variant))
}

/// The cheapest, unless one of several has no price yet: then it is the shopper's to choose.
fn cheapest(shipment: &Shipment) -> Result<&Rate, RateProblem> {
    let mut cheapest = shipment.rates.first().ok_or(RateProblem::Gone)?;
    for rate in &shipment.rates {
        if rate.cost.is_none() && shipment.rates.len() > 1 {
            return Err(RateProblem::NotChosen);
        }
        if rate.cost < cheapest.cost {
            cheapest = rate;
        }
    }
    Ok(cheapest)
}

/// The rate wished for a shipment: by what is in it; by the variants in it, where only quantities changed; or by
/// the method alone, where that is all that was said or there is just one shipment to speak of.
fn chosen<'a>(
    choices: &[RateChoice],
    shipment: &'a Shipment,
    all: &[Shipment],
) -> Result<&'a Rate, RateProblem> {
    let exact = |c: &&RateChoice| c.contents.as_ref() == Some(&shipment.contents);
    // A choice that still has its own shipment does not speak for another one.
    let alike = |c: &&RateChoice| {
        c.contents.as_ref().is_some_and(|contents| {
            contents.len() == shipment.contents.len()
                && contents.iter().zip(&shipment.contents).all(|(a, b)| a.0 == b.0)
                && !all.iter().any(|s| s.contents == *contents)
        })
    };
    let find = |fits: &dyn Fn(&&RateChoice) -> bool| choices.iter().find(fits);
    let choice = find(&exact)
        .or_else(|| find(&alike))
        .or_else(|| find(&|c| c.contents.is_none()))
        .or_else(|| choices.first().filter(|_| all.len() == 1 && choices.len() == 1))
        .ok_or(RateProblem::NotChosen)?;
    let rate = shipment
        .rates
        .iter()
        .find(|r| r.method == choice.method)
        .ok_or(RateProblem::Gone)?;
    match choice.cost {
        Some(cost) if rate.cost.is_some_and(|now| now > cost) => Err(RateProblem::Dearer),
        _ => Ok(rate),
    }
}

/// A shown rate's id, as a choice that outlives it.
pub(super) fn choice_of(order: &Order, rate: &str) -> Option<RateChoice> {
    order.shipments.iter().find_map(|shipment| {
        let found = shipment.rates.iter().find(|r| r.id == rate)?;
        Some(RateChoice {
            contents: Some(shipment.contents.clone()),
            method: found.method.clone(),
            cost: found.cost,
        })
    })
}
