//! Everything a build needs beyond cargo: the wasm32 target, trunk, wasm-bindgen, npm packages.
//!
//! Versions have one home each: trunk's here, wasm-bindgen's in `Cargo.lock` (library and program must be equal), npm's
//! in `package-lock.json`.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use crate::process::{answer, cargo, find, find_in, run};
use crate::project::Project;

/// The compilation target of the browser app.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The release of trunk that the recipe in `Trunk.toml` and the rewriting in [`crate::build`] were proven with.
const TRUNK: &str = "0.21.14";

/// The oldest Node.js whose test runner the browser tests use.
const NODE_MAJOR: u32 = 20;

/// The programs a build calls, found by a PATH of our own.
pub struct Tools {
    path: OsString,
}

impl Tools {
    /// A command that finds `program` among the pinned tools first, and hands their PATH on to what it starts.
    pub fn command(&self, program: &str) -> Command {
        let file = find_in(&self.path, program).unwrap_or_else(|| PathBuf::from(program));
        let mut command = Command::new(file);
        command.env("PATH", &self.path);
        command
    }
}

/// Checks and installs what is missing. Quick when all is there.
pub fn tools(project: &Project) -> Result<Tools> {
    println!("set-up");
    wasm_target()?;
    let trunk = CargoTool { package: "trunk", program: "trunk", version: TRUNK.into(), minutes: 6 }.ensure()?;
    let version = locked_version(&fs::read_to_string(project.root.join("Cargo.lock"))?, "wasm-bindgen")
        .context("Cargo.lock names no wasm-bindgen")?;
    let bindgen = CargoTool { package: "wasm-bindgen-cli", program: "wasm-bindgen", version, minutes: 3 }.ensure()?;
    npm_packages(project)?;

    let modules = project.root.join("node_modules").join(".bin");
    let inherited = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([modules.clone(), trunk, bindgen].into_iter().chain(env::split_paths(&inherited)))?;
    let tools = Tools { path };
    check_wasm_opt(&tools, &modules)?;
    Ok(tools)
}

/// The folder that all checkouts share, `JIKENBO_CACHE` or `jikenbo` in the user's cache folder.
fn cache() -> Result<PathBuf> {
    match env::var_os("JIKENBO_CACHE") {
        Some(dir) if !dir.is_empty() => Ok(std::path::absolute(dir)?),
        _ => Ok(dirs::cache_dir().context("no cache folder known for this user: set JIKENBO_CACHE")?.join("jikenbo")),
    }
}

fn wasm_target() -> Result<()> {
    // Asking rustc, not rustup, also serves a Rust that a distribution packaged.
    let installed = answer(Command::new("rustc").args(["--print", "target-libdir", "--target", WASM]))
        .is_some_and(|dir| Path::new(&dir).is_dir());
    if installed {
        println!("  {WASM}: there");
        return Ok(());
    }
    println!("  {WASM}: installing through rustup (some 20 MB)");
    run(Command::new("rustup").args(["target", "add", WASM]))
        .with_context(|| format!("the Rust target {WASM} is needed; get rustup from https://rustup.rs"))
}

/// A program from crates.io, kept in the cache folder by version.
struct CargoTool {
    package: &'static str,
    program: &'static str,
    version: String,
    /// How long compiling takes on two cores.
    minutes: u32,
}

impl CargoTool {
    /// Makes sure that the program is there and returns its folder.
    fn ensure(&self) -> Result<PathBuf> {
        let root = cache()?.join(format!("{}-{}", self.package, self.version));
        let bin = root.join("bin");
        let name = format!("{} {}", self.package, self.version);
        if self.works(&bin) {
            println!("  {name}: there");
            return Ok(bin);
        }
        let start = Instant::now();
        let prebuilt = find("cargo-binstall").is_some() && {
            println!("  {name}: fetching a prebuilt program through cargo binstall");
            let mut command = cargo();
            command.args(["binstall", "--no-confirm", "--disable-strategies", "compile", "--root"]);
            run(command.arg(&root).arg(format!("{}@{}", self.package, self.version))).is_ok() && self.works(&bin)
        };
        if !prebuilt {
            println!(
                "  {name}: compiling into {}; once per user, about {} minutes on two cores",
                root.display(),
                self.minutes
            );
            // The lock file a program is published with may name a release the registry in use does not have.
            self.compile(&root, true).or_else(|error| {
                println!("  {name}: {error}; trying again without its lock file");
                self.compile(&root, false)
            })?;
        }
        ensure!(self.works(&bin), "{} does not answer with version {}", bin.join(self.program).display(), self.version);
        println!("  {name}: installed in {} s", start.elapsed().as_secs());
        Ok(bin)
    }

    fn compile(&self, root: &Path, locked: bool) -> Result<()> {
        let mut command = cargo();
        command.args(["install", "--root"]).arg(root);
        command.arg(format!("{}@{}", self.package, self.version));
        if locked {
            command.arg("--locked");
        }
        // A shared target folder would keep the tool's many dependencies for ever.
        run(command.env_remove("CARGO_TARGET_DIR"))
    }

    fn works(&self, bin: &Path) -> bool {
        answer(Command::new(bin.join(self.program)).arg("--version"))
            .is_some_and(|line| line.split_whitespace().any(|word| word == self.version))
    }
}

/// The version of `package` in the text of a `Cargo.lock`.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"').map(str::to_owned)
}

fn npm_packages(project: &Project) -> Result<()> {
    let node = find("node").and_then(|node| answer(Command::new(node).arg("--version")));
    let Some(node) = node else { bail!("Node.js {NODE_MAJOR} or newer is needed (`node` is not on PATH)") };
    let major = node.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    ensure!(major >= Some(NODE_MAJOR), "Node.js {NODE_MAJOR} or newer is needed; `node --version` says {node}");

    let lock = fs::read(project.root.join("package-lock.json"))?;
    let stamp = project.root.join("node_modules").join(".jikenbo-lock");
    if fs::read(&stamp).is_ok_and(|done| done == lock) {
        println!("  npm packages: there");
        return Ok(());
    }
    println!("  npm packages: installing what package-lock.json names (about 100 MB, under a minute)");
    let npm = find("npm").context("npm is needed; it comes with Node.js")?;
    run(Command::new(npm).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&project.root))?;
    fs::write(stamp, lock)?;
    Ok(())
}

/// Debian's binaryen 108 makes a module that no browser loads, without any warning, so only npm's will do. Which release
/// of it, `Trunk.toml` says.
fn check_wasm_opt(tools: &Tools, modules: &Path) -> Result<()> {
    let found = find_in(&tools.path, "wasm-opt").context("npm's binaryen brought no wasm-opt")?;
    ensure!(found.starts_with(modules), "wasm-opt must be npm's, not {}", found.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_version_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }

    #[test]
    fn the_project_locks_the_release_of_binaryen_that_trunk_demands() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace");
        let npm = fs::read_to_string(root.join("package.json")).expect("package.json");
        let trunk = fs::read_to_string(root.join("Trunk.toml")).expect("Trunk.toml");
        let demanded = trunk.split("wasm_opt = \"version_").nth(1).and_then(|rest| rest.split('"').next());
        let demanded = demanded.expect("Trunk.toml names wasm_opt");
        assert!(npm.contains(&format!("\"binaryen\": \"{demanded}.0.0\"")), "{demanded}");
    }
}
