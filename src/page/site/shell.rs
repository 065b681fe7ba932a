//! The start page as Trunk wrote it, in pieces that pages are put together from.

use std::fmt;

pub(super) const MAIN: &str = "<main id=\"app\">";
pub(super) const MAIN_END: &str = "</main>";
/// Around what this module adds to the start page, so that a second run replaces it.
pub(super) const OWN: (&str, &str) = ("<!--pages-->", "<!--/pages-->");

/// What the start page lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShellError(&'static str);

impl fmt::Display for ShellError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "index.html has no {}; it must be the start page as Trunk builds it from the project's index.html",
            self.0
        )
    }
}

impl std::error::Error for ShellError {}

/// The start page in pieces.
pub(super) struct Shell<'a> {
    /// To behind `<html`.
    pub before: &'a str,
    /// From behind the `<html>` tag to the title.
    pub head: &'a str,
    /// From behind title and description to `<main>`.
    pub body: &'a str,
    /// Inside of `<main>`.
    pub main: &'a str,
    /// From `</main>` on.
    pub after: &'a str,
}

impl<'a> Shell<'a> {
    pub fn parse(html: &'a str) -> Result<Self, ShellError> {
        let (before, rest) = html.split_once("<html").ok_or(ShellError("<html>"))?;
        let (_, rest) = rest.split_once('>').ok_or(ShellError("<html>"))?;
        let (head, rest) = rest.split_once("<title>").ok_or(ShellError("<title>"))?;
        let (_, rest) = rest.split_once("</title>").ok_or(ShellError("</title>"))?;
        let rest = match rest.split_once("<meta name=\"description\"") {
            Some((between, rest)) if between.trim().is_empty() => {
                rest.split_once('>').ok_or(ShellError("description"))?.1
            }
            _ => rest,
        };
        let (body, rest) = rest.split_once(MAIN).ok_or(ShellError("<main id=\"app\">"))?;
        let (main, after) = rest.split_once(MAIN_END).ok_or(ShellError("</main>"))?;
        Ok(Self { before, head, body, main, after })
    }

    /// A page: attributes of `<html>`, elements of the head, content of `<main>`, way up to the root.
    pub fn page(&self, attributes: &str, head: &str, main: &str, up: &str) -> String {
        let turned = |part: &str| part.replace("\"./", &format!("\"{up}"));
        let (begin, end) = (turned(self.head), turned(self.body));
        let after = turned(self.after);
        let before = self.before;
        format!("{before}<html {attributes}>{begin}{head}{end}{MAIN}{main}{MAIN_END}{after}")
    }
}

/// Takes out what an earlier run put in.
pub(super) fn without_own(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, own)) = rest.split_once(OWN.0) {
        out.push_str(before);
        match own.split_once(OWN.1) {
            Some((_, after)) => rest = after,
            None => return out,
        }
    }
    out.push_str(rest);
    out
}

/// A page without its loader: one that the app must not take over.
pub(super) fn without_loader(html: &str) -> String {
    match html.split_once("<script type=\"module\"") {
        Some((before, rest)) => match rest.split_once("</script>") {
            Some((_, after)) => format!("{before}{after}"),
            None => html.to_owned(),
        },
        None => html.to_owned(),
    }
}
