//! One matrix, room by scenario: each cell works, on every version of its room, or is not applicable for a reason that a
//! contract gives. README shows the same table; `BLESS=1` rewrites it there.

pub mod rooms;
mod scenarios;

use rooms::{ROOMS, Room};
use scenarios::SCENARIOS;
use std::fmt::Write;
use std::path::Path;

const BEGIN: &str = "<!-- matrix: tests/native/matrix -->\n";
const END: &str = "<!-- end of matrix -->";

/// Why the cell is not applicable, if it is not.
fn excuse(room: &Room, scenario: &str) -> Option<usize> {
    room.excused.iter().position(|(name, _)| *name == scenario)
}

/// The table, with the reasons below it.
fn table() -> String {
    let mut text = String::from("\n| scenario |");
    for room in ROOMS {
        let _ = write!(text, " `{}` |", room.name);
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(ROOMS.len()));
    let mut notes: Vec<&str> = Vec::new();
    for (scenario, _) in SCENARIOS {
        let _ = write!(text, "\n| {scenario} |");
        for room in ROOMS {
            let Some(at) = excuse(room, scenario) else {
                text.push_str(" works |");
                continue;
            };
            let reason = room.excused[at].1;
            let note = notes
                .iter()
                .position(|known| *known == reason)
                .unwrap_or_else(|| {
                    notes.push(reason);
                    notes.len() - 1
                });
            let _ = write!(text, " n/a ({}) |", note + 1);
        }
    }
    text.push_str("\n\n");
    for (at, note) in notes.iter().enumerate() {
        let _ = writeln!(text, "{}. {note}", at + 1);
    }
    text
}

#[test]
fn every_cell_works_or_says_why_not() {
    for room in ROOMS {
        for (scenario, play) in SCENARIOS {
            if excuse(room, scenario).is_some() {
                continue;
            }
            let own = room.own.iter().find(|(name, _)| name == scenario);
            for version in room.versions {
                println!("{} {version}: {scenario}", room.name);
                match own {
                    Some((_, play)) => play(version),
                    None => play(room, version),
                }
            }
        }
        for (name, reason) in room.excused {
            assert!(
                SCENARIOS.iter().any(|(known, _)| known == name),
                "{}: {name} is no scenario",
                room.name
            );
            assert!(reason.len() > 20, "{}: {name} has no reason", room.name);
        }
    }
}

#[test]
fn the_readme_shows_this_matrix() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (head, rest) = readme.split_once(BEGIN).unwrap();
    let (shown, tail) = rest.split_once(END).unwrap();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, format!("{head}{BEGIN}{}{END}{tail}", table())).unwrap();
        return;
    }
    assert_eq!(shown, table(), "BLESS=1 cargo test --test native matrix");
}
