//! Every recorded Sylius exchange, played against the profile of its release.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests"
)]

use cashwrap_shop::replay::{Exchange, Line, Tally, parse_lines, tally};
use cashwrap_shop::{Release, Shop};
use std::fs;
use std::io::Read;
use std::path::PathBuf;

/// Steps that are not as recorded, and why. A case alone stands for all its steps.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("carts_read", "list, default", NOT_SHOWN),
    ("carts_read", "page 2", NOT_SHOWN),
    ("carts_read", "item .xml", XML),
    ("carts_read", "Accept: application/xml", XML),
    ("carts_read", "Accept: text/xml", XML),
    ("skip_then_edit", "GET checkout view: after", NOT_SHOWN),
    ("complete_refusals", "select payment", NOT_SHOWN),
    ("complete_refusals", "complete", NOT_SHOWN),
    (
        "complete_stock_two_lines",
        "two lines of 2 each, stock 3",
        NOT_SHOWN,
    ),
    ("complete_stock_two_lines", "GET checkout view: after", NOT_SHOWN),
    (
        "number_sequence",
        "customer's orders",
        "a list of the administration with bodies of its own",
    ),
    ("repeat_each_put", "complete", NOT_SHOWN),
    ("repeat_each_put", "GET checkout view: completed", NOT_SHOWN),
    ("two_recalculations_by_get_lists", "payment list", NOT_SHOWN),
    ("checkouts_list", "all states", NOT_SHOWN),
    ("checkouts_list", "limit 1", NOT_SHOWN),
    ("checkouts_list", "limit 1 page 2", NOT_SHOWN),
    ("checkouts_list", "list after delete", NOT_SHOWN),
    ("billing_combinations", "billing only, no flag", NOTICE),
    ("billing_combinations", "flag false only", NOTICE),
    ("bodies_accepted", "upper case", NOTICE),
];

const NOT_SHOWN: &str = "calls that made the carts, or went on with the order, have no line in the recording";
const NOTICE: &str = "with the debug flag a notice of PHP is a 500; the shop answers as production does";
const XML: &str = "no checkout asks for XML: left out of the shop";

fn exchanges(release: &str) -> Vec<Exchange> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures/sylius");
    let packed = fs::File::open(folder.join(format!("{release}.jsonl.gz"))).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed)
        .read_to_string(&mut text)
        .unwrap();
    parse_lines(&text).unwrap()
}

fn play(release: &str) -> Tally {
    tally(
        &exchanges(release),
        Shop::recorded_sylius(Release::of(release).unwrap()),
    )
}

fn reason(line: &Line) -> Option<&'static str> {
    let listed = EXCEPTIONS
        .iter()
        .find(|(case, step, _)| *case == line.case && (step.is_empty() || *step == line.step));
    listed.map(|(.., reason)| *reason)
}

/// At least 95 of 100 scored steps have the recorded status and shape, and each of the rest has its reason.
fn check(release: &str, at_least: usize) {
    let tally = play(release);
    println!(
        "sylius {release}: {} exchanges, {} scored: {} statuses, {} statuses and shapes, {} all values; \
         {} of all exchanges alike",
        tally.all, tally.scored, tally.statuses, tally.alike, tally.same, tally.alike_of_all
    );
    let mut unexplained = Vec::new();
    for line in &tally.unlike {
        if reason(line).is_none() {
            let differences: Vec<_> = line.played.differences.iter().take(4).collect();
            unexplained.push(format!(
                "{} / {}: status {} {differences:?}",
                line.case, line.step, line.played.status_ok
            ));
        }
    }
    if std::env::var_os("SYLIUS_VALUES").is_some() {
        for line in &tally.values {
            let differences: Vec<_> = line.played.differences.iter().take(4).collect();
            println!("VALUE {} / {}: {differences:?}", line.case, line.step);
        }
    }
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
    assert!(tally.scored >= at_least, "only {} scored", tally.scored);
    assert!(
        tally.alike * 100 >= tally.scored * 95,
        "{} of {}",
        tally.alike,
        tally.scored
    );
}

#[test]
fn sylius_1_6_9_answers_as_recorded() {
    check("1.6.9", 850);
}

#[test]
fn sylius_1_7_11_answers_as_recorded() {
    check("1.7.11", 850);
}

#[test]
fn sylius_0_16_answers_as_recorded() {
    check("0.16.0", 570);
}

#[test]
fn sylius_0_15_answers_as_recorded() {
    check("0.15.0", 570);
}

#[test]
fn sylius_0_13_answers_as_recorded() {
    check("0.13.0", 560);
}
