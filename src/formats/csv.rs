//! CSV: one row an incident, columns as in [`super::columns`]; formulas neutralised, UTF-8, optional BOM. Behind the facts
//! stand columns that repeat where a row comes from, since a CSV file has no other place for it.

use super::{
    Options, View,
    columns::{LEADING, TRAILING, dimension_cell, dimension_columns},
};
use crate::{
    dimensions::Record,
    model::{Incident, Lang, derive::derive},
};

/// First bytes that make spreadsheet programs read UTF-8.
pub const BOM: &[u8] = b"\xef\xbb\xbf";

/// Columns that say where a row comes from.
pub const ORIGIN: [&str; 4] = ["data_version", "licence", "source", "selection"];

/// The headers in order.
pub fn headers() -> Vec<&'static str> {
    let leading = LEADING.iter().map(|c| c.key);
    let facts = leading.chain(dimension_columns().map(|d| d.key)).chain(TRAILING.iter().map(|c| c.key));
    facts.chain(ORIGIN).collect()
}

/// All cells of an incident, in the order of [`headers`].
pub(super) fn cells(view: &View, incident: &Incident, lang: Lang) -> Vec<String> {
    let (casebook, taxonomies) = (&view.dataset.casebook, &view.dataset.taxonomies);
    let derived = derive(incident, taxonomies);
    let record = Record::Incident(incident, &derived);
    let origin = [
        casebook.version.clone(),
        casebook.licence.clone(),
        casebook.source_name.get(lang).to_owned(),
        view.title(lang),
    ];
    LEADING
        .iter()
        .map(|c| (c.read)(incident))
        .chain(dimension_columns().map(|d| dimension_cell(&d.source, record, taxonomies)))
        .chain(TRAILING.iter().map(|c| (c.read)(incident)))
        .chain(origin)
        .collect()
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe in front.
pub fn neutral(cell: String) -> String {
    match cell.as_bytes().first() {
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r') => format!("'{cell}"),
        _ => cell,
    }
}

/// Writes the view's incidents.
///
/// # Errors
/// None on a buffer in memory; the writer's own is passed on.
pub fn write(view: &View, options: &Options) -> Result<Vec<u8>, csv::Error> {
    Ok([head(options)?, rows(view, &view.incidents, options)?].concat())
}

/// Places of the chosen columns among all.
fn chosen(options: &Options) -> Vec<usize> {
    let all = headers();
    match options.columns.as_slice() {
        [] => (0..all.len()).collect(),
        some => some.iter().filter_map(|key| all.iter().position(|h| h == key)).collect(),
    }
}

fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new())
}

/// What stands in front of the rows.
pub(super) fn head(options: &Options) -> Result<Vec<u8>, csv::Error> {
    let (all, mut writer) = (headers(), writer());
    writer.write_record(chosen(options).iter().map(|&i| all[i]))?;
    let head = writer.into_inner().map_err(|e| e.into_error())?;
    Ok(if options.bom { [BOM, &head].concat() } else { head })
}

/// The rows of some incidents.
pub(super) fn rows(view: &View, incidents: &[&Incident], options: &Options) -> Result<Vec<u8>, csv::Error> {
    let (chosen, mut writer) = (chosen(options), writer());
    for incident in incidents {
        let mut cells = cells(view, incident, options.lang);
        writer.write_record(chosen.iter().map(|&i| neutral(std::mem::take(&mut cells[i]))))?;
    }
    writer.into_inner().map_err(|e| e.into_error().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_neutralised() {
        for cell in ["=1+1", "+81", "-5", "@x", "\tx"] {
            assert_eq!(neutral(cell.into()), format!("'{cell}"));
        }
        assert_eq!(neutral("a=1".into()), "a=1");
    }

    #[test]
    fn headers_are_unique() {
        let mut all = headers();
        let n = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), n);
    }
}
