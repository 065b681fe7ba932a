//! Where the checkout and its folders are.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// One checkout of the project.
pub struct Project {
    /// The folder that holds `Trunk.toml` and the workspace's `Cargo.toml`.
    pub root: PathBuf,
}

impl Project {
    /// Finds the checkout. `cargo run` names the package's folder at run time; that wins over the folder this binary was
    /// compiled in, because several checkouts may share one target folder.
    pub fn find() -> Result<Self> {
        let start = match std::env::var_os("CARGO_MANIFEST_DIR") {
            Some(dir) => PathBuf::from(dir),
            None => std::env::current_dir()?,
        };
        let root = start
            .ancestors()
            .find(|dir| dir.join("Trunk.toml").is_file())
            .with_context(|| format!("no Trunk.toml in {} or above it", start.display()))?;
        Ok(Self { root: root.to_path_buf() })
    }

    /// Where intermediate outputs of the site go. Always `target/site` below the root, whatever `CARGO_TARGET_DIR` says:
    /// `index.html` names the style sheet there by a relative path.
    pub fn work(&self) -> PathBuf {
        self.root.join("target").join("site")
    }

    /// The default place of the finished site.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The checkout's folder `name` of material that is not part of the project, if it is there.
    pub fn beside(&self, name: &str) -> Option<PathBuf> {
        self.root.parent().map(|parent| parent.join(name)).filter(|path| path.exists())
    }

    /// `path` as seen from the root, for messages.
    pub fn show(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }
}
