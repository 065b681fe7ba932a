//! Copying and listing trees, always in the order of their paths.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

/// All files below `dir`, relative to it, sorted. A `dir` that is not there holds none.
pub fn list(dir: &Path) -> Result<Vec<PathBuf>> {
    fn walk(top: &Path, dir: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
        for entry in fs::read_dir(dir).with_context(|| format!("cannot list {}", dir.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                walk(top, &path, found)?;
            } else {
                found.push(path.strip_prefix(top)?.to_path_buf());
            }
        }
        Ok(())
    }
    let mut found = Vec::new();
    if dir.is_dir() {
        walk(dir, dir, &mut found)?;
    }
    found.sort();
    Ok(found)
}

/// Removes what `dir` holds, and creates it if it is not there.
pub fn clear(dir: &Path) -> Result<()> {
    if dir.exists() {
        fs::remove_dir_all(dir).with_context(|| format!("cannot clear {}", dir.display()))?;
    }
    fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))
}

/// Copies one file, creating folders on the way.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

/// Copies the files below `from` for which `wanted` holds to the same places below `to`.
pub fn copy_tree(from: &Path, to: &Path, wanted: impl Fn(&Path) -> bool) -> Result<()> {
    for file in list(from)?.iter().filter(|file| wanted(file)) {
        copy(&from.join(file), &to.join(file))?;
    }
    Ok(())
}

/// Makes `to` hold exactly what `from` holds. Refuses a folder that holds something but not the file `marker`, because
/// what is too much there is deleted.
pub fn mirror(from: &Path, to: &Path, marker: &str) -> Result<()> {
    let (new, old) = (list(from)?, list(to)?);
    if !old.is_empty() && !to.join(marker).exists() {
        bail!("{} holds files that `dist` did not write; name an empty folder", to.display());
    }
    for file in &new {
        if fs::read(to.join(file)).ok() != Some(fs::read(from.join(file))?) {
            copy(&from.join(file), &to.join(file))?;
        }
    }
    for file in old.iter().filter(|file| new.binary_search(file).is_err()) {
        fs::remove_file(to.join(file))?;
        let parents = file.ancestors().skip(1).filter(|parent| !parent.as_os_str().is_empty());
        for parent in parents {
            // Fails while it still holds something, which is right.
            let _ = fs::remove_dir(to.join(parent));
        }
    }
    Ok(())
}

/// Fails, naming them, where the trees `a` and `b` differ.
pub fn same(a: &Path, b: &Path) -> Result<()> {
    let (in_a, in_b) = (list(a)?, list(b)?);
    let all: BTreeSet<_> = in_a.into_iter().chain(in_b).collect();
    let differs = |file: &&PathBuf| match (fs::read(a.join(file)), fs::read(b.join(file))) {
        (Ok(a), Ok(b)) => a != b,
        _ => true,
    };
    let different: Vec<_> = all.iter().filter(differs).collect();
    ensure!(different.is_empty(), "{} of {} files differ: {different:?}", different.len(), all.len());
    println!("{} files, all the same", all.len());
    Ok(())
}

/// Number of files below `dir`, and their bytes.
pub fn weigh(dir: &Path) -> Result<(usize, u64)> {
    let files = list(dir)?;
    let mut bytes = 0;
    for file in &files {
        bytes += fs::metadata(dir.join(file))?.len();
    }
    Ok((files.len(), bytes))
}

/// The only file directly in `dir` whose name begins with `start` and ends in `end`.
pub fn only(dir: &Path, start: &str, end: &str) -> Result<String> {
    let names: Vec<_> = list(dir)?
        .into_iter()
        .filter_map(|file| file.to_str().map(str::to_owned))
        .filter(|name| name.starts_with(start) && name.ends_with(end))
        .collect();
    match <[String; 1]>::try_from(names) {
        Ok([name]) => Ok(name),
        Err(names) => bail!("expected one {start}*{end} in {}, found {names:?}", dir.display()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().expect("inside")).expect("folder");
            fs::write(path, text).expect("file");
        }
        dir
    }

    #[test]
    fn a_mirror_holds_what_the_original_holds_and_nothing_else() {
        let from = tree(&[("index.html", "new"), ("mark", ""), ("a/b/c", "x")]);
        let to = tree(&[("index.html", "old"), ("mark", ""), ("a/gone", "y"), ("d/e/gone", "z")]);
        mirror(from.path(), to.path(), "mark").expect("mirrors");
        assert_eq!(list(to.path()).expect("lists"), list(from.path()).expect("lists"));
        assert_eq!(fs::read_to_string(to.path().join("index.html")).expect("reads"), "new");
        assert!(!to.path().join("d").exists());
    }

    #[test]
    fn trees_differ_by_a_byte_or_by_a_name() {
        let one = tree(&[("a", "x"), ("b/c", "y")]);
        assert!(same(one.path(), tree(&[("a", "x"), ("b/c", "y")]).path()).is_ok());
        for other in
            [tree(&[("a", "x"), ("b/c", "z")]), tree(&[("a", "x")]), tree(&[("a", "x"), ("b/c", "y"), ("d", "")])]
        {
            assert!(same(one.path(), other.path()).is_err());
        }
    }

    #[test]
    fn a_mirror_leaves_foreign_folders_alone() {
        let (from, to) = (tree(&[("mark", "")]), tree(&[("diary.txt", "dear")]));
        assert!(mirror(from.path(), to.path(), "mark").is_err());
        assert!(to.path().join("diary.txt").exists());
    }
}
