//! CSV: one row an incident, columns as in [`super::columns`]; formulas neutralised, UTF-8, optional BOM.

use crate::{
    dataset::Dataset,
    dimensions::Record,
    formats::columns::{LEADING, TRAILING, dimension_cell, dimension_columns},
    model::derive::derive,
};

/// First bytes that make spreadsheet programs read UTF-8.
pub const BOM: &[u8] = b"\xef\xbb\xbf";

/// The headers in order.
pub fn headers() -> Vec<&'static str> {
    let leading = LEADING.iter().map(|c| c.key);
    leading.chain(dimension_columns().map(|d| d.key)).chain(TRAILING.iter().map(|c| c.key)).collect()
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe in front.
pub fn neutral(cell: String) -> String {
    match cell.as_bytes().first() {
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r') => format!("'{cell}"),
        _ => cell,
    }
}

/// Writes these incidents, in this order.
///
/// # Errors
/// None on a buffer in memory; the writer's own is passed on.
pub fn write<'a>(
    dataset: &Dataset,
    incidents: impl IntoIterator<Item = &'a crate::model::Incident>,
    bom: bool,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(headers())?;
    for incident in incidents {
        let derived = derive(incident, &dataset.taxonomies);
        let record = Record::Incident(incident, &derived);
        let cells = LEADING
            .iter()
            .map(|c| (c.read)(incident))
            .chain(dimension_columns().map(|d| dimension_cell(&d.source, record, &dataset.taxonomies)))
            .chain(TRAILING.iter().map(|c| (c.read)(incident)))
            .map(neutral);
        writer.write_record(cells)?;
    }
    let body = writer.into_inner().map_err(|e| e.into_error())?;
    Ok(if bom { [BOM, &body].concat() } else { body })
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
