//! A view as plain text, for a mail or a chat: title, note, filters and count, one line a record, link, licence.

use super::View;
use crate::model::Lang;

/// Writes it.
pub fn write(view: &View, lang: Lang) -> String {
    let casebook = &view.dataset.casebook;
    let selection = format!("{} · {}", casebook.name.get(lang), view.title(lang));
    let head = [view.heading.clone(), view.note.clone(), selection, view.count(lang)];
    let mut out = String::new();
    for line in head.iter().filter(|line| !line.is_empty()) {
        out.push_str(line);
        out.push('\n');
    }
    out.push('\n');
    for incident in &view.incidents {
        let number = incident.case_no.as_ref().unwrap_or(&incident.id);
        let date = incident.newest().map_or_else(String::new, |d| format!(" ({})", d.display(lang)));
        let (org, headline) = (incident.org.get(lang), incident.headline.get(lang));
        out.push_str(&format!("- {number} {org} — {headline}{date}\n"));
    }
    for article in &view.articles {
        out.push_str(&format!("- {}\n", article.headline.get(lang)));
    }
    out.push('\n');
    if let Some(link) = view.link() {
        out.push_str(&format!("{link}\n"));
    }
    out.push_str(&format!("{} {} · {}\n", casebook.name.get(lang), casebook.version, casebook.licence));
    out
}
