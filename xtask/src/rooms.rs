//! The app's second program (`src/rooms.rs`): the same steps as Trunk takes for the first, which cannot build two
//! programs for one page.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::build::Profile;
use crate::files;
use crate::process::{cargo, run};
use crate::project::Project;
use crate::setup::{Tools, WASM};

/// The second program's folder, below [`Project::work`] and in the finished site. In it lies one folder named by a hash
/// of what it holds, so that glue and WASM can keep the names by which they know each other.
pub const FOLDER: &str = "rooms";
/// The glue in that folder.
pub const GLUE: &str = "rooms.js";
/// The WASM in that folder.
pub const MODULE: &str = "rooms_bg.wasm";

/// Compiles the second program to `rooms/<hash>/` below [`Project::work`]; the hash is returned. `flags` are those of the
/// first program, so that both share what is compiled.
pub fn build(project: &Project, tools: &Tools, profile: Profile, flags: Option<&std::ffi::OsStr>) -> Result<String> {
    let mut command = cargo();
    command.current_dir(&project.root).args(["build", "--locked", "--offline", "--target", WASM]);
    command.args(["--bin", "jikenbo-rooms"]);
    let folder = if profile == Profile::Release { "release" } else { "debug" };
    if profile == Profile::Release {
        command.arg("--release");
    }
    if let Some(flags) = flags {
        command.env("CARGO_ENCODED_RUSTFLAGS", flags);
    }
    run(&mut command)?;

    let own = env::current_exe()?;
    let target = own.ancestors().nth(2).context("no target folder around this program")?;
    let compiled = target.join(WASM).join(folder).join("jikenbo-rooms.wasm");
    let out = project.work().join(FOLDER);
    files::clear(&out)?;
    let fresh = out.join("fresh");
    run(tools
        .command("wasm-bindgen")
        .args(["--target", "web", "--no-typescript", "--out-name", "rooms", "--out-dir"])
        .arg(&fresh)
        .arg(&compiled))?;
    if profile == Profile::Release {
        let module = fresh.join(MODULE);
        run(tools
            .command("wasm-opt")
            .args(["-Oz", "--low-memory-unused", "--converge"])
            .arg(&module)
            .arg("-o")
            .arg(&module))?;
    }
    let hash = hash(&fresh)?;
    fs::rename(&fresh, out.join(&hash))?;
    Ok(hash)
}

/// A short hash of all files below `dir` and their names.
fn hash(dir: &Path) -> Result<String> {
    let mut hasher = Sha256::new();
    for file in files::list(dir)? {
        hasher.update(name(&file));
        hasher.update([0]);
        hasher.update(fs::read(dir.join(&file))?);
    }
    Ok(hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

/// A relative path with the same bytes on every system.
fn name(file: &Path) -> String {
    file.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Address of a file of the second program in the finished site.
pub fn address(hash: &str, file: &str) -> String {
    format!("{FOLDER}/{hash}/{file}")
}

/// The folder below [`Project::work`] that is copied into the site.
pub fn folder(project: &Project) -> PathBuf {
    project.work().join(FOLDER)
}
