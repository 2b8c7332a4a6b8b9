//! `cargo xtask demo`: the reference shop with the storefront before it, and one purchase played in Chromium. It
//! counts only if the shop's database, opened anew, holds the order as complete. Where a room needs the shop's key, the
//! proxy of `www/proxy` stands between the two.

mod front;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Child;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::build::{self, Kind};
use crate::setup::{self, Part, browser};
use crate::{paths, shell};
use front::{Proxy, Room};

/// What was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    once: bool,
    no_drive: bool,
    /// Whose storefront.
    room: Room,
    /// The proxy stands before the shop, though the room could do without.
    proxy: bool,
    /// 0: any free one.
    port: u16,
}

impl Options {
    fn read(args: &[String]) -> Result<Self> {
        let mut options = Self::default();
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--once" => options.once = true,
                "--no-drive" => options.no_drive = true,
                "--proxy" => options.proxy = true,
                "--room" => {
                    let name = args.next().map(String::as_str).unwrap_or_default();
                    options.room = Room::named(name).with_context(Room::usage)?;
                }
                "--port" => {
                    let number = args.next().and_then(|text| text.parse().ok());
                    options.port = number.context("--port takes a number up to 65535")?;
                }
                _ => bail!(
                    "cargo xtask demo [--room NAME] [--proxy] [--once] [--no-drive] [--port N] takes no {arg}"
                ),
            }
        }
        Ok(options)
    }
}

/// `cargo xtask demo [--room NAME] [--proxy] [--once] [--no-drive] [--port N]`.
///
/// # Errors
/// If anything cannot be built or started, or the purchase did not end as a complete order in the database.
pub fn run(args: &[String]) -> Result<()> {
    let options = Options::read(args)?;
    let drive = if options.no_drive {
        &[][..]
    } else {
        &[Part::Chromium]
    };
    setup::run(&[&Part::BUILD, drive].concat())?;
    build::package(Kind::Release)?;
    let program = build_shop()?;

    let folder = paths::target().join("demo");
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let database = folder.join("shop.sqlite");
    let is_behind = options.proxy || options.room.needs_proxy;
    let server = (options.room.server, options.room.guests());
    let mut shop = Shop::start(&program, &database, options.port, server)?;
    let proxy = if is_behind {
        Some(Proxy::start(&folder, &shop.url, options.room)?)
    } else {
        None
    };
    let page = front::page(proxy.as_ref(), &shop.url, options.room);
    if !options.no_drive {
        // The demo's world may begin with orders of its own.
        let before = completed(&shop.orders()?);
        buy(&shop, &page, &folder.join("shots"))?;
        let orders = added(&before, completed(&shop.orders()?));
        if orders.is_empty() {
            bail!("the purchase is over, but the shop has no more complete orders than before");
        }
        // Killed and started again on the same file: what it says now comes from the database.
        let port = shop.port()?;
        drop(shop);
        shop = Shop::start(&program, &database, port, server)?;
        let kept = added(&before, completed(&shop.orders()?));
        if kept != orders {
            bail!("the shop had {orders:?} complete, its database has {kept:?}");
        }
        println!("\nthe database holds as complete: {}", kept.join(", "));
    }
    println!("storefront: {page}   database: {}", paths::shown(&database));
    if options.once {
        return Ok(());
    }
    println!("serving until Ctrl-C");
    let status = shop.child.wait().context("lost the shop")?;
    bail!("the shop ended by itself ({status})")
}

/// Builds the reference shop's program, and says where it is. With the features of the whole workspace, as the tests
/// are built, so that nothing is compiled twice.
pub fn build_shop() -> Result<PathBuf> {
    let mut cargo = shell::command("cargo");
    shell::run(cargo.args(["build", "--workspace", "--all-features", "--bin", "cashwrap-shop"]))?;
    Ok(paths::target()
        .join("debug/cashwrap-shop")
        .with_extension(std::env::consts::EXE_EXTENSION))
}

/// One purchase by the storefront's own buttons.
fn buy(shop: &Shop, page: &str, shots: &Path) -> Result<()> {
    let browser = browser::chromium()?
        .context("no Chromium plays the purchase; by hand: cargo xtask demo --no-drive")?;
    fs::create_dir_all(shots).with_context(|| format!("cannot create {}", shots.display()))?;
    let mut node = shell::command("node");
    node.arg("tests/e2e/demo.mjs");
    node.env("SHOP_URL", &shop.url)
        .env("PAGE_URL", page)
        .env("CHROME", browser.program)
        .env("SHOTS_DIR", shots);
    shell::run(&mut node)?;
    println!("screenshots: {}", paths::shown(shots));
    Ok(())
}

/// The shop's program while it runs; killed when dropped.
#[derive(Debug)]
struct Shop {
    child: Child,
    url: String,
}

impl Shop {
    fn start(program: &Path, database: &Path, port: u16, (server, guests): (&str, &str)) -> Result<Self> {
        let mut command = shell::command(program);
        command
            .arg("--db")
            .arg(database)
            .args(["--port", &port.to_string(), "--world", "demo"]);
        command.args(["--server", server, "--guests", guests]);
        command.args(["--static", "/=www", "--static", "/pkg/=pkg"]);
        let (child, url) = front::listening(&mut command)?;
        Ok(Self { child, url })
    }

    fn address(&self) -> Result<&str> {
        self.url
            .strip_prefix("http://")
            .with_context(|| format!("{} is no http address", self.url))
    }

    fn port(&self) -> Result<u16> {
        let port = self
            .address()?
            .rsplit(':')
            .next()
            .and_then(|port| port.parse().ok());
        port.with_context(|| format!("{} has no port", self.url))
    }

    /// What its admin route says about all orders.
    fn orders(&self) -> Result<Value> {
        let address = self.address()?;
        let mut stream = TcpStream::connect(address).with_context(|| format!("cannot reach {}", self.url))?;
        let request =
            format!("GET /__shop/orders HTTP/1.0\r\nHost: {address}\r\nAccept: application/json\r\n\r\n");
        stream
            .write_all(request.as_bytes())
            .context("cannot ask for the shop's orders")?;
        let mut answer = String::new();
        stream
            .read_to_string(&mut answer)
            .context("cannot read the shop's orders")?;
        let (head, body) = answer
            .split_once("\r\n\r\n")
            .context("the shop's answer has no end of headers")?;
        let status = head.lines().next().unwrap_or_default();
        if !status.contains(" 200") {
            bail!("GET /__shop/orders: {status}");
        }
        serde_json::from_str(body).context("GET /__shop/orders is no JSON")
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The numbers of all orders that are complete, from a list or an object with a list `orders`.
fn completed(answer: &Value) -> Vec<String> {
    let orders = answer.as_array().or_else(|| answer["orders"].as_array());
    let complete = orders
        .into_iter()
        .flatten()
        .filter(|order| order["completed"] == true);
    complete
        .filter_map(|order| order["number"].as_str().map(str::to_owned))
        .collect()
}

/// Those that were not there before.
fn added(before: &[String], now: Vec<String>) -> Vec<String> {
    now.into_iter()
        .filter(|number| !before.contains(number))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_in_any_order() {
        let read =
            |args: &[&str]| Options::read(&args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>()).ok();
        assert_eq!(
            read(&["--port", "8080", "--once"]),
            Some(Options {
                once: true,
                port: 8080,
                ..Options::default()
            })
        );
        let rooms = read(&["--proxy", "--room", "spree_2_3"]).map(|o| (o.room.name, o.proxy));
        assert_eq!(rooms, Some(("spree_2_3", true)));
        assert_eq!(read(&["--room", "magento"]), None);
        assert_eq!(read(&["--port"]), None);
        assert_eq!(read(&["--twice"]), None);
    }

    #[test]
    fn only_complete_orders_count() {
        let text = r#"[{"number":"R1","completed":false},{"number":"R2","completed":true}]"#;
        let list: Value = serde_json::from_str(text).unwrap_or_default();
        assert_eq!(completed(&list), ["R2"]);
        assert_eq!(completed(&serde_json::json!({ "orders": list })), ["R2"]);
        assert!(completed(&Value::Null).is_empty());
        assert!(added(&completed(&list), completed(&list)).is_empty());
    }
}
