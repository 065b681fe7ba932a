//! `jikenbo pack`: check, encode, compress; the same bytes each time.
//!
//! Writes `casebook.json` (small, never cached for long) and two parts whose names hold the hash of their content.

use std::{
    collections::BTreeMap,
    fs,
    io::{Read, Write},
    path::Path,
    process::ExitCode,
};

use anyhow::Context;
use engine::packed;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use jikenbo::{
    dataset::{Dataset, bytes},
    formats::veris::read as veris,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Outcome, files};

/// Packs the casebook of `data`, or a file in VERIS format with its vocabularies, into `out`, and takes parts of earlier
/// packings out of it.
///
/// # Errors
/// The casebook has errors, or a file cannot be written.
pub fn run(data: &Path, from_veris: Option<&Path>, out: &Path) -> Outcome {
    let dataset = match from_veris {
        Some(file) => files::read_veris(file, &files::read_public(data)?.taxonomies)?,
        None => files::read_public(data)?,
    };
    let packed = Packed::of(&dataset)?;
    fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    for (name, bytes) in &packed.files {
        files::write_if_changed(&out.join(name), bytes)?;
    }
    for entry in fs::read_dir(out)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".jkb") && !packed.files.contains_key(&name) {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    println!(
        "packed {} incidents and {} articles: list {} bytes, texts {} bytes",
        dataset.incidents.len(),
        dataset.articles.len(),
        packed.list_bytes,
        packed.texts_bytes
    );
    if from_veris.is_some() {
        let size = |table| Ok::<_, anyhow::Error>(compress(&packed::encode(&table))?.len());
        let (columns, all) = (size(veris::columns(&dataset))?, size(veris::columns_with_summaries(&dataset))?);
        println!("the columns of VERIS alone: {columns} bytes, with the summaries {all}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Name of the small file that names the parts.
pub const CASEBOOK: &str = "casebook.json";

/// A packed casebook as files: [`CASEBOOK`] and the two parts.
pub struct Packed {
    /// Content by name.
    pub files: BTreeMap<String, Vec<u8>>,
    list_bytes: usize,
    texts_bytes: usize,
}

impl Packed {
    /// Packs a casebook.
    ///
    /// # Errors
    /// As [`bytes::encode`].
    pub fn of(dataset: &Dataset) -> anyhow::Result<Self> {
        let parts = bytes::encode(dataset)?;
        let (list, texts) = (part("list", &parts.list)?, part("texts", &parts.texts)?);
        let manifest = json!({
            "format": bytes::VERSION,
            "version": dataset.casebook.version,
            "incidents": dataset.incidents.len(),
            "articles": dataset.articles.len(),
            "list": list.0,
            "texts": texts.0,
        });
        let (list_bytes, texts_bytes) = (list.1.len(), texts.1.len());
        let manifest = (CASEBOOK.to_owned(), format!("{manifest:#}\n").into_bytes());
        Ok(Self { files: BTreeMap::from([manifest, list, texts]), list_bytes, texts_bytes })
    }

    /// Reads a packed casebook back from a folder; `None` where there is none, or none that this program reads.
    pub fn read(dir: &Path) -> Option<Dataset> {
        let manifest: Value = serde_json::from_slice(&fs::read(dir.join(CASEBOOK)).ok()?).ok()?;
        let part = |name: &str| {
            let file = manifest[name].as_str().filter(|file| is_part(file))?;
            let mut out = Vec::new();
            GzDecoder::new(fs::File::open(dir.join(file)).ok()?).read_to_end(&mut out).ok()?;
            Some(out)
        };
        let (list, texts) = (part("list")?, part("texts")?);
        let mut dataset = bytes::decode_list(&list).ok()?;
        bytes::add_texts(&mut dataset, &list, &texts).ok()?;
        Some(dataset)
    }
}

/// Whether a name is that of a part: no way out of its folder.
pub fn is_part(name: &str) -> bool {
    name.starts_with("casebook-") && name.ends_with(".jkb") && !name.contains(['/', '\\'])
}

/// Name and content of a part.
fn part(name: &str, part: &[u8]) -> anyhow::Result<(String, Vec<u8>)> {
    let packed = compress(part)?;
    let hash: String = Sha256::digest(&packed).iter().take(8).map(|b| format!("{b:02x}")).collect();
    Ok((format!("casebook-{name}-{hash}.jkb"), packed))
}

/// Without time and file name in the gzip header: the same bytes each time.
fn compress(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}
