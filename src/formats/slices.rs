//! A view written a few cases at a time, so that a page that writes a large one stays awake. What comes out is what
//! [`Format::write`] gives, byte for byte.

use std::fmt;

use super::{
    Format, Options, View, WriteError, csv, element, json, markdown, misp,
    stix::{self, Seen},
    veris,
    xlsx::Book,
};

/// A file that is being written.
pub struct Slices {
    format: Format,
    options: Options,
    /// Cases that are written.
    done: usize,
    out: Vec<u8>,
    /// Whether the list in the file has an element already.
    listed: bool,
    /// What stands behind the cases, where it was written together with what stands in front.
    behind: String,
    seen: Seen,
    book: Option<Book>,
}

impl fmt::Debug for Slices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slices").field("format", &self.format).field("done", &self.done).finish_non_exhaustive()
    }
}

impl Slices {
    /// Nothing is written yet.
    pub fn new(format: Format, options: Options) -> Self {
        Self {
            format,
            options,
            done: 0,
            out: Vec::new(),
            listed: false,
            behind: String::new(),
            seen: Seen::default(),
            book: None,
        }
    }

    /// Cases that are written.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Writes up to `n` more cases of the view, the same one each time. Whether there are more.
    ///
    /// # Errors
    /// As [`Format::write`].
    pub fn take(&mut self, view: &View, n: usize) -> Result<bool, WriteError> {
        if self.done == 0 {
            self.begin(view)?;
        }
        let end = self.done.saturating_add(n.max(1)).min(view.incidents.len());
        let cases = &view.incidents[self.done.min(end)..end];
        match self.format {
            Format::Csv => self.out.extend(csv::rows(view, cases, &self.options).map_err(WriteError::new)?),
            Format::Jsonl => self.push(&json::lines(view, cases).map_err(WriteError::new)?),
            Format::Markdown => {
                cases.iter().for_each(|i| self.out.extend(markdown::section(view, i, self.options.lang).bytes()));
            }
            Format::Json => {
                for i in cases {
                    let text = json::element(view, i).map_err(WriteError::new)?;
                    self.list(&text, "    ");
                }
            }
            Format::Misp => {
                for i in cases {
                    let text = element(&misp::element(i), "    ").map_err(WriteError::new)?;
                    self.list(&text, "    ");
                }
            }
            Format::Veris => {
                for value in cases.iter().filter_map(|i| veris::incident(view, i)) {
                    let text = element(&value, "  ").map_err(WriteError::new)?;
                    self.list(&text, "  ");
                }
            }
            Format::Stix => {
                for i in cases {
                    for object in stix::case(view, i, &mut self.seen) {
                        let text = element(&object, "    ").map_err(WriteError::new)?;
                        self.list(&text, "    ");
                    }
                }
            }
            Format::Xlsx => {
                if let Some(book) = &mut self.book {
                    book.rows(view, cases).map_err(WriteError::new)?;
                }
            }
            // Short ones are written in one go, at the end.
            _ => {}
        }
        self.done = end;
        Ok(end < view.incidents.len())
    }

    /// The whole file; cases that are not written yet are written now.
    ///
    /// # Errors
    /// As [`Format::write`].
    pub fn finish(mut self, view: &View) -> Result<Vec<u8>, WriteError> {
        while self.take(view, usize::MAX)? {}
        match self.format {
            Format::Csv | Format::Jsonl => {}
            Format::Markdown => self.out.extend(markdown::tail(view, self.options.lang).bytes()),
            Format::Json | Format::Misp => self.close("  "),
            Format::Veris => self.close(""),
            Format::Stix => {
                let report =
                    element(&stix::tail(view, std::mem::take(&mut self.seen)), "    ").map_err(WriteError::new)?;
                self.list(&report, "    ");
                self.close("  ");
            }
            Format::Xlsx => {
                return match self.book {
                    Some(book) => book.finish(view).map_err(WriteError::new),
                    None => self.format.write(view, &self.options),
                };
            }
            _ => return self.format.write(view, &self.options),
        }
        Ok(self.out)
    }

    fn begin(&mut self, view: &View) -> Result<(), WriteError> {
        self.out.clear();
        match self.format {
            Format::Csv => self.out = csv::head(&self.options).map_err(WriteError::new)?,
            Format::Markdown => self.push(&markdown::head(view, self.options.lang)),
            Format::Json => {
                let frame = json::whole(view, &[]).map_err(WriteError::new)?;
                self.open(&frame, "\n  \"incidents\": [");
            }
            Format::Misp => self.open(&misp::whole(view, &[]), "\n  \"incidents\": ["),
            Format::Veris => self.open("[]\n", "["),
            Format::Stix => {
                self.open(&stix::whole(view, Vec::new()), "\n  \"objects\": [");
                for object in stix::head(view) {
                    let text = element(&object, "    ").map_err(WriteError::new)?;
                    self.list(&text, "    ");
                }
            }
            Format::Xlsx => self.book = Some(Book::new(view).map_err(WriteError::new)?),
            _ => {}
        }
        Ok(())
    }

    fn push(&mut self, text: &str) {
        self.out.extend(text.bytes());
    }

    /// Splits a document with an empty list behind the list's bracket. Two blanks behind a line's end occur in no text
    /// of a JSON document, where ends of lines are written as `\n`, so the first place is the right one.
    fn open(&mut self, frame: &str, mark: &str) {
        let at = frame.find(mark).map_or(frame.len(), |at| at + mark.len());
        self.push(&frame[..at]);
        frame[at..].clone_into(&mut self.behind);
        self.listed = false;
    }

    fn list(&mut self, text: &str, indent: &str) {
        let between = if self.listed { ",\n" } else { "\n" };
        self.listed = true;
        self.out.extend([between, indent, text].concat().bytes());
    }

    fn close(&mut self, indent: &str) {
        let behind = std::mem::take(&mut self.behind);
        let end = if self.listed { format!("\n{indent}") } else { String::new() };
        self.out.extend([end, behind].concat().bytes());
    }
}
