//! The command line.

use cashwrap_shop::Server;
use std::path::PathBuf;

const USAGE: &str = "usage: cashwrap-shop --db FILE [--port N] [--world demo|recorded|recorded_spree|recorded_sylius] \
                     [--server solidus|spree-VERSION|sylius-RELEASE] [--seed N] \
                     [--guests on|off] [--static PREFIX=DIR]... [--public DIR] [--cors ORIGIN]";

/// What was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Args {
    pub(crate) db: String,
    pub(crate) port: u16,
    pub(crate) world: String,
    /// Whose answers to give.
    pub(crate) server: Option<Server>,
    pub(crate) seed: u64,
    pub(crate) guests: Option<bool>,
    /// Path prefixes and the folders behind them.
    pub(crate) folders: Vec<(String, PathBuf)>,
    pub(crate) cors: Option<String>,
}

impl Args {
    /// Reads the arguments after the program's name.
    pub(crate) fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut args = Self {
            db: String::new(),
            port: 0,
            world: "demo".into(),
            server: None,
            seed: 0,
            guests: None,
            folders: Vec::new(),
            cors: None,
        };
        while let Some(word) = words.next() {
            if word == "--help" {
                return Err(USAGE.into());
            }
            let value = words
                .next()
                .ok_or_else(|| format!("{word} needs a value\n{USAGE}"))?;
            let wrong = || format!("{word} does not take `{value}`\n{USAGE}");
            match word.as_str() {
                "--db" => args.db = value,
                "--port" => args.port = value.parse().map_err(|_| wrong())?,
                "--world" => args.world = value,
                "--server" => args.server = Some(Server::named(&value).ok_or_else(wrong)?),
                "--seed" => args.seed = value.parse().map_err(|_| wrong())?,
                "--guests" => {
                    args.guests = match value.as_str() {
                        "on" => Some(true),
                        "off" => Some(false),
                        _ => return Err(wrong()),
                    }
                }
                "--static" => {
                    let (prefix, folder) = value
                        .split_once('=')
                        .filter(|(p, _)| p.starts_with('/'))
                        .ok_or_else(wrong)?;
                    args.folders.push((prefix.to_owned(), folder.into()));
                }
                "--public" => args.folders.push(("/".into(), value.into())),
                "--cors" => args.cors = Some(value),
                _ => return Err(format!("unknown argument {word}\n{USAGE}")),
            }
        }
        if args.db.is_empty() {
            return Err(format!("--db is missing\n{USAGE}"));
        }
        // The longest prefix is tried first.
        args.folders
            .sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
        Ok(args)
    }
}
