//! Finding a Chromium for the browser tests, or installing one with the system's package manager.
//!
//! No browser is ever downloaded by hand: what the package manager brings, it also keeps up to date and removes.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::process::{answer, find, run};

/// Names of Chromium and its relatives on PATH, the best first.
const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// Where installers put it on systems that do not put it on PATH.
const PLACES: &[&str] = if cfg!(target_os = "macos") {
    &[
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ]
} else if cfg!(windows) {
    &[
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
        r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    ]
} else {
    &[]
};

/// A package manager: its program, and the commands that install Chromium with it.
type Manager = (&'static str, &'static [&'static [&'static str]], bool);

/// Package managers; the last field says whether they have to run as root.
const MANAGERS: &[Manager] = &[
    ("apt-get", &[&["update"], &["install", "--yes", "--no-install-recommends", "chromium", "fonts-noto-cjk"]], true),
    ("dnf", &[&["install", "--assumeyes", "chromium", "google-noto-sans-cjk-fonts"]], true),
    ("pacman", &[&["--sync", "--refresh", "--noconfirm", "--needed", "chromium", "noto-fonts-cjk"]], true),
    ("apk", &[&["add", "chromium", "font-noto-cjk"]], true),
    ("brew", &[&["install", "--cask", "chromium"]], false),
];

/// The browser to test with: `CHROME_PATH`, else on PATH, else where installers put it, else freshly installed.
pub fn ensure_browser() -> Result<PathBuf> {
    if let Some(path) = env::var_os("CHROME_PATH").filter(|path| !path.is_empty()) {
        let path = PathBuf::from(path);
        ensure!(path.is_file(), "CHROME_PATH names no file: {}", path.display());
        println!("  browser: {} (CHROME_PATH)", path.display());
        return Ok(path);
    }
    if let Some(path) = installed() {
        println!("  browser: {}", path.display());
        return Ok(path);
    }
    install()?;
    let path = installed().context("the package manager finished, but no Chromium is on PATH")?;
    println!("  browser: {}", path.display());
    Ok(path)
}

fn installed() -> Option<PathBuf> {
    let places = PLACES.iter().map(PathBuf::from).filter(|path| path.is_file());
    NAMES.iter().filter_map(|name| find(name)).chain(places).next()
}

fn install() -> Result<()> {
    let Some((program, commands, root)) = MANAGERS.iter().find(|(program, ..)| find(program).is_some()) else {
        bail!("no Chromium found and no package manager known here: install Chromium or Chrome, or set CHROME_PATH");
    };
    println!("  browser: none found; installing Chromium with {program} (some 100 MB, one to three minutes)");
    let sudo = *root && answer(Command::new("id").arg("-u")).is_none_or(|user| user != "0");
    for arguments in *commands {
        let mut command = match sudo {
            true => Command::new("sudo"),
            false => Command::new(program),
        };
        if sudo {
            // Tests ask nothing: where sudo wants a password, it says so and this fails.
            command.args(["--non-interactive", program]);
        }
        command.args(*arguments).env("DEBIAN_FRONTEND", "noninteractive");
        run(&mut command)
            .with_context(|| format!("install Chromium yourself or set CHROME_PATH ({program} failed)"))?;
    }
    Ok(())
}
