//! The project's tasks. `cargo xtask` lists them.

mod bindgen;
mod build;
mod demo;
mod paths;
#[cfg(feature = "replay")]
mod replay;
mod room;
mod setup;
mod shell;
mod shorten;
mod size;
mod tables;
mod test;
mod tidy;
mod toolchain;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
cargo xtask setup                 install what is missing: wasm target, wasm-bindgen, npm packages, browsers
cargo xtask build [--dev | --families]
                                  the npm package: pkg/wasm and pkg/dist; with the families alone, as published
cargo xtask test [--only STAGE]…  set up what is missing and run everything; last line: N passed, N failed
cargo xtask demo [--room NAME] [--proxy] [--once] [--no-drive] [--port N]
                                  the shop, the storefront, and one purchase in headless Chromium
cargo xtask size [--bless]        bytes of the package beside the floor and the budget; tests/size.snap
cargo xtask size --functions      where those bytes are: the biggest functions
cargo xtask tidy                  the house rules that no compiler knows
cargo xtask tables [--check]      addresses of the world: src/check/tables.rs and pkg/regions from the published data
cargo xtask room NAME             a new family of servers: its room, its fixtures and its rows, to be filled in
cargo xtask bench [ARGS…]         cargo bench
cargo xtask replay --room NAME FILE.jsonl…
                                  recordings of real servers through mirror and shop
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> Result<()> {
    let (task, rest) = match args.split_first() {
        Some((task, rest)) => (task.as_str(), rest),
        None => ("help", args),
    };
    match task {
        "setup" if rest.is_empty() => setup::run(&setup::Part::ALL),
        "build" => build::run(rest),
        "test" => test::run(rest),
        "demo" => demo::run(rest),
        "size" => size::run(rest),
        "tidy" => tidy::run(rest),
        "bench" => bench(rest),
        "replay" => replay(rest),
        "tables" => tables::run(rest),
        "room" => room::run(rest),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        _ => bail!("no such task: {}\n\n{USAGE}", args.join(" ")),
    }
}

/// Natively, then through the package: in Node, and in Chromium where there is one.
fn bench(args: &[String]) -> Result<()> {
    shell::run(shell::command("cargo").arg("bench").args(args))?;
    if args.is_empty() {
        build::run(&[])?;
        let mut node = shell::command("node");
        if let Some(chromium) = setup::browser::chromium()? {
            node.env("CHROME", chromium.program);
        }
        shell::run(node.arg("tests/bench/check.mjs"))?;
    }
    Ok(())
}

#[cfg(feature = "replay")]
fn replay(args: &[String]) -> Result<()> {
    replay::run(args)
}

/// This program again, with the product linked in.
#[cfg(not(feature = "replay"))]
fn replay(args: &[String]) -> Result<()> {
    let mut cargo = shell::command("cargo");
    cargo.args([
        "run",
        "--quiet",
        "--package",
        "xtask",
        "--features",
        "replay",
        "--",
        "replay",
    ]);
    // Files are named from where one stands.
    cargo.current_dir(std::env::current_dir()?);
    match cargo.args(args).status()?.code() {
        Some(0) => Ok(()),
        code => std::process::exit(code.unwrap_or(1)),
    }
}
