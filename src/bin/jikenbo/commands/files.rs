//! Reads a casebook's folder and writes files.

use std::{
    fs,
    io::{self, BufReader, Read, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use flate2::read::MultiGzDecoder;
use jikenbo::{
    authoring::{self, DenyList, Finding, Reading, SourceFile},
    dataset::Dataset,
    formats::veris::read as veris,
    model::Taxonomies,
};

/// Reads every authoring file below a folder, sorted by path. Files that are not UTF-8 give a finding each.
///
/// # Errors
/// The folder or a file of it cannot be read.
pub fn read_sources(dir: &Path) -> anyhow::Result<(Vec<SourceFile>, Vec<Finding>)> {
    if !dir.is_dir() {
        bail!("{} is no folder; run from the repository root or name the casebook's folder", dir.display());
    }
    let mut paths = Vec::new();
    walk(dir, &mut paths)?;
    paths.sort();
    let (mut files, mut findings) = (Vec::new(), Vec::new());
    for path in paths {
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let below = path.strip_prefix(dir).unwrap_or(&path);
        let path = below.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let (file, finding) = SourceFile::from_bytes(path, bytes);
        files.push(file);
        findings.extend(finding);
    }
    Ok((files, findings))
}

fn walk(dir: &Path, out: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, out)?;
        } else if path.extension().is_some_and(|e| e == "toml") {
            out.push(path);
        }
    }
    Ok(())
}

/// Reads and checks; prints the findings to standard error.
///
/// # Errors
/// As [`read_sources`].
pub fn read(dir: &Path) -> anyhow::Result<Reading> {
    read_denying(dir, &DenyList::default())
}

/// As [`read`], with names that must not stand in any text.
///
/// # Errors
/// As [`read_sources`].
pub fn read_denying(dir: &Path, deny: &DenyList) -> anyhow::Result<Reading> {
    let (files, findings) = read_sources(dir)?;
    let mut reading = authoring::read_denying(&files, deny);
    reading.findings.extend(findings);
    reading.findings.sort();
    let mut err = io::stderr().lock();
    for finding in &reading.findings {
        // A closed pipe is no failure of ours.
        let _ = writeln!(err, "{}/{finding}", dir.display());
    }
    Ok(reading)
}

/// Reads a deny list. What is wrong with it forbids the check: a list that is not applied must not look as if it were.
///
/// # Errors
/// The file cannot be read, is not UTF-8 or has a line that cannot be looked for.
pub fn read_deny_list(path: &Path) -> anyhow::Result<DenyList> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
    let (list, findings) = DenyList::parse(&name, &text);
    match findings.first() {
        None => Ok(list),
        Some(finding) => bail!("{finding}"),
    }
}

/// A casebook without errors.
///
/// # Errors
/// As [`read_sources`], and when `check` finds errors.
pub fn read_valid(dir: &Path) -> anyhow::Result<Dataset> {
    let reading = read(dir)?;
    match reading.errors() {
        0 => Ok(reading.dataset),
        n => bail!("{n} error(s) in the casebook, named above; correct them first"),
    }
}

/// The same without withdrawn records: what the public gets.
///
/// # Errors
/// As [`read_valid`].
pub fn read_public(dir: &Path) -> anyhow::Result<Dataset> {
    read_valid(dir).map(Dataset::without_withdrawn)
}

/// Reads incidents in VERIS format; prints the findings to standard error.
///
/// # Errors
/// The file cannot be read, is not UTF-8 or holds no incident.
pub fn read_veris(path: &Path, taxonomies: &Taxonomies) -> anyhow::Result<Dataset> {
    let name = path.display();
    let file = fs::File::open(path).with_context(|| format!("cannot read {name}"))?;
    let mut text = String::new();
    let read = match path.extension().is_some_and(|end| end == "gz") {
        true => MultiGzDecoder::new(file).read_to_string(&mut text),
        false => BufReader::new(file).read_to_string(&mut text),
    };
    read.with_context(|| format!("cannot read {name}"))?;
    let (dataset, findings) = veris::read(&text, taxonomies);
    let mut err = io::stderr().lock();
    for finding in &findings {
        // A closed pipe is no failure of ours.
        let _ = writeln!(err, "{name}:{finding}");
    }
    if dataset.incidents.is_empty() {
        bail!("{name} holds no incident in VERIS format");
    }
    Ok(dataset)
}

/// Writes to standard output; a reader that closes the pipe early is no failure.
///
/// # Errors
/// Any other failure to write.
pub fn print(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("cannot write to standard output"),
    }
}

/// Writes a file only when its content changes, so that watchers do not loop.
///
/// # Errors
/// The file cannot be written.
pub fn write_if_changed(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}
