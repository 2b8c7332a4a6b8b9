//! Chromium and Firefox with their drivers: named by environment variables, installed already, or from apt. A browser
//! that cannot be had is skipped with the reason, and so is what needs it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{Outcome, apt, installing};
use crate::{paths, shell};

/// A browser and the WebDriver program that drives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Browser {
    /// The browser's program.
    pub program: PathBuf,
    /// The driver's program: wasm tests need it, playing a purchase does not.
    pub driver: Option<PathBuf>,
}

/// The version of the crate `geckodriver`: Mozilla's own driver, from source.
const GECKODRIVER: &str = "0.37.1";

/// Chromium, if it is here: `CHROME` and `CHROMEDRIVER`, else what is installed.
pub fn chromium() -> Result<Option<Browser>> {
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome-stable",
        "google-chrome",
        "chrome",
    ];
    found(
        "CHROME",
        &names,
        "CHROMEDRIVER",
        &["chromedriver", "chromium.chromedriver"],
    )
}

/// Firefox, if it is here: `FIREFOX` and `GECKODRIVER`, else what is installed.
pub fn firefox() -> Result<Option<Browser>> {
    found(
        "FIREFOX",
        &["firefox-esr", "firefox"],
        "GECKODRIVER",
        &["geckodriver"],
    )
}

fn found(program: &str, programs: &[&str], driver: &str, drivers: &[&str]) -> Result<Option<Browser>> {
    let Some(program) = located(program, programs)? else {
        return Ok(None);
    };
    Ok(Some(Browser {
        program,
        driver: located(driver, drivers)?,
    }))
}

/// The environment's, else the first installed one, else one that `setup` built.
fn located(variable: &str, names: &[&str]) -> Result<Option<PathBuf>> {
    if let Some(path) = shell::from_env(variable)? {
        return Ok(Some(path));
    }
    let built = |name: &&str| Some(tools_bin().join(name)).filter(|path| path.is_file());
    Ok(names
        .iter()
        .find_map(|name| shell::find_program(name))
        .or_else(|| names.iter().find_map(built)))
}

fn tools_bin() -> PathBuf {
    paths::tools().join("bin")
}

/// Makes sure of Chromium.
pub fn ensure_chromium() -> Result<Outcome> {
    let found = chromium()?;
    if let Some(browser @ Browser { driver: Some(_), .. }) = &found {
        return Ok(Outcome::Have(described(browser)));
    }
    if let Some(why) = apt::unusable() {
        return Ok(incomplete(found, "Chromium", why, "CHROME and CHROMEDRIVER"));
    }
    // Fonts are only recommended by the browser's package, and screenshots without are blank.
    let packages = ["chromium", "chromium-driver", "fonts-liberation"];
    installing(
        "Chromium",
        &format!("apt-get install {} (90 MB)", packages.join(" ")),
    );
    apt::install(&packages)?;
    let browser =
        chromium()?.context("apt installed Chromium, but it is not on PATH; by hand: set CHROME")?;
    Ok(Outcome::Installed(described(&browser)))
}

/// Makes sure of Firefox.
pub fn ensure_firefox() -> Result<Outcome> {
    let found = firefox()?;
    if let Some(browser @ Browser { driver: Some(_), .. }) = &found {
        return Ok(Outcome::Have(described(browser)));
    }
    if found.is_none() {
        if let Some(why) = apt::unusable() {
            return Ok(incomplete(found, "Firefox", why, "FIREFOX and GECKODRIVER"));
        }
        installing("Firefox", "apt-get install firefox-esr (70 MB)");
        apt::install(&["firefox-esr"])?;
    }
    if located("GECKODRIVER", &["geckodriver"])?.is_none() {
        build_geckodriver()?;
    }
    let browser = firefox()?.context("Firefox was installed, but is not on PATH; by hand: set FIREFOX")?;
    Ok(Outcome::Installed(described(&browser)))
}

/// What is left to say where nothing can be installed.
fn incomplete(found: Option<Browser>, name: &str, why: &str, variables: &str) -> Outcome {
    match found {
        Some(browser) => Outcome::Have(format!(
            "{}; {why}, so wasm tests are skipped; by hand: set {variables}",
            described(&browser)
        )),
        None => Outcome::Skipped(format!(
            "no {name} is installed and {why}; by hand: set {variables}"
        )),
    }
}

/// No distribution package has it, but Mozilla publishes the source as a crate.
fn build_geckodriver() -> Result<()> {
    installing(
        "geckodriver",
        "cargo install geckodriver into target/tools (two minutes)",
    );
    let mut cargo = shell::command("cargo");
    cargo
        .args([
            "install",
            "geckodriver",
            "--version",
            GECKODRIVER,
            "--locked",
            "--root",
        ])
        .arg(paths::tools());
    // It only relays commands to the browser: compile it fast, not well.
    cargo.args(["--profile", "dev", "--config", "profile.dev.debug=false"]);
    let build = paths::tools().join("build/geckodriver");
    cargo.arg("--target-dir").arg(&build);
    shell::run_logged(&mut cargo, &paths::tools().join("geckodriver.log"))?;
    fs::remove_dir_all(build).ok();
    Ok(())
}

fn described(browser: &Browser) -> String {
    let version = |program: &Path| {
        let text = shell::capture(shell::command(program).arg("--version")).unwrap_or_default();
        text.lines().next().unwrap_or("?").trim().to_owned()
    };
    let driver = browser.driver.as_deref().map(version);
    let driver = driver
        .as_deref()
        .and_then(|text| text.split(" (").next())
        .unwrap_or("no driver");
    format!("{}, {driver}", version(&browser.program))
}
