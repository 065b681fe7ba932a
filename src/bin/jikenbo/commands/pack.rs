//! `jikenbo pack`: check, encode, compress; the same bytes each time.
//!
//! Writes `casebook.json` (small, never cached for long) and two parts whose names hold the hash of their content.

use std::{fs, io::Write, path::Path, process::ExitCode};

use anyhow::Context;
use engine::packed;
use flate2::{Compression, write::GzEncoder};
use jikenbo::{dataset::bytes, formats::veris::read as veris};
use serde_json::json;
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
    let parts = bytes::encode(&dataset)?;
    fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let list = write_part(out, "list", &parts.list)?;
    let texts = write_part(out, "texts", &parts.texts)?;
    for entry in fs::read_dir(out)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".jkb") && name != list.0 && name != texts.0 {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    let manifest = json!({
        "format": bytes::VERSION,
        "version": dataset.casebook.version,
        "incidents": dataset.incidents.len(),
        "articles": dataset.articles.len(),
        "list": list.0,
        "texts": texts.0,
    });
    files::write_if_changed(&out.join("casebook.json"), format!("{manifest:#}\n").as_bytes())?;
    println!(
        "packed {} incidents and {} articles: list {} bytes, texts {} bytes",
        dataset.incidents.len(),
        dataset.articles.len(),
        list.1,
        texts.1
    );
    if from_veris.is_some() {
        let size = |table| Ok::<_, anyhow::Error>(compress(&packed::encode(&table))?.len());
        let (columns, all) = (size(veris::columns(&dataset))?, size(veris::columns_with_summaries(&dataset))?);
        println!("the columns of VERIS alone: {columns} bytes, with the summaries {all}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Name and size of the written part.
fn write_part(out: &Path, name: &str, part: &[u8]) -> anyhow::Result<(String, usize)> {
    let packed = compress(part)?;
    let hash: String = Sha256::digest(&packed).iter().take(8).map(|b| format!("{b:02x}")).collect();
    let file = format!("casebook-{name}-{hash}.jkb");
    files::write_if_changed(&out.join(&file), &packed)?;
    Ok((file, packed.len()))
}

/// Without time and file name in the gzip header: the same bytes each time.
fn compress(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}
