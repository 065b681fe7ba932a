//! A finished site with another casebook in it, to try one out: `cargo xtask serve --casebook DIR`.
//!
//! Only what the explorer loads is exchanged; the static pages stay those of the project's own casebook.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::build::MANIFEST;
use crate::files;
use crate::project::Project;

/// Copies the site `from` and puts the casebook of `packed`, a folder that `jikenbo pack` wrote, into the copy, whose
/// place is returned.
pub fn exchange(project: &Project, from: &Path, packed: &Path) -> Result<PathBuf> {
    let site = project.work().join("exchanged");
    files::clear(&site)?;
    files::copy_tree(from, &site, |_| true)?;
    put(&site, packed)?;
    Ok(site)
}

fn put(site: &Path, packed: &Path) -> Result<()> {
    let data = site.join("data");
    let new = files::only(packed, "casebook-list-", ".jkb")
        .with_context(|| format!("{} holds no packed casebook (`jikenbo pack --out`)", packed.display()))?;
    let old = files::only(&data, "casebook-list-", ".jkb")?;
    for part in files::list(&data)?.iter().filter(|part| part.extension().is_some_and(|end| end == "jkb")) {
        fs::remove_file(data.join(part))?;
    }
    let manifest = Path::new(MANIFEST).file_name().unwrap_or_default();
    files::copy_tree(packed, &data, |file| {
        file == Path::new(manifest) || file.extension().is_some_and(|end| end == "jkb")
    })?;
    let index = site.join("index.html");
    let page = fs::read_to_string(&index)?;
    ensure!(page.contains(&old), "index.html does not name {old}");
    Ok(fs::write(&index, page.replace(&old, &new))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_loads_the_other_casebook_and_nothing_of_the_old_one_stays() {
        let (site, packed) = (tempfile::tempdir().expect("folder"), tempfile::tempdir().expect("folder"));
        let write = |dir: &Path, name: &str, text: &str| {
            let path = dir.join(name);
            fs::create_dir_all(path.parent().expect("inside")).expect("folder");
            fs::write(path, text).expect("file");
        };
        write(site.path(), "index.html", "<link href=\"data/casebook-list-aa.jkb\">");
        write(site.path(), MANIFEST, "old");
        write(site.path(), "data/casebook-list-aa.jkb", "old");
        write(site.path(), "data/casebook-texts-bb.jkb", "old");
        assert!(put(site.path(), packed.path()).is_err());
        write(packed.path(), "casebook.json", "new");
        write(packed.path(), "casebook-list-cc.jkb", "new");
        write(packed.path(), "casebook-texts-dd.jkb", "new");
        put(site.path(), packed.path()).expect("exchanged");
        let files: Vec<String> = files::list(&site.path().join("data"))
            .expect("lists")
            .iter()
            .map(|file| file.display().to_string())
            .collect();
        assert_eq!(files, ["casebook-list-cc.jkb", "casebook-texts-dd.jkb", "casebook.json"]);
        let page = fs::read_to_string(site.path().join("index.html")).expect("page");
        assert_eq!(page, "<link href=\"data/casebook-list-cc.jkb\">");
    }
}
