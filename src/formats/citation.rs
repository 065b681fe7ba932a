//! Citations of a case and of a filtered view: in words, for BibTeX, RIS, CSL-JSON.
//!
//! A view is cited with its filters in words, how many of how many match, the data version and the day of retrieval,
//! which the caller gives. No launch parameter of a course can get in: links are built by [`View::link`].

use serde_json::{Value, json};
use uuid::Uuid;

use super::{View, pretty};
use crate::{
    i18n::cite::Msg,
    model::{Incident, Lang, PartialDate},
};

/// What is cited, with all a style may want to print.
#[derive(Clone, Debug)]
pub struct Citation<'v, 'a> {
    view: &'v View<'a>,
    case: Option<&'a Incident>,
}

/// The citation of the open case, else of the view.
pub fn of<'v, 'a>(view: &'v View<'a>) -> Citation<'v, 'a> {
    Citation { view, case: view.case }
}

/// The citation of one case.
pub fn of_case<'v, 'a>(view: &'v View<'a>, incident: &'a Incident) -> Citation<'v, 'a> {
    Citation { view, case: Some(incident) }
}

impl Citation<'_, '_> {
    /// A key that stays the same for the same thing of the same version: letters, digits and `-` only.
    pub fn key(&self) -> String {
        let version: String = self.version().chars().filter(char::is_ascii_alphanumeric).collect();
        match self.case {
            Some(case) => format!("jikenbo-{}-{version}", case.id),
            None => {
                let hash = Uuid::new_v5(&Uuid::NAMESPACE_URL, self.view.query.as_bytes()).simple().to_string();
                format!("jikenbo-view-{}-{version}", &hash[..8])
            }
        }
    }

    fn version(&self) -> &str {
        &self.view.dataset.casebook.version
    }

    fn title(&self, lang: Lang) -> String {
        match self.case {
            Some(case) => format!("{} — {}", case.org.get(lang), case.headline.get(lang)),
            None => {
                let name = self.view.dataset.casebook.name.get(lang);
                format!("{name}: {} ({})", self.view.title(lang), self.view.count(lang))
            }
        }
    }

    /// The day of the text that is cited, not of what it reports on.
    fn issued(&self) -> Option<PartialDate> {
        self.case.and_then(|c| c.reviewed).or(self.view.dataset.casebook.published)
    }

    fn url(&self, lang: Lang) -> Option<String> {
        match self.case {
            Some(case) => self.view.page(case, lang),
            None => self.view.link(),
        }
    }

    /// What the fields of a reference have no place for.
    fn note(&self, lang: Lang) -> String {
        let casebook = &self.view.dataset.casebook;
        let mut parts = vec![format!("{}: {}", Msg::DataVersion.text(lang), casebook.version)];
        if self.case.is_none() {
            parts.push(format!("{}: {}", Msg::Selection.text(lang), self.view.title(lang)));
            parts.push(format!("{}: {}", Msg::Count.text(lang), self.view.count(lang)));
            if !self.view.query.is_empty() {
                parts.push(format!("{}: {}", Msg::Query.text(lang), self.view.query));
            }
        }
        parts.push(format!("{}: {}", Msg::Source.text(lang), casebook.source_name.get(lang)));
        parts.push(format!("{}: {}", Msg::Licence.text(lang), casebook.licence));
        parts.join("; ")
    }

    /// In words.
    pub fn text(&self, lang: Lang) -> String {
        let casebook = &self.view.dataset.casebook;
        let title = match self.case {
            Some(_) => self.title(lang),
            None => self.view.title(lang),
        };
        let values = [
            ("publisher", casebook.publisher.get(lang)),
            ("name", casebook.name.get(lang)),
            ("version", casebook.version.as_str()),
            ("title", title.as_str()),
            ("id", self.case.map_or("", |c| c.id.as_str())),
            ("count", &self.view.count(lang)),
        ];
        let mut out = if self.case.is_some() { Msg::CiteCase } else { Msg::CiteView }.fill(lang, &values);
        let comma = if lang == Lang::Ja { "、" } else { ", " };
        if let Some(checked) = self.case.and_then(|c| c.reviewed) {
            out.push_str(comma);
            out.push_str(&Msg::CiteChecked.fill(lang, &[("date", &checked.display(lang))]));
        }
        if let Some(url) = self.url(lang) {
            out.push_str(comma);
            out.push_str(&url);
        }
        if let Some(day) = self.view.retrieved {
            out.push_str(&Msg::CiteRetrieved.fill(lang, &[("date", &day.display(lang))]));
        }
        out.push_str(&Msg::CiteEnd.fill(lang, &[("licence", &casebook.licence)]));
        out.push('\n');
        out
    }

    /// For BibTeX and biber, in UTF-8.
    pub fn bibtex(&self, lang: Lang) -> String {
        let casebook = &self.view.dataset.casebook;
        let (issued, retrieved) = (self.issued(), self.view.retrieved);
        let name = casebook.name.get(lang).to_owned();
        let fields = [
            ("author", Some(format!("{{{}}}", tex(casebook.publisher.get(lang))))),
            ("title", Some(format!("{{{}}}", tex(&self.title(lang))))),
            ("howpublished", Some(tex(&name))),
            ("publisher", Some(tex(casebook.publisher.get(lang)))),
            ("year", issued.map(|d| d.year().to_string())),
            ("date", issued.map(day)),
            ("version", Some(tex(self.version()))),
            ("number", self.case.map(|c| tex(&c.id))),
            // Addresses are read as they stand; the characters that end a group do not occur in ours.
            ("url", self.url(lang).map(|u| u.replace(['{', '}', '\\'], ""))),
            ("urldate", retrieved.map(day)),
            ("language", Some(if lang == Lang::Ja { "japanese" } else { "english" }.to_owned())),
            ("note", Some(tex(&self.note(lang)))),
        ];
        let mut out = format!("@misc{{{},\n", self.key());
        for (name, value) in fields {
            if let Some(value) = value {
                out.push_str(&format!("  {name} = {{{value}}},\n"));
            }
        }
        out.push_str("}\n");
        out
    }

    /// For reference managers: one tag a line, ended by `ER`.
    pub fn ris(&self, lang: Lang) -> String {
        let casebook = &self.view.dataset.casebook;
        let slashes = |d: PartialDate| day(d).replace('-', "/");
        let mut lines = vec![
            ("TY", if self.case.is_some() { "RPRT" } else { "DATA" }.to_owned()),
            ("ID", self.key()),
            ("TI", self.title(lang)),
            ("AU", casebook.publisher.get(lang).to_owned()),
            ("PB", casebook.publisher.get(lang).to_owned()),
            ("T2", casebook.name.get(lang).to_owned()),
            ("ET", self.version().to_owned()),
            ("LA", lang.tag().to_owned()),
        ];
        lines.extend(self.issued().map(|d| ("PY", d.year().to_string())));
        lines.extend(self.issued().map(|d| ("DA", slashes(d))));
        lines.extend(self.url(lang).map(|u| ("UR", u)));
        lines.extend(self.view.retrieved.map(|d| ("Y2", slashes(d))));
        if let Some(case) = self.case {
            lines.push(("SN", case.id.clone()));
            lines.push(("AB", case.summary.get(lang).to_owned()));
            lines.extend(
                case.labels.iter().map(|l| ("KW", self.view.dataset.taxonomies.name("label", l, lang).to_owned())),
            );
        }
        lines.push(("N1", self.note(lang)));
        let mut out = String::new();
        for (tag, value) in lines {
            out.push_str(&format!("{tag}  - {}\r\n", one_line(&value)));
        }
        out.push_str("ER  - \r\n");
        out
    }

    /// As CSL-JSON: a list of one item.
    pub fn csl(&self, lang: Lang) -> String {
        let casebook = &self.view.dataset.casebook;
        let parts = |d: PartialDate| {
            let numbers: Vec<i64> = [Some(i64::from(d.year())), d.month().map(i64::from), d.day().map(i64::from)]
                .into_iter()
                .flatten()
                .collect();
            json!({ "date-parts": [numbers] })
        };
        let mut item = json!({
            "id": self.key(),
            "type": if self.case.is_some() { "webpage" } else { "dataset" },
            "title": self.title(lang),
            "author": [{ "literal": casebook.publisher.get(lang) }],
            "publisher": casebook.publisher.get(lang),
            "container-title": casebook.name.get(lang),
            "issued": self.issued().map(parts),
            "accessed": self.view.retrieved.map(parts),
            "URL": self.url(lang),
            "version": self.version(),
            "number": self.case.map(|c| c.id.as_str()),
            "abstract": self.case.map(|c| c.summary.get(lang)),
            "language": lang.tag(),
            "note": self.note(lang),
        });
        if let Value::Object(map) = &mut item {
            map.retain(|_, v| !v.is_null());
        }
        pretty(&json!([item]))
    }
}

/// A date without its time, as precise as it is.
fn day(date: PartialDate) -> String {
    let text = date.to_string();
    text.split('T').next().unwrap_or_default().to_owned()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text in which no character means anything to TeX.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_means_anything_to_tex() {
        assert_eq!(tex("50 % & {A}_b\\\n#1"), "50 \\% \\& \\{A\\}\\_b\\textbackslash{} \\#1");
    }
}
