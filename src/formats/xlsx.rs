//! A workbook of three sheets: the data as in the CSV, a codebook of its columns and values, and what the data is a
//! selection of. The same view gives the same bytes: the file's date is that of the edition.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{
    View,
    columns::{LEADING, TRAILING},
    csv,
};
use crate::{
    dimensions::DIMENSIONS,
    i18n::cite::Msg,
    model::{Incident, Lang, PartialDate},
};

/// Longest text of a cell that Excel opens.
const CELL_CHARS: usize = 32_767;

/// Writes a view.
///
/// # Errors
/// The library's own; more than a million rows.
pub fn write(view: &View) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::new(view)?;
    book.rows(view, &view.incidents)?;
    book.finish(view)
}

/// A workbook that is being written.
pub(super) struct Book {
    book: Workbook,
    /// Rows of the first sheet that are written, its head among them.
    rows: u32,
}

impl Book {
    pub(super) fn new(view: &View) -> Result<Self, XlsxError> {
        let casebook = &view.dataset.casebook;
        let mut book = Workbook::new();
        let first = |d: PartialDate| PartialDate::from_day_number(d.days().0).unwrap_or(d);
        let day = casebook.published.map(first).unwrap_or(PartialDate::year_only(2000));
        let made =
            ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month().unwrap_or(1), day.day().unwrap_or(1))?;
        let properties = DocProperties::new()
            .set_title(format!("{}: {}", casebook.name.ja, view.title(Lang::Ja)))
            .set_author(&casebook.publisher.ja)
            .set_comment(format!("{} {}", casebook.licence, casebook.licence_url))
            .set_creation_datetime(&made);
        book.set_properties(&properties);
        let sheet = book.add_worksheet();
        sheet.set_name(Msg::DataSheet.text(Lang::En))?;
        head(sheet, &csv::headers(), &Format::new().set_bold())?;
        Ok(Self { book, rows: 1 })
    }

    pub(super) fn rows(&mut self, view: &View, incidents: &[&Incident]) -> Result<(), XlsxError> {
        let sheet = self.book.worksheet_from_index(0)?;
        for incident in incidents {
            for (column, text) in (0..).zip(csv::cells(view, incident, Lang::Ja)) {
                cell(sheet, self.rows, column, &text)?;
            }
            self.rows += 1;
        }
        Ok(())
    }

    pub(super) fn finish(mut self, view: &View) -> Result<Vec<u8>, XlsxError> {
        let columns = csv::headers().len() as u16;
        self.book.worksheet_from_index(0)?.autofilter(0, 0, self.rows - 1, columns.saturating_sub(1))?;
        let bold = Format::new().set_bold();
        codebook(view, self.book.add_worksheet(), &bold)?;
        query(view, self.book.add_worksheet(), &bold)?;
        self.book.save_to_buffer()
    }
}

fn cell(sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
    if text.is_empty() {
        return Ok(());
    }
    // A number is a number for whoever adds up, but an id such as 40 with a zero in front stays text.
    if let Ok(number) = text.parse::<u32>()
        && number.to_string() == text
    {
        return sheet.write_number(row, column, number).map(|_| ());
    }
    if text.chars().count() > CELL_CHARS {
        let cut: String = text.chars().take(CELL_CHARS).collect();
        return sheet.write_string(row, column, cut).map(|_| ());
    }
    sheet.write_string(row, column, text).map(|_| ())
}

fn head(sheet: &mut Worksheet, names: &[&str], bold: &Format) -> Result<(), XlsxError> {
    for (column, name) in (0..).zip(names) {
        sheet.write_string_with_format(0, column, *name, bold)?;
    }
    sheet.set_freeze_panes(1, 0).map(|_| ())
}

/// One line a column, then one a value of its vocabulary.
fn codebook(view: &View, sheet: &mut Worksheet, bold: &Format) -> Result<(), XlsxError> {
    sheet.set_name(Msg::CodebookSheet.text(Lang::En))?;
    head(sheet, &["column", "value", "ja", "en", "explain_ja", "explain_en"], bold)?;
    let mut row = 1;
    let mut line = |cells: [&str; 6]| -> Result<(), XlsxError> {
        for (column, text) in (0..).zip(cells) {
            cell(sheet, row, column, text)?;
        }
        row += 1;
        Ok(())
    };
    for column in LEADING.iter().chain(TRAILING) {
        line([column.key, "", column.help.0, column.help.1, "", ""])?;
    }
    for dimension in DIMENSIONS {
        line([dimension.key, "", dimension.name.0, dimension.name.1, dimension.help.0, dimension.help.1])?;
        let Some(taxonomy) = dimension.taxonomy() else { continue };
        for term in &view.dataset.taxonomies.get(taxonomy).values {
            let of_side = term.dimension.as_deref().is_none_or(|d| d == dimension.key);
            if of_side {
                line([dimension.key, &term.key, &term.ja, &term.en, &term.explain.ja, &term.explain.en])?;
            }
        }
    }
    Ok(())
}

fn query(view: &View, sheet: &mut Worksheet, bold: &Format) -> Result<(), XlsxError> {
    sheet.set_name(Msg::QuerySheet.text(Lang::En))?;
    let mut row = 0;
    for lang in Lang::ALL {
        for (name, value) in view.about_lines(lang) {
            sheet.write_string_with_format(row, 0, name, bold)?;
            sheet.write_string(row, 1, value)?;
            row += 1;
        }
        row += 1;
    }
    Ok(())
}
