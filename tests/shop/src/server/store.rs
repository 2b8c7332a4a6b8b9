//! SQLite: one table of keys and values. Only changed rows are written, each batch in one transaction.

use cashwrap_shop::Changes;
use rusqlite::{Connection, params};

/// The open database.
#[derive(Debug)]
pub(crate) struct Store {
    connection: Connection,
}

impl Store {
    /// Opens or creates the file.
    pub(crate) fn open(path: &str) -> Result<Self, String> {
        let connection = Connection::open(path).map_err(|why| format!("{path}: {why}"))?;
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL;
                 PRAGMA synchronous = FULL;
                 CREATE TABLE IF NOT EXISTS rows (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;",
            )
            .map_err(|why| format!("{path}: {why}"))?;
        Ok(Self { connection })
    }

    /// All rows.
    pub(crate) fn load(&self) -> Result<Vec<(String, String)>, String> {
        let read = || {
            let mut statement = self.connection.prepare("SELECT key, value FROM rows")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<Vec<(String, String)>>>()
        };
        read().map_err(|why| why.to_string())
    }

    /// Writes the changes; they are on disk when this returns.
    pub(crate) fn save(&mut self, changes: &Changes) -> Result<(), String> {
        if changes.rows.is_empty() && !changes.reset {
            return Ok(());
        }
        let mut write = || {
            let transaction = self.connection.transaction()?;
            if changes.reset {
                transaction.execute("DELETE FROM rows", [])?;
            }
            {
                let mut insert =
                    transaction.prepare_cached("INSERT OR REPLACE INTO rows (key, value) VALUES (?1, ?2)")?;
                for (key, value) in &changes.rows {
                    insert.execute(params![key, value])?;
                }
            }
            transaction.commit()
        };
        write().map_err(|why: rusqlite::Error| why.to_string())
    }
}
