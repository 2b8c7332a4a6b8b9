//! What each stage runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::Done;
use super::counts::{self, Counts};
use crate::build::Kind;
use crate::setup::browser::{self, Browser};
use crate::toolchain::{Toolchain, WASM};
use crate::{bindgen, demo, paths, shell};

/// A command that is one test.
fn one(command: &mut Command) -> Result<Done> {
    counted(command, |_| Counts::default()).map(|done| match done {
        Done::Ran(Counts { failed: 0, .. }, _) => Done::one(),
        failed => failed,
    })
}

fn cargo(args: &[&str]) -> Command {
    let mut cargo = shell::command("cargo");
    cargo.args(args);
    cargo
}

/// A runner whose own words say how many tests it ran.
fn counted(command: &mut Command, read: fn(&str) -> Counts) -> Result<Done> {
    let (ok, text) = shell::tee(command)?;
    let note = if ok {
        String::new()
    } else {
        counts::first_failure(&text)
    };
    Ok(Done::Ran(read(&text).after(ok), note))
}

/// rustfmt, over the workspace and the two crates outside it.
pub fn fmt() -> Result<Done> {
    let mut ok = shell::tee(&mut cargo(&["fmt", "--all", "--check"]))?.0;
    for manifest in ["xtask/wasm/Cargo.toml", "xtask/floor/Cargo.toml"] {
        ok &= shell::tee(&mut cargo(&["fmt", "--check", "--manifest-path", manifest]))?.0;
    }
    Ok(Done::Ran(
        Counts::one(ok),
        if ok {
            String::new()
        } else {
            "by hand: cargo fmt --all".to_owned()
        },
    ))
}

/// The house rules; each is one test.
pub fn tidy() -> Result<Done> {
    crate::tidy::check().map(|counts| Done::Ran(counts, String::new()))
}

/// clippy over all that runs natively.
pub fn clippy() -> Result<Done> {
    one(&mut cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "-D",
        "warnings",
    ]))
}

/// clippy over the boundary, which only wasm32 sees.
pub fn clippy_wasm() -> Result<Done> {
    let toolchain = Toolchain::required()?;
    if !toolchain.has_clippy() {
        return Ok(Done::Skipped("this Rust has no clippy".to_owned()));
    }
    let mut cargo = toolchain.cargo();
    cargo.args([
        "clippy", "--target", WASM, "--lib", "--test", "boundary", "--", "-D", "warnings",
    ]);
    one(&mut cargo)
}

/// Rust's documentation, with every link in it.
pub fn rustdoc() -> Result<Done> {
    let mut doc = cargo(&[
        "doc",
        "--no-deps",
        "--all-features",
        "-p",
        "cashwrap",
        "-p",
        "cashwrap-shop",
    ]);
    one(doc.env("RUSTDOCFLAGS", "-D warnings"))
}

/// Unit and integration tests of the workspace.
pub fn native() -> Result<Done> {
    let kinds = ["--lib", "--bins", "--tests"];
    let mut test = cargo(&["test", "--workspace", "--all-features", "--no-fail-fast"]);
    let done = counted(test.args(kinds), counts::cargo)?;
    // A test holds it against what was played.
    let readme = fs::read_to_string(paths::root().join("README.md")).context("cannot read README.md")?;
    let matrix = readme
        .split("<!-- matrix")
        .nth(1)
        .and_then(|rest| rest.split("<!-- end").next());
    let table = matrix.and_then(|text| text.split_once("-->"));
    println!("rooms and scenarios:{}", table.map_or("", |(_, table)| table));
    Ok(done)
}

/// Examples in documentation.
pub fn doctest() -> Result<Done> {
    counted(
        &mut cargo(&["test", "--workspace", "--all-features", "--doc", "--no-fail-fast"]),
        counts::cargo,
    )
}

/// The boundary in headless Chromium.
pub fn chromium() -> Result<Done> {
    boundary(
        "chromium",
        "CHROMEDRIVER",
        "goog:chromeOptions",
        browser::chromium()?,
    )
}

/// The boundary in headless Firefox.
pub fn firefox() -> Result<Done> {
    boundary(
        "firefox",
        "GECKODRIVER",
        "moz:firefoxOptions",
        browser::firefox()?,
    )
}

fn boundary(name: &str, driver: &str, options: &str, browser: Option<Browser>) -> Result<Done> {
    let Some((program, of_driver)) = browser.and_then(|browser| Some((browser.program, browser.driver?)))
    else {
        return Ok(Done::Skipped(format!("no {name} with its driver is installed")));
    };
    let mut cargo = Toolchain::required()?.cargo();
    cargo.args(["test", "--target", WASM, "--test", "boundary"]);
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", bindgen::program());
    // The runner takes the first driver it finds: let it find one only.
    for other in ["CHROMEDRIVER", "GECKODRIVER", "SAFARIDRIVER", "MSEDGEDRIVER"] {
        cargo.env_remove(other);
    }
    cargo.env(driver, of_driver);
    cargo.env(
        "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
        capabilities(name, options, &program)?,
    );
    cargo
        .env("WASM_BINDGEN_TEST_ONLY_WEB", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    counted(&mut cargo, counts::cargo)
}

/// `webdriver.json` of the repository for one browser, with the program that was found.
fn capabilities(name: &str, options: &str, program: &Path) -> Result<PathBuf> {
    let text =
        fs::read_to_string(paths::root().join("webdriver.json")).context("cannot read webdriver.json")?;
    let all: Value = serde_json::from_str(&text).context("webdriver.json")?;
    let mut own = all[options].clone();
    own["binary"] = json!(program);
    let file = paths::tools().join(format!("webdriver-{name}.json"));
    fs::write(&file, json!({ options: own }).to_string()).context("cannot write the driver's options")?;
    Ok(file)
}

/// The npm package.
pub fn build() -> Result<Done> {
    let shared = crate::build::package(Kind::Release)?;
    crate::build::families(&shared).map(|()| Done::one())
}

/// Its bytes.
pub fn size() -> Result<Done> {
    crate::size::check().map(|()| Done::one())
}

/// The built package in Node, some of it against the reference shop.
pub fn js() -> Result<Done> {
    let shop = demo::build_shop()?;
    node_tests("tests/js", &[("SHOP_BIN", shop.as_path())])
}

/// What TypeScript makes of the package.
pub fn types() -> Result<Done> {
    if !paths::root().join("tests/types/tsconfig.json").is_file() {
        return Ok(Done::Skipped("there is no tests/types/tsconfig.json".to_owned()));
    }
    one(shell::command(paths::node_bin("tsc")).args(["-p", "tests/types"]))
}

/// A purchase by the package's own entry, in Chromium, from the reference shop; with Firefox, a search of its memory too.
pub fn purchase() -> Result<Done> {
    let Some(chromium) = browser::chromium()? else {
        return Ok(Done::Skipped("no Chromium is installed".to_owned()));
    };
    let folder = paths::root().join("tests/e2e");
    if tests_in(&folder).is_empty() {
        return Ok(Done::Skipped("there are no tests/e2e/*.test.mjs".to_owned()));
    }
    let shop = demo::build_shop()?;
    let mut env = vec![("SHOP_BIN", shop.as_path()), ("CHROME", &chromium.program)];
    let firefox = browser::firefox()?;
    if let Some((firefox, driver)) = firefox.as_ref().and_then(|one| Some((one, one.driver.as_ref()?))) {
        env.extend([("FIREFOX", firefox.program.as_path()), ("GECKODRIVER", driver)]);
    }
    node_tests("tests/e2e", &env)
}

/// `node --test` over all `*.test.mjs` of the folder: named one by one, since versions of Node differ on folders.
fn node_tests(folder: &str, env: &[(&str, &Path)]) -> Result<Done> {
    let tests = tests_in(&paths::root().join(folder));
    if tests.is_empty() {
        return Ok(Done::Skipped(format!("there are no {folder}/*.test.mjs")));
    }
    let mut node = shell::command("node");
    node.args(["--test", "--test-reporter=spec"])
        .args(tests)
        .envs(env.iter().copied());
    counted(&mut node, counts::node)
}

fn tests_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut tests: Vec<PathBuf> = Vec::new();
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() {
            tests.extend(tests_in(&path));
        } else if path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().ends_with(".test.mjs"))
        {
            tests.push(path);
        }
    }
    tests.sort();
    tests
}
