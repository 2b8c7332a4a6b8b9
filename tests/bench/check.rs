//! Speed of the checks, natively. Compare ratios within one run; `cargo xtask bench` prints the package's beside them.
#![allow(
    missing_docs,
    clippy::as_conversions,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench reads the clock and prints"
)]

use cashwrap::check::address::{Shop, address};
use cashwrap::check::card::number;
use cashwrap::check::expiry::expiry;
use cashwrap::check::format::{Edit, card_number};
use std::hint::black_box;
use std::time::Instant;

const BATCHES: u32 = 60;
const RUNS: u32 = 2_000;
/// What a whole address may take, in nanoseconds.
const ADDRESS_NS: f64 = 2_000.0;

/// The shortest of many batches, in nanoseconds a run: what the machine does beside only lengthens them.
fn shortest<T>(mut run: impl FnMut() -> T) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..BATCHES {
        let start = Instant::now();
        for _ in 0..RUNS {
            black_box(run());
        }
        best = best.min(start.elapsed().as_secs_f64() * 1e9 / f64::from(RUNS));
    }
    best
}

fn main() {
    let card = shortest(|| number(black_box(b"4111 1111 1111 1111"), None));
    let date = shortest(|| expiry(black_box(b"01 / 2029"), 2026, 11));
    let mut made = [0; 512];
    let typed = Edit {
        text: b"4242 4242 42425",
        caret: 15,
        before: b"4242 4242 4242",
        before_caret: 14,
    };
    let format = shortest(|| card_number(black_box(&typed), &mut made));
    let whole = |texts: &[&[u8]; 9]| shortest(|| address(black_box(texts), Shop::UNKNOWN));
    let america = whole(&[
        b"Ada Lovelace",
        b"",
        b"12 Analytical Way",
        b"",
        b"New York",
        b"NY",
        b"10001",
        b"US",
        b"5550100",
    ]);
    let britain = whole(&[
        b"Ada Lovelace",
        b"",
        b"12 Analytical Way",
        b"",
        b"London",
        b"",
        b"SW1A 1AA",
        b"GB",
        b"+442071234567",
    ]);
    println!("card number {card:.0} ns, expiry {date:.0} ns, formatted keystroke {format:.0} ns");
    for (name, time) in [("US", america), ("GB", britain)] {
        println!(
            "address {name} {time:.0} ns, of at most {ADDRESS_NS:.0}: {}",
            if time <= ADDRESS_NS { "ok" } else { "TOO SLOW" }
        );
    }
}
