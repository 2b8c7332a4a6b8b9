//! Running other programs: shown before, explained after.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::{env, thread};

use anyhow::{Context, Result, bail};

use crate::paths;

/// A command in the repository's root. Cargo's variables for *this* program are taken out, so that a nested cargo does
/// not see a changed environment and build things again.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(paths::root());
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") || text == "LD_LIBRARY_PATH"
        {
            command.env_remove(&name);
        }
    }
    command
}

/// The command as one could type it: variables first, paths inside the repository made relative.
pub fn shown(command: &Command) -> String {
    let mut words = Vec::new();
    if let Some(dir) = command.get_current_dir().filter(|dir| *dir != paths::root()) {
        words.push(format!("cd {} &&", short(dir.as_os_str())));
    }
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            words.push(format!("{}={}", name.to_string_lossy(), quoted(&short(value))));
        }
    }
    words.push(short(command.get_program()));
    words.extend(command.get_args().map(|arg| quoted(&short(arg))));
    words.join(" ")
}

fn short(text: &OsStr) -> String {
    let root = format!("{}/", paths::root().display());
    text.to_string_lossy().replace(&root, "")
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=+:,@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{word}'")
    }
}

/// Runs it with the terminal's own output.
pub fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", shown(command));
    let status = command
        .status()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    if !status.success() {
        bail!("this failed ({status}); by hand: {}", shown(command));
    }
    Ok(())
}

/// Runs it with its output in a log; the log's end is in the error.
pub fn run_logged(command: &mut Command, log: &Path) -> Result<()> {
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    let status = command
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        .status()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    if !status.success() {
        let text = fs::read_to_string(log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        let end = lines
            .get(lines.len().saturating_sub(15)..)
            .unwrap_or_default()
            .join("\n");
        bail!("{end}\nthis failed ({status}); by hand: {}", shown(command));
    }
    Ok(())
}

/// What it writes to standard output, trimmed; an error if it fails.
pub fn capture(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!(
            "{}\nthis failed ({}); by hand: {}",
            said.trim(),
            output.status,
            shown(command)
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs it, shows its output as it comes, and returns it with whether it succeeded.
pub fn tee(command: &mut Command) -> Result<(bool, String)> {
    println!("$ {}", shown(command));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    let text = Arc::new(Mutex::new(String::new()));
    let pipes: [Option<Box<dyn Read + Send>>; 2] = [
        child
            .stdout
            .take()
            .map(|pipe| Box::new(pipe) as Box<dyn Read + Send>),
        child
            .stderr
            .take()
            .map(|pipe| Box::new(pipe) as Box<dyn Read + Send>),
    ];
    let readers: Vec<_> = pipes
        .into_iter()
        .flatten()
        .map(|pipe| {
            let text = Arc::clone(&text);
            thread::spawn(move || copy_lines(pipe, &text))
        })
        .collect();
    let status = child
        .wait()
        .with_context(|| format!("lost `{}`", shown(command)))?;
    for reader in readers {
        let _ = reader.join();
    }
    let text = text.lock().map(|text| text.clone()).unwrap_or_default();
    Ok((status.success(), text))
}

fn copy_lines(pipe: impl Read, text: &Mutex<String>) {
    let mut pipe = BufReader::new(pipe);
    let mut line = Vec::new();
    while matches!(pipe.read_until(b'\n', &mut line), Ok(n) if n > 0) {
        let _ = io::stdout().write_all(&line);
        if let Ok(mut text) = text.lock() {
            text.push_str(&String::from_utf8_lossy(&line));
        }
        line.clear();
    }
}

/// The program's path, if it is on `PATH`.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// The path named by an environment variable, if it is set and the file exists.
pub fn from_env(name: &str) -> Result<Option<PathBuf>> {
    match env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
    {
        Some(path) if path.is_file() => Ok(Some(path)),
        Some(path) => bail!("{name} names {}, which is no file", path.display()),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_one_would_type_it() {
        let mut it = command("cargo");
        it.env("A", "b c")
            .arg("build")
            .arg(paths::root().join("pkg/dist"));
        assert_eq!(shown(&it), "A='b c' cargo build pkg/dist");
    }

    #[test]
    fn output_of_both_pipes_is_kept() {
        let (ok, text) =
            tee(command("sh").args(["-c", "echo out; echo err >&2; exit 3"])).unwrap_or_default();
        assert!(!ok && text.contains("out\n") && text.contains("err\n"), "{text}");
    }

    #[test]
    fn a_failed_command_names_itself() {
        let error = run(command("sh").args(["-c", "exit 3"]))
            .err()
            .map(|error| error.to_string());
        assert!(error.unwrap_or_default().ends_with("by hand: sh -c 'exit 3'"));
    }
}
