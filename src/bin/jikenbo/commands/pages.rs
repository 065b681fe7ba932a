//! `jikenbo pages`: the static edition of the casebook, beside the start page.

use std::{collections::BTreeSet, fs, path::Path, process::ExitCode};

use anyhow::{Context, bail};
use jikenbo::{model::Lang, page::site};

use super::{Outcome, files};

/// Writes the pages into `dist`, and takes pages of records that are no longer there out of its language folders.
///
/// # Errors
/// The casebook has errors, `site_url` is no web address, `dist` holds no start page, or a file cannot be written.
pub fn run(dist: &Path, data: &Path, site_url: Option<&str>) -> Outcome {
    if let Some(address) = site_url {
        let scheme = url::Url::parse(address).ok().map(|u| u.scheme().to_owned());
        if !matches!(scheme.as_deref(), Some("http" | "https")) {
            bail!("--site-url {address:?} is no web address; write for example https://example.org/casebook/");
        }
    }
    let index = dist.join("index.html");
    let shell = fs::read_to_string(&index)
        .with_context(|| format!("cannot read {}; build the site first (cargo xtask dist)", index.display()))?;
    let dataset = files::read_valid(data)?;
    let pages = site::files(&dataset, &shell, site_url)?;
    let mut bytes = 0;
    for (path, content) in &pages {
        bytes += content.len();
        files::write_if_changed(&dist.join(path), content.as_bytes())?;
    }
    for lang in Lang::ALL {
        let kept = pages.keys().filter_map(|p| p.strip_prefix(lang.tag())?.strip_prefix('/')).collect();
        sweep(&dist.join(lang.tag()), "", &kept)?;
    }
    println!("wrote {} pages, {bytes} bytes", pages.len());
    Ok(ExitCode::SUCCESS)
}

/// Removes every `index.html` below a language folder that this edition does not have, and folders left empty.
fn sweep(dir: &Path, below: &str, kept: &BTreeSet<&str>) -> anyhow::Result<()> {
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let own = format!("{below}{name}");
        if path.is_dir() {
            sweep(&path, &format!("{own}/"), kept)?;
            if fs::read_dir(&path)?.next().is_none() {
                fs::remove_dir(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            }
        } else if name == "index.html" && !kept.contains(own.as_str()) {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}
