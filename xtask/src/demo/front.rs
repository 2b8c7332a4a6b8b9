//! What stands before the demo's shop: the storefront's address, and the proxy where there is one.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::{paths, shell};

/// A family, and the server that stands for it in the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    pub name: &'static str,
    pub server: &'static str,
    /// Whether nothing goes without the shop's key.
    pub needs_proxy: bool,
    /// The key of an account of the reference shop's, where guests reach nothing.
    key: Option<&'static str>,
}

const ROOMS: &[Room] = &[
    Room {
        name: "solidus",
        server: "solidus",
        needs_proxy: false,
        key: None,
    },
    Room {
        name: "spree_2_3",
        server: "spree-4.4",
        needs_proxy: false,
        key: None,
    },
    Room {
        name: "spree_2_2",
        server: "spree-2.2.14",
        needs_proxy: false,
        key: None,
    },
    Room {
        name: "spree_2_0",
        server: "spree-2.0.3",
        needs_proxy: true,
        key: Some("adminkey"),
    },
    Room {
        name: "sylius_0",
        server: "sylius-0.16",
        needs_proxy: true,
        key: None,
    },
    Room {
        name: "sylius_1",
        server: "sylius-1.7",
        needs_proxy: true,
        key: None,
    },
];

impl Default for Room {
    fn default() -> Self {
        ROOMS[0]
    }
}

impl Room {
    pub fn named(name: &str) -> Option<Self> {
        ROOMS.iter().copied().find(|room| room.name == name)
    }

    pub fn usage() -> String {
        let names: Vec<&str> = ROOMS.iter().map(|room| room.name).collect();
        format!("--room takes one of {}", names.join(", "))
    }

    /// Whether guests may make orders.
    pub fn guests(self) -> &'static str {
        if self.key.is_some() { "off" } else { "on" }
    }

    /// What the proxy is told. The secret is the demo's own: it signs cookies for this machine.
    fn config(self, shop: &str, ledger: &Path) -> Value {
        let mut config = json!({
            "dialect": self.name, "shop": shop, "files": shop, "ledger": ledger,
            "secrets": ["the demo's own secret, for this machine alone"],
            "backend": "www/proxy/backend.mjs",
        });
        if let Some(key) = self.key {
            config["key"] = json!(key);
        }
        if self.name.starts_with("sylius") {
            config["oauth"] = json!({
                "clientId": "demo_client", "clientSecret": "secret_demo_client",
                "username": "api@example.com", "password": "sylius-api",
            });
            config["channel"] = json!("WEB-US");
            config["localeCode"] = json!("en_US");
        }
        config
    }
}

/// The proxy's program while it runs; killed when dropped.
#[derive(Debug)]
pub struct Proxy {
    child: Child,
    url: String,
}

impl Proxy {
    pub fn start(folder: &Path, shop: &str, room: Room) -> Result<Self> {
        let config = folder.join("proxy.json");
        let text = room.config(shop, &folder.join("ledger")).to_string();
        fs::write(&config, text).context("cannot write the proxy's configuration")?;
        let mut node = shell::command("node");
        node.current_dir(paths::root())
            .arg("www/proxy/serve.mjs")
            .arg(&config);
        let (child, url) = listening(&mut node)?;
        Ok(Self { child, url })
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where the storefront is.
pub fn page(proxy: Option<&Proxy>, shop: &str, room: Room) -> String {
    let dialect = room.name;
    match proxy {
        Some(proxy) => format!("{}/?dialect={dialect}&proxy", proxy.url),
        None => format!("{shop}/?dialect={dialect}"),
    }
}

/// Starts a program that says where it listens, and shows what it says from then on.
pub fn listening(command: &mut Command) -> Result<(Child, String)> {
    println!("$ {}", shell::shown(command));
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start it")?;
    let mut lines = BufReader::new(child.stdout.take().context("it has no output")?).lines();
    let said = lines.by_ref().map_while(Result::ok);
    let url = said
        .inspect(|line| println!("{line}"))
        .find_map(|line| Some(line.split_once("listening on ")?.1.to_owned()));
    let url = url.context("it ended before it was listening")?;
    // A pipe that nobody reads would stop it.
    thread::spawn(move || lines.map_while(Result::ok).for_each(|line| println!("{line}")));
    Ok((child, url.trim().trim_end_matches('/').to_owned()))
}
