//! What an answer changed that a page must hear of by name.

use crate::json::{Value, map};
use crate::list;
use crate::order::Order;

/// Events for lines that are gone although nobody here removed them. `is_ours` tells, by line and variant, what this page took away.
pub(crate) fn changes(before: &Order, after: &Order, is_ours: impl Fn(&str, &str) -> bool) -> Vec<Value> {
    list::pick(&before.lines, &|line| {
        let stays = after.lines.iter().any(|l| l.id == line.id);
        let told = map! { "kind" => "lineRemoved", "line" => &line.id, "variant" => &line.variant };
        (!stays && !is_ours(&line.id, &line.variant)).then_some(told)
    })
}
