//! `xtask-wasm bindgen ARGS…` is wasm-bindgen's command line; anything else goes to its test runner, which is how
//! cargo calls a `runner`.

use std::ffi::OsString;

fn main() -> anyhow::Result<()> {
    let mut args: Vec<OsString> = std::env::args_os().collect();
    if args.get(1).is_some_and(|first| first == "bindgen") {
        args.remove(1);
        wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(args)
    } else {
        wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(args)
    }
}
