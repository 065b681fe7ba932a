//! `jikenbo pages`: the static edition of the casebook, beside the start page.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use anyhow::{Context, bail};
use jikenbo::{
    model::Lang,
    page::site::{self, preview},
};

use super::{
    Outcome, files, offline,
    previews::{self, Fonts},
};

/// How the command was called.
#[derive(clap::Args)]
pub struct Call {
    /// The folder with index.html; the pages are written into it
    #[arg(long)]
    dist: PathBuf,
    /// The casebook's folder
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Address of the site, for what must be absolute; else the casebook's own
    #[arg(long)]
    site_url: Option<String>,
    /// Where drawn preview pictures are kept between runs
    #[arg(long, default_value = "target/site/previews")]
    cache: PathBuf,
    /// Draw no preview pictures
    #[arg(long)]
    no_previews: bool,
}

/// Writes the pages into `dist`, and takes what belongs to records that are no longer there out of its language folders.
///
/// # Errors
/// The casebook has errors, `site_url` is no web address, `dist` holds no start page, or a file cannot be written.
pub fn run(call: &Call) -> Outcome {
    let (dist, begun) = (&call.dist, Instant::now());
    if let Some(address) = &call.site_url {
        let scheme = url::Url::parse(address).ok().map(|u| u.scheme().to_owned());
        if !matches!(scheme.as_deref(), Some("http" | "https")) {
            bail!("--site-url {address:?} is no web address; write for example https://example.org/casebook/");
        }
    }
    let index = dist.join("index.html");
    let shell = fs::read_to_string(&index)
        .with_context(|| format!("cannot read {}; build the site first (cargo xtask dist)", index.display()))?;
    let dataset = files::read_valid(&call.data)?;
    let fonts = if call.no_previews { None } else { Fonts::find()? };
    if fonts.is_none() && !call.no_previews {
        eprintln!("no preview pictures: npm has not installed their font here (cargo xtask does)");
    }
    let options = site::Options { site_url: call.site_url.as_deref(), previews: fonts.is_some() };
    let pages = site::files(&dataset, &shell, options)?;
    let mut bytes = 0;
    for (path, content) in &pages {
        bytes += content.len();
        files::write_if_changed(&dist.join(path), content.as_bytes())?;
    }
    let mut kept: BTreeSet<String> = pages.keys().cloned().collect();
    if let Some(fonts) = &fonts {
        let drawn = previews::draw(&dataset, fonts, dist, &call.cache)?;
        kept.extend(drawn.paths);
        println!(
            "{} preview pictures, {} of them drawn anew",
            kept.iter().filter(|p| p.ends_with(preview::FILE)).count(),
            drawn.fresh
        );
    }
    if !pages.contains_key("sitemap.xml") {
        let _ = fs::remove_file(dist.join("sitemap.xml"));
    }
    for lang in Lang::ALL {
        sweep(&dist.join(lang.tag()), &format!("{}/", lang.tag()), &kept)?;
    }
    offline::write(dist)?;
    println!("wrote {} pages and feeds, {bytes} bytes, in {:.1} s", pages.len(), begun.elapsed().as_secs_f32());
    Ok(ExitCode::SUCCESS)
}

/// Removes every file below a language folder that this edition does not have, and folders left empty.
fn sweep(dir: &Path, below: &str, kept: &BTreeSet<String>) -> anyhow::Result<()> {
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let own = format!("{below}{name}");
        if path.is_dir() {
            sweep(&path, &format!("{own}/"), kept)?;
            if fs::read_dir(&path)?.next().is_none() {
                fs::remove_dir(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            }
        } else if !kept.contains(&own) {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}
