//! The reference shop behind a socket: every change is in SQLite before it is answered.

mod args;
mod files;
mod serve;
mod store;

use args::Args;
use cashwrap_shop::{Settings, Shop, World};
use std::io::Write;
use std::process::ExitCode;
use store::Store;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = writeln!(std::io::stderr(), "cashwrap-shop: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let args = Args::parse(std::env::args().skip(1))?;
    let store = Store::open(&args.db)?;
    let mut shop = match Shop::from_rows(&store.load()?) {
        Ok(Some(shop)) => shop,
        Ok(None) => {
            let world = World::named(&args.world)
                .ok_or("--world is `demo`, `recorded`, `recorded_spree` or `recorded_sylius`")?;
            let settings = Settings {
                server: args.server.unwrap_or_default(),
                ..Settings::default()
            };
            Shop::new(world, settings, args.seed)
        }
        Err(key) => return Err(format!("row {key} of {} cannot be read", args.db)),
    };
    if let Some(guests) = args.guests {
        shop.set_guests(guests);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|why| why.to_string())?;
    runtime.block_on(serve::run(args, shop, store))
}
