//! The project's tasks. `cargo xtask` lists them.

mod bindgen;
mod build;
mod paths;
mod setup;
mod shell;
mod size;
mod toolchain;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
cargo xtask setup              install what is missing: wasm target, wasm-bindgen, npm packages, browsers
cargo xtask build [--dev]      the npm package: pkg/wasm and pkg/dist
cargo xtask size [--bless]     bytes of the package beside the floor and the budget; tests/size.snap
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
        "build" => build::run(rest),
        "setup" if rest.is_empty() => setup::run(&setup::Part::ALL),
        "size" => size::run(rest),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        _ => bail!("no such task: {}\n\n{USAGE}", args.join(" ")),
    }
}
