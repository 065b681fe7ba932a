//! From sources to a finished site.
//!
//! Trunk compiles the app and writes `index.html`; everything else is put beside it here, because each name that carries
//! a hash has to be written into the page after the file is known. The site is put together in `target/site/stage` and
//! mirrored to its place last, so a failed build leaves the old one standing.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::assets;
use crate::files;
use crate::process::{answer, cargo, run};
use crate::project::Project;
use crate::rooms;
use crate::setup::{Tools, WASM};

/// How the browser app is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// As published: optimised for size, same bytes each time.
    Release,
    /// Quick to compile, with debug assertions; for `serve --dev`.
    Dev,
}

/// A file each site has; tells GitHub Pages to serve files as they are, and [`files::mirror`] that a folder is ours.
const MARKER: &str = ".nojekyll";

/// The casebook's manifest in the finished site; it names the parts.
pub const MANIFEST: &str = "data/casebook.json";

/// What only the site that is published needs to know.
#[derive(Default)]
pub struct Publish {
    /// Its address, for what must be absolute: previews, feeds, sitemap.
    pub site_url: Option<String>,
    /// A site of before, whose editions of the data and hashed files are kept.
    pub previous: Option<PathBuf>,
}

/// Builds the whole site into `out`.
pub fn site(project: &Project, tools: &Tools, profile: Profile, out: &Path) -> Result<()> {
    published(project, tools, profile, out, &Publish::default())
}

/// The same for a site that is published.
pub fn published(project: &Project, tools: &Tools, profile: Profile, out: &Path, publish: &Publish) -> Result<()> {
    let work = project.work();
    fs::create_dir_all(&work)?;
    let _alone = lock(&work)?;

    println!("command line and casebook");
    let cli = host_cli(project)?;
    let data = work.join("data");
    files::clear(&data)?;
    run(Command::new(&cli).current_dir(&project.root).args(["pack", "--out"]).arg(&data))?;

    println!("style sheet, loader, chart library");
    let echarts = assets::build(project, tools)?;

    println!("browser app");
    let stage = work.join("stage");
    files::clear(&stage)?;
    // Trunk runs offline so that it cannot fetch tools of its own choice; so the crates have to be there.
    run(cargo().current_dir(&project.root).args(["fetch", "--locked", "--quiet", "--target", WASM]))?;
    let flags = match profile {
        Profile::Release => Some(rust_flags(project)?),
        Profile::Dev => None,
    };
    trunk(project, tools, flags.as_deref(), &stage)?;
    let rooms = rooms::build(project, tools, profile, flags.as_deref())?;

    println!("site");
    let bundled = |file: &Path| file == assets::BOOT || file.starts_with(assets::BOOT_PARTS);
    files::copy_tree(&project.root.join("public"), &stage, |file| !bundled(file))?;
    files::copy_tree(&data, &stage.join("data"), |_| true)?;
    files::copy_tree(&work.join(assets::VENDOR), &stage.join(assets::VENDOR), |_| true)?;
    files::copy_tree(&rooms::folder(project), &stage.join(rooms::FOLDER), |_| true)?;
    files::copy(&work.join(assets::BOOT), &stage.join(assets::BOOT))?;
    let index = stage.join("index.html");
    let list = files::only(&data, "casebook-list-", ".jkb")?;
    fs::write(&index, finish_index(&fs::read_to_string(&index)?, &echarts, &rooms, &list)?)?;
    fs::write(stage.join(MARKER), "")?;
    let command = |name: &str| {
        let mut command = Command::new(&cli);
        command.current_dir(&project.root).args([name, "--dist"]).arg(&stage);
        command
    };
    let mut data = command("data");
    if let Some(previous) = &publish.previous {
        data.arg("--previous").arg(previous);
    }
    run(&mut data)?;
    let mut pages = command("pages");
    if let Some(site_url) = &publish.site_url {
        pages.arg("--site-url").arg(site_url);
    }
    run(&mut pages)?;
    files::mirror(&stage, out, MARKER)
}

/// Waits until no other build (`serve --dev` in another window, say) works in `work`, and keeps others out until dropped.
fn lock(work: &Path) -> Result<File> {
    let file = File::create(work.join(".lock"))?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            println!("waiting for another build in this checkout");
            file.lock()?;
        }
        result => result?,
    }
    Ok(file)
}

/// Builds the host command line `jikenbo` (dev profile, shared with the tests) and returns its path.
pub fn host_cli(project: &Project) -> Result<PathBuf> {
    run(cargo().current_dir(&project.root).args(["build", "--quiet", "--package", "jikenbo", "--bin", "jikenbo"]))?;
    // This program lies in the same target folder, wherever that is configured to be.
    let own = env::current_exe()?;
    let target = own.ancestors().nth(2).context("no target folder around this program")?;
    let cli = target.join("debug").join(format!("jikenbo{}", env::consts::EXE_SUFFIX));
    ensure!(cli.is_file(), "cargo wrote no {}", cli.display());
    Ok(cli)
}

/// Compiles the browser app and writes `index.html`, its style sheet, the WASM and its glue into `out`; for release where
/// `flags` are given.
fn trunk(project: &Project, tools: &Tools, flags: Option<&OsStr>, out: &Path) -> Result<()> {
    let mut command = tools.command("trunk");
    command.current_dir(&project.root).args(["build", "--offline", "--locked", "--dist"]).arg(out);
    if let Some(flags) = flags {
        command.arg("--release").env("CARGO_ENCODED_RUSTFLAGS", flags);
    }
    // trunk 0.21 takes only `true` and `false`, the convention allows anything.
    if env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        command.env("NO_COLOR", "true");
    }
    run(&mut command)
}

/// Flags that keep the places of this machine out of the WASM (panic messages name source files), so that the same
/// sources give the same bytes everywhere. Separated as `CARGO_ENCODED_RUSTFLAGS` wants it, since folders may hold spaces.
fn rust_flags(project: &Project) -> Result<OsString> {
    let rustc = |arguments: &[&str]| answer(Command::new("rustc").args(arguments)).context("rustc does not answer");
    let version = rustc(&["--version", "--verbose"])?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or("unknown");
    let library = Path::new(&rustc(&["--print", "sysroot"])?).join("lib/rustlib/src/rust");
    let cargo_home = match env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => dirs::home_dir().context("no home folder known for this user: set CARGO_HOME")?.join(".cargo"),
    };
    let mut moves = vec![(project.root.clone(), ".".to_owned()), (library, format!("/rustc/{commit}"))];
    // One folder per registry; its name holds a hash of the registry's address, and a mirror has another.
    for registry in fs::read_dir(cargo_home.join("registry").join("src"))? {
        moves.push((registry?.path(), "crates".into()));
    }
    // One type for all views: without it every nesting of elements is compiled anew (26 KB gzip of WASM).
    let mut flags = OsString::from("--cfg=erase_components");
    for (from, to) in moves {
        flags.push("\x1f");
        flags.push("--remap-path-prefix=");
        flags.push(from);
        flags.push(format!("={to}"));
    }
    Ok(flags)
}

/// Writes the names that carry a hash into the page that Trunk made: the chart library's, the second program's (by its
/// folder), and the casebook's list, which the browser is told to load while it still compiles the app. All that only on
/// wide screens: on others it would come before what the page itself says, and `public/boot.js` sees to it.
fn finish_index(page: &str, echarts: &str, rooms: &str, list: &str) -> Result<String> {
    let mut page = page.to_owned();
    let preload =
        |file: &str| format!("<link rel=\"preload\" href=\"./{file}\" as=\"fetch\" crossorigin=\"anonymous\">");
    // Trunk writes the others.
    let wide =
        |rel: &str| (format!("<link rel=\"{rel}\""), format!("<link rel=\"{rel}\" media=\"(min-width: 761px)\""));
    for (from, to) in [
        (r#"data-echarts="./vendor/echarts.js""#, format!("data-echarts=\"./{}/{echarts}\"", assets::VENDOR)),
        (r#""./rooms/rooms.js""#, format!("\"./{}\"", rooms::address(rooms, rooms::GLUE))),
        (r#""./rooms/rooms_bg.wasm""#, format!("\"./{}\"", rooms::address(rooms, rooms::MODULE))),
        ("</head>", format!("{}{}</head>", preload(MANIFEST), preload(&format!("data/{list}")))),
    ] {
        let found = page.matches(from).count();
        ensure!(found == 1, "index.html should hold {from} once, holds it {found} times");
        page = page.replace(from, &to);
    }
    for (from, to) in ["modulepreload", "preload"].map(wide) {
        page = page.replace(&from, &to);
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_the_hashed_files_and_nothing_is_guessed() {
        let page = r#"<head><script src="./boot.js" data-echarts="./vendor/echarts.js" data-rooms-js="./rooms/rooms.js" data-rooms-wasm="./rooms/rooms_bg.wasm"></script></head>"#;
        let done = finish_index(page, "echarts-B.js", "D", "casebook-list-C.jkb").expect("both places are there");
        assert!(done.contains(r#"<script src="./boot.js" data-echarts="./vendor/echarts-B.js" data-rooms"#), "{done}");
        assert!(
            done.contains(r#"data-rooms-js="./rooms/D/rooms.js" data-rooms-wasm="./rooms/D/rooms_bg.wasm""#),
            "{done}"
        );
        let list = r#"<link rel="preload" media="(min-width: 761px)" href="./data/casebook.json""#;
        assert!(done.contains(list), "{done}");
        assert!(done.contains(r#"href="./data/casebook-list-C.jkb""#), "{done}");
        assert!(finish_index("<head></head>", "e", "r", "l").is_err());
        assert!(finish_index(&page.repeat(2), "e", "r", "l").is_err());
    }
}
