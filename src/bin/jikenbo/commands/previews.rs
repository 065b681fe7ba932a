//! Draws the pictures that links unfold to. Drawing takes its time, so what was drawn before is kept in
//! a cache folder under the hash of picture and fonts.

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use anyhow::{Context, bail, ensure};
use jikenbo::{dataset::Dataset, page::site::preview};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{self, fontdb},
};
use sha2::{Digest, Sha256};
use skrifa::{
    FontRef, MetadataProvider,
    instance::{LocationRef, Size},
};

use super::files;

/// Where `npm ci` lays the font; the build alone uses it, nobody downloads it.
const FONTS: &str = "node_modules/@expo-google-fonts/biz-udpgothic";
/// Regular, and bold, which lines are measured with.
const FACES: [&str; 2] = ["400Regular/BIZUDPGothic_400Regular.ttf", "700Bold/BIZUDPGothic_700Bold.ttf"];

/// The fonts the pictures are set in.
pub struct Fonts {
    faces: Vec<Vec<u8>>,
}

impl Fonts {
    /// Reads them below the working directory; `None` where the set-up has not installed them.
    ///
    /// # Errors
    /// A font is there but cannot be read.
    pub fn find() -> anyhow::Result<Option<Self>> {
        let paths = FACES.map(|face| Path::new(FONTS).join(face));
        if !paths.iter().all(|p| p.is_file()) {
            return Ok(None);
        }
        let read = |p: &PathBuf| fs::read(p).with_context(|| format!("cannot read {}", p.display()));
        let faces = paths.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?;
        ensure!(faces.iter().all(|face| FontRef::new(face).is_ok()), "{FONTS} holds a file that is no font");
        Ok(Some(Self { faces }))
    }
}

/// What drawing came to.
pub struct Drawn {
    /// The pictures' paths below `dist`.
    pub paths: Vec<String>,
    /// How many of them were drawn anew.
    pub fresh: usize,
}

/// Draws every picture of the edition into `dist`.
///
/// # Errors
/// A picture cannot be drawn or written.
pub fn draw(dataset: &Dataset, fonts: &Fonts, dist: &Path, cache: &Path) -> anyhow::Result<Drawn> {
    let bold = FontRef::new(&fonts.faces[1]).context("the bold font is no font")?;
    let (glyphs, widths) = (bold.charmap(), bold.glyph_metrics(Size::new(1.0), LocationRef::default()));
    let measure = |c: char| glyphs.map(c).and_then(|g| widths.advance_width(g)).unwrap_or(1.0);
    let pictures = preview::all(dataset, &measure);
    let missing: HashSet<char> =
        pictures.values().flat_map(|svg| svg.chars()).filter(|c| glyphs.map(*c).is_none()).collect();
    if !missing.is_empty() {
        let mut missing: Vec<char> = missing.into_iter().collect();
        missing.sort_unstable();
        eprintln!("previews: the font lacks {missing:?}; such characters stay empty");
    }

    let mut database = fontdb::Database::new();
    let mut hash = Sha256::new();
    for face in &fonts.faces {
        hash.update(face);
        database.load_font_data(face.clone());
    }
    let fonts_hash = hash.finalize();
    let database = Arc::new(database);
    let paths = pictures.keys().cloned().collect();
    let jobs = place(pictures, dist, cache, &fonts_hash);

    let (next, fresh) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || -> anyhow::Result<()> {
        while let Some((to, kept, svg)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            let png = match fs::read(kept) {
                Ok(png) => png,
                Err(_) => {
                    let png = png(svg, &database).with_context(|| format!("cannot draw {}", to.display()))?;
                    files::write_if_changed(kept, &png)?;
                    fresh.fetch_add(1, Ordering::Relaxed);
                    png
                }
            };
            files::write_if_changed(to, &png)?;
        }
        Ok(())
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let results: Vec<anyhow::Result<()>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|w| w.join().unwrap_or_else(|_| bail!("drawing stopped"))).collect()
    });
    results.into_iter().collect::<anyhow::Result<()>>()?;
    sweep(cache, &jobs)?;
    Ok(Drawn { paths, fresh: fresh.into_inner() })
}

/// Where each picture goes, where it is kept, and how it looks.
fn place(
    pictures: BTreeMap<String, String>,
    dist: &Path,
    cache: &Path,
    fonts: &[u8],
) -> Vec<(PathBuf, PathBuf, String)> {
    let job = |(path, svg): (String, String)| {
        let hash = Sha256::new().chain_update(fonts).chain_update(&svg).finalize();
        let name: String = hash.iter().take(12).map(|b| format!("{b:02x}")).collect();
        (dist.join(path), cache.join(format!("{name}.png")), svg)
    };
    pictures.into_iter().map(job).collect()
}

fn png(svg: &str, fonts: &Arc<fontdb::Database>) -> anyhow::Result<Vec<u8>> {
    let options =
        usvg::Options { fontdb: fonts.clone(), font_family: preview::FAMILY.into(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options)?;
    let mut picture = Pixmap::new(preview::WIDTH, preview::HEIGHT).context("no room for a picture")?;
    resvg::render(&tree, Transform::default(), &mut picture.as_mut());
    Ok(picture.encode_png()?)
}

/// Takes pictures out of the cache that no record has any more.
fn sweep(cache: &Path, jobs: &[(PathBuf, PathBuf, String)]) -> anyhow::Result<()> {
    let kept: HashSet<&Path> = jobs.iter().map(|(_, kept, _)| kept.as_path()).collect();
    for entry in fs::read_dir(cache).with_context(|| format!("cannot read {}", cache.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "png") && !kept.contains(path.as_path()) {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_picture_has_the_same_bytes_each_time() {
        let Some(fonts) = Fonts::find().expect("fonts can be read") else {
            println!("passed over: npm has not installed the font of the pictures here");
            return;
        };
        let mut dataset = Dataset::default();
        let mut incident = jikenbo::model::Incident { id: "2024-001".into(), ..Default::default() };
        incident.org.ja = "架空市".into();
        incident.headline.ja = "公園の事務所で、名簿１０４名分（紙）が見当たらない".into();
        dataset.incidents.push(incident);
        let draw_once = || {
            let (dist, cache) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
            let drawn = draw(&dataset, &fonts, dist.path(), cache.path()).expect("drawn");
            assert_eq!((drawn.paths.len(), drawn.fresh), (2, 2), "one a language");
            let again = draw(&dataset, &fonts, dist.path(), cache.path()).expect("drawn");
            assert_eq!(again.fresh, 0, "and kept");
            fs::read(dist.path().join(&drawn.paths[1])).expect("a picture")
        };
        let picture = draw_once();
        assert_eq!(&picture[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(&picture[16..24], [0, 0, 4, 176, 0, 0, 2, 118], "1200 by 630 pixels");
        // Ink is there: paper alone would be a fraction of it.
        assert!(picture.len() > 8_000, "{} bytes", picture.len());
        assert!(picture == draw_once());
    }
}
