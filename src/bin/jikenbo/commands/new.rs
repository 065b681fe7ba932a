//! `jikenbo new`: a commented template.

use std::{fs, path::Path, process::ExitCode};

use anyhow::{Context, bail};
use jikenbo::authoring::case_template;

use super::Outcome;

/// Writes `cases/<year>/<id>.toml`; an existing file is left alone.
///
/// # Errors
/// The id is none, the file exists, or it cannot be written.
pub fn run(id: &str, data: &Path) -> Outcome {
    let slug = id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let year = id.split('-').next().filter(|y| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()));
    let (true, Some(year)) = (slug && id.len() > 5, year) else {
        bail!("{id:?} is no id; write <year>-<number> or <year>-<organisation>, for example 2024-123 or 2022-furuno");
    };
    let path = data.join("cases").join(year).join(format!("{id}.toml"));
    if path.exists() {
        bail!("{} is already there", path.display());
    }
    fs::create_dir_all(path.parent().unwrap_or(data)).with_context(|| format!("cannot make {}", path.display()))?;
    fs::write(&path, case_template(id)).with_context(|| format!("cannot write {}", path.display()))?;
    println!("wrote {}; fill it in and run: jikenbo check", path.display());
    Ok(ExitCode::SUCCESS)
}
