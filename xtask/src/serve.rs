//! `cargo xtask serve`: the site on localhost.
//!
//! The server answers as GitHub Pages does where that matters to the app: right media types, `index.html` for folders, a
//! redirect to the trailing slash, status 404 for what is missing, `Access-Control-Allow-Origin: *`. It never answers with
//! a file outside the site.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Cursor, ErrorKind, Read};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, anyhow};
use clap::Args;
use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

use crate::assets;
use crate::build::{self, Profile};
use crate::casebook;
use crate::files;
use crate::project::Project;
use crate::setup;

/// The first port tried when none is asked for, and how many are tried from there.
const PORTS: std::ops::Range<u16> = 8080..8100;
/// Requests answered at the same time.
const WORKERS: usize = 4;
/// How often `--dev` looks for changed files.
const PATIENCE: Duration = Duration::from_millis(400);
/// Where a page served by `--dev` asks for the number of the build that is served.
const BUILD: &str = "/__build";
/// What `--dev` appends to the boot loader: asks for [`BUILD`] and reloads the page when the answer changes.
const RELOAD: &str = include_str!("../js/reload.js");
/// What `--dev` watches, below the root.
const WATCHED: [&str; 10] =
    ["Cargo.toml", "Cargo.lock", "Trunk.toml", "index.html", "crates", "data", "public", "src", "style", "xtask/js"];

/// Options of `cargo xtask serve`.
#[derive(Args)]
pub struct Options {
    /// Port to listen on; without it the first free one from 8080
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Compile without optimising, rebuild on change and reload the page
    #[arg(long)]
    dev: bool,
    /// Do not open a browser window
    #[arg(long)]
    no_open: bool,
    /// Show this packed casebook (a folder that `jikenbo pack --out` wrote) in place of the project's own
    #[arg(long, value_name = "DIR", conflicts_with = "dev")]
    casebook: Option<PathBuf>,
}

/// Sets up, builds, serves until interrupted.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    // Taken first, so that a port in use is told before minutes of building.
    let listener = listen(options.port)?;
    let address = format!("http://localhost:{}/", listener.local_addr()?.port());
    let tools = setup::tools(project)?;
    let (profile, dist) = match options.dev {
        true => (Profile::Dev, project.work().join("dev")),
        false => (Profile::Release, project.dist()),
    };
    build::site(project, &tools, profile, &dist)?;
    let dist = match &options.casebook {
        Some(packed) => casebook::exchange(project, &dist, packed)?,
        None => dist,
    };

    let built = Arc::new(AtomicU64::new(1));
    let site = Arc::new(Site { root: dist.canonicalize()?, built: options.dev.then(|| built.clone()) });
    let server = Arc::new(Server::from_listener(listener, None).map_err(|error| anyhow!("cannot serve: {error}"))?);
    let workers: Vec<_> = (0..WORKERS)
        .map(|_| {
            let (server, site) = (server.clone(), site.clone());
            thread::spawn(move || server.incoming_requests().for_each(|request| site.respond(request)))
        })
        .collect();
    println!("\nJikenbo is at {address}   (Ctrl-C stops it)");
    if !options.no_open && has_display() {
        // A missing browser is no reason to stop: the address stands above.
        let _ = open::that_detached(&address);
    }
    if options.dev {
        watch(project, || {
            match build::site(project, &tools, profile, &dist) {
                Ok(()) => println!("built again: {address}"),
                Err(error) => eprintln!("\nerror: {error:#}\nthe last good build is still served at {address}"),
            }
            built.fetch_add(1, Ordering::Relaxed);
        });
    }
    for worker in workers {
        worker.join().map_err(|_| anyhow!("the server stopped"))?;
    }
    Ok(())
}

fn listen(port: Option<u16>) -> Result<TcpListener> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    match port {
        Some(port) => bind(port).with_context(|| format!("cannot listen on port {port}")),
        None => PORTS
            .map(bind)
            .find(|result| !matches!(result, Err(error) if error.kind() == ErrorKind::AddrInUse))
            .with_context(|| {
                format!("all ports from {} to {} are in use: name one with --port", PORTS.start, PORTS.end)
            })?
            .context("cannot listen on localhost"),
    }
}

fn has_display() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || named("DISPLAY") || named("WAYLAND_DISPLAY")
}

/// Calls `rebuild` whenever a watched file appears, changes or goes. Does not return.
fn watch(project: &Project, mut rebuild: impl FnMut()) {
    let look = || -> BTreeMap<PathBuf, Option<SystemTime>> {
        let changed = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
        WATCHED
            .iter()
            .map(|name| project.root.join(name))
            .flat_map(|top| match top.is_dir() {
                // A folder that changes while it is listed is looked at again soon.
                true => files::list(&top).unwrap_or_default().into_iter().map(|file| top.join(file)).collect(),
                false => vec![top],
            })
            .map(|path| (path.clone(), changed(&path)))
            .collect()
    };
    let mut seen = look();
    loop {
        thread::sleep(PATIENCE);
        let now = look();
        if now != seen {
            let names: Vec<_> = now.iter().filter(|(path, time)| seen.get(*path) != Some(time)).collect();
            let first = names.first().map_or("a file went".into(), |(path, _)| project.show(path));
            println!("\nchanged: {first}");
            seen = now;
            rebuild();
        }
    }
}

/// A folder being served.
struct Site {
    /// Canonical.
    root: PathBuf,
    /// Number of the build, when pages should reload on a new one.
    built: Option<Arc<AtomicU64>>,
}

/// What a path on the site stands for.
#[derive(Debug, PartialEq, Eq)]
enum Target {
    File(PathBuf),
    /// A folder asked for without the slash; the path to go to.
    Folder(String),
    Missing,
}

impl Site {
    fn respond(&self, request: Request) {
        // An error here is a visitor who has gone.
        let _ = self.try_respond(request);
    }

    fn try_respond(&self, request: Request) -> std::io::Result<()> {
        if !matches!(request.method(), Method::Get | Method::Head) {
            return request.respond(text(405, "only GET and HEAD\n"));
        }
        let (path, query) = match request.url().split_once('?') {
            Some((path, query)) => (path, format!("?{query}")),
            None => (request.url(), String::new()),
        };
        if let (BUILD, Some(built)) = (path, &self.built) {
            return request.respond(text(200, &built.load(Ordering::Relaxed).to_string()));
        }
        match self.target(path) {
            Target::File(file) => {
                let kind = media_type(&file);
                let mut body = File::open(&file)?;
                if self.built.is_some() && file == self.root.join(assets::BOOT) {
                    let mut script = String::new();
                    body.read_to_string(&mut script)?;
                    return request.respond(typed(Response::from_string(script + RELOAD), kind));
                }
                request.respond(typed(Response::from_file(body), kind))
            }
            Target::Folder(path) => {
                request.respond(text(301, "").with_header(header("Location", &format!("{path}{query}"))))
            }
            Target::Missing => match File::open(self.root.join("404.html")) {
                Ok(page) => request.respond(
                    typed(Response::from_file(page), "text/html; charset=utf-8").with_status_code(StatusCode(404)),
                ),
                Err(_) => request.respond(text(404, "not found\n")),
            },
        }
    }

    fn target(&self, path: &str) -> Target {
        let Some(name) = decode(path) else { return Target::Missing };
        let inside = |relative: &str| {
            // Resolves `..` and links; only what still lies below the root is shown.
            let file = self.root.join(relative).canonicalize().ok()?;
            file.starts_with(&self.root).then_some(file)
        };
        match inside(name.trim_start_matches('/')) {
            Some(file) if file.is_file() && !name.ends_with('/') => Target::File(file),
            Some(dir) if dir.is_dir() && !name.ends_with('/') => Target::Folder(format!("{path}/")),
            Some(dir) if dir.is_dir() => {
                let index = dir.join("index.html");
                if index.is_file() { Target::File(index) } else { Target::Missing }
            }
            _ => Target::Missing,
        }
    }
}

/// Undoes percent-encoding; `None` for what names no file.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            byte => byte,
        });
    }
    // `//name` in a redirect would be another host.
    let plain = |name: &String| name.starts_with('/') && !name.starts_with("//") && !name.contains(['\\', '\0']);
    String::from_utf8(bytes).ok().filter(plain)
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

fn header(name: &str, value: &str) -> Header {
    // tiny_http takes any ASCII; a query with other characters arrives percent-encoded.
    Header::from_bytes(name, value).unwrap_or_else(|()| Header::from_bytes("X-Unsayable", "1").expect("plain ASCII"))
}

fn typed<R: Read>(response: Response<R>, kind: &str) -> Response<R> {
    response
        .with_header(header("Content-Type", kind))
        .with_header(header("Access-Control-Allow-Origin", "*"))
        .with_header(header("Cache-Control", "no-cache"))
}

fn text(status: u16, body: &str) -> Response<Cursor<Vec<u8>>> {
    typed(Response::from_string(body), "text/plain; charset=utf-8").with_status_code(StatusCode(status))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> (tempfile::TempDir, Site) {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let root = dir.path().join("dist");
        for name in ["index.html", "ja/i/a/index.html", "日本.html"] {
            let path = root.join(name);
            fs::create_dir_all(path.parent().expect("inside")).expect("folder");
            fs::write(path, name).expect("file");
        }
        fs::write(dir.path().join("secret"), "s").expect("file");
        let root = root.canonicalize().expect("is there");
        (dir, Site { root, built: None })
    }

    #[test]
    fn paths_stand_for_files_folders_or_nothing() {
        let (_dir, site) = site();
        let file = |name: &str| Target::File(site.root.join(name));
        assert_eq!(site.target("/"), file("index.html"));
        assert_eq!(site.target("/index.html"), file("index.html"));
        assert_eq!(site.target("/ja/i/a/"), file("ja/i/a/index.html"));
        assert_eq!(site.target("/ja/i/a"), Target::Folder("/ja/i/a/".into()));
        assert_eq!(site.target("/%E6%97%A5%E6%9C%AC.html"), file("日本.html"));
        for missing in ["/ja/", "/index.html/", "/none", "/%zz", "/%E6", "//ja", ""] {
            assert_eq!(site.target(missing), Target::Missing, "{missing}");
        }
    }

    #[test]
    fn nothing_outside_the_site_is_answered() {
        let (_dir, site) = site();
        for path in ["/../secret", "/%2e%2e/secret", "/ja/../../secret", "/..%2fsecret", "/..\\secret", "//../secret"] {
            assert_eq!(site.target(path), Target::Missing, "{path}");
        }
    }
}
