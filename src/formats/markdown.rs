//! A view as Markdown: what it is, then a section a case, then what must travel with it.

use super::View;
use crate::{
    i18n::{self, cite::Msg},
    model::{Incident, Lang},
};

/// Writes it.
pub fn write(view: &View, lang: Lang) -> String {
    let sections: String = view.incidents.iter().map(|i| section(view, i, lang)).collect();
    head(view, lang) + &sections + &tail(view, lang)
}

/// What stands in front of the cases.
pub(super) fn head(view: &View, lang: Lang) -> String {
    let mut out = String::new();
    if !view.heading.is_empty() {
        out.push_str(&format!("# {}\n\n", inline(&view.heading)));
    }
    if !view.note.is_empty() {
        out.push_str(&format!("{}\n\n", inline(&view.note)));
    }
    let level = if view.heading.is_empty() { "#" } else { "##" };
    out.push_str(&format!("{level} {}\n\n{}\n", inline(&view.title(lang)), view.count(lang)));
    out
}

/// What stands behind the cases.
pub(super) fn tail(view: &View, lang: Lang) -> String {
    let mut out = String::new();
    for article in &view.articles {
        let (headline, summary) = (article.headline.get(lang), article.summary.get(lang));
        out.push_str(&format!("\n## {}\n\n{}\n", inline(headline), inline(summary)));
    }
    out.push_str("\n---\n\n");
    for (name, value) in view.about_lines(lang).into_iter().filter(|(_, value)| !value.is_empty()) {
        out.push_str(&format!("- {name}: {}\n", inline(&value)));
    }
    out
}

/// One case.
pub(super) fn section(view: &View, incident: &Incident, lang: Lang) -> String {
    let taxonomies = &view.dataset.taxonomies;
    let number = incident.case_no.as_ref().unwrap_or(&incident.id);
    let title = format!("{} — {}", incident.org.get(lang), incident.headline.get(lang));
    let mut out = format!("\n## {} {}\n\n", inline(number), inline(&title));
    let labels: Vec<&str> = incident.labels.iter().map(|l| taxonomies.name("label", l, lang)).collect();
    let facts = [
        (Msg::Disclosed, incident.disclosed.map(|d| d.display(lang))),
        (Msg::Types, (!labels.is_empty()).then(|| labels.join(if lang == Lang::Ja { "、" } else { ", " }))),
        (Msg::Affected, incident.principal().map(|a| i18n::count(taxonomies, a, lang))),
        (Msg::Notice, incident.title.clone()),
        (Msg::Link, view.page(incident, lang)),
    ];
    for (name, value) in facts {
        // What is not stated is left out here; the CSV and JSON exports say it field by field.
        if let Some(value) = value {
            out.push_str(&format!("- {}: {}\n", name.text(lang), inline(&value)));
        }
    }
    let texts = [
        (Msg::Summary, Some(&incident.summary)),
        (Msg::Cause, incident.cause.as_ref()),
        (Msg::Lesson, incident.lesson.as_ref()),
    ];
    for (name, text) in texts {
        if let Some(text) = text.filter(|t| !t.is_empty()) {
            out.push_str(&format!("\n**{}** {}\n", name.text(lang), inline(text.get(lang))));
        }
    }
    if !incident.timeline.is_empty() {
        out.push_str(&format!("\n**{}**\n\n", Msg::Timeline.text(lang)));
        for event in &incident.timeline {
            let date = event.date.map_or_else(|| "—".to_owned(), |d| d.display(lang));
            out.push_str(&format!("- {date}: {}\n", inline(event.event.get(lang))));
        }
    }
    out
}

/// A text on one line in which nothing is markup.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn data_is_no_markup() {
        assert_eq!(super::inline("<b>*x* [a](b)\n# y"), "\\<b\\>\\*x\\* \\[a\\](b) \\# y");
    }
}
