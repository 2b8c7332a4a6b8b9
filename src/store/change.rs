//! What an answer changed that a page must hear of by name.

use crate::json::{Value, map};
use crate::order::Order;

/// Events for lines that are gone although nobody here removed them. `is_ours` tells, by line and variant, what this page took away.
pub(crate) fn changes(before: &Order, after: &Order, is_ours: impl Fn(&str, &str) -> bool) -> Vec<Value> {
    let gone = before
        .lines
        .iter()
        .filter(|line| !after.lines.iter().any(|l| l.id == line.id) && !is_ours(&line.id, &line.variant));
    gone.map(|line| {
        map! { "kind" => "lineRemoved", "line" => &line.id, "variant" => &line.variant }
    })
    .collect()
}
