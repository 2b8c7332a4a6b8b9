//! Where things are: the repository, cargo's target folder, and what `setup` built.

use std::path::{Path, PathBuf};

/// The repository, from where this program was compiled.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// Cargo's target folder, `CARGO_TARGET_DIR` respected.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// What `setup` builds and keeps; the same for every target folder, and safe to delete.
pub fn tools() -> PathBuf {
    root().join("target/tools")
}

/// The npm packages for development.
pub fn node_tools() -> PathBuf {
    root().join("xtask/node")
}

/// A program of the npm packages, such as `tsc`.
pub fn node_bin(name: &str) -> PathBuf {
    node_tools().join("node_modules/.bin").join(name)
}

/// `path` as seen from the repository, for messages.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
