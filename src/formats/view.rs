//! What goes out: the records of an answer, and what must travel with them.

use serde::Serialize;

use crate::{
    dataset::Dataset,
    dimensions::Record,
    explore::{Answer, Explorer},
    i18n::cite::Msg,
    model::{Article, Incident, Lang, PartialDate, Text},
    url::{self, LAUNCHER_KEYS, ViewState},
};

/// A result ready to be written.
#[derive(Clone, Debug)]
pub struct View<'a> {
    /// The casebook.
    pub dataset: &'a Dataset,
    /// Its incidents in the order of the result.
    pub incidents: Vec<&'a Incident>,
    /// Its articles in the order of the result.
    pub articles: Vec<&'a Article>,
    /// The case that is open: what is cited then.
    pub case: Option<&'a Incident>,
    /// What its maker calls it; empty where nobody does.
    pub heading: String,
    /// A few words of its maker.
    pub note: String,
    /// Its address where that is another than [`View::link`] would make.
    pub address: Option<String>,
    /// How many records match.
    pub matching: usize,
    /// Of how many.
    pub total: usize,
    /// The query that gives this result; empty for the whole casebook.
    pub query: String,
    /// The filters in words; empty for the whole casebook.
    pub filters: Text,
    /// The site's root, ending in `/`, where the caller knows it.
    pub root: Option<String>,
    /// The day it was retrieved, where the caller has a calendar.
    pub retrieved: Option<PartialDate>,
}

/// What travels with every export.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct About<'a> {
    /// Name of the casebook.
    pub casebook: &'a Text,
    /// Who publishes it.
    pub publisher: &'a Text,
    /// Version of the data.
    pub data_version: &'a str,
    /// Day of that version.
    pub published: Option<PartialDate>,
    /// The data's licence.
    pub licence: &'a str,
    /// Its address.
    pub licence_url: &'a str,
    /// What the licence covers.
    pub licence_note: &'a Text,
    /// Where the facts were read.
    pub source: &'a Text,
    /// Its address.
    pub source_url: Option<&'a str>,
    /// What the casebook covers and how it leans.
    pub coverage: &'a Text,
    /// The query; empty for all.
    pub query: &'a str,
    /// The filters in words; empty for all.
    pub filters: &'a Text,
    /// Records that match.
    pub matching: usize,
    /// Records in all.
    pub total: usize,
    /// Address of this result.
    pub link: Option<String>,
    /// Day of retrieval.
    pub retrieved: Option<PartialDate>,
}

/// A link without what a course launcher put there: those parameters name a learner and carry a one-time key.
pub fn without_launch_keys(link: &str) -> String {
    let (before, fragment) = match link.split_once('#') {
        Some((before, fragment)) => (before, Some(fragment)),
        None => (link, None),
    };
    let Some((page, query)) = before.split_once('?') else { return link.to_owned() };
    let launch = |pair: &&str| {
        let key = form_urlencoded::parse(pair.as_bytes()).next().map(|(key, _)| key.into_owned()).unwrap_or_default();
        !LAUNCHER_KEYS.iter().any(|k| k.eq_ignore_ascii_case(key.trim()))
    };
    let kept: Vec<&str> = query.split('&').filter(launch).collect();
    let mut out = page.to_owned();
    if !kept.is_empty() {
        out.push('?');
        out.push_str(&kept.join("&"));
    }
    if let Some(fragment) = fragment {
        out.push('#');
        out.push_str(fragment);
    }
    out
}

impl<'a> View<'a> {
    /// These records, as the whole casebook.
    pub fn records(
        dataset: &'a Dataset,
        incidents: impl IntoIterator<Item = &'a Incident>,
        articles: impl IntoIterator<Item = &'a Article>,
    ) -> Self {
        let (incidents, articles): (Vec<_>, Vec<_>) = (incidents.into_iter().collect(), articles.into_iter().collect());
        let n = incidents.len() + articles.len();
        Self {
            dataset,
            incidents,
            articles,
            case: None,
            heading: String::new(),
            note: String::new(),
            address: None,
            matching: n,
            total: n,
            query: String::new(),
            filters: Text::default(),
            root: dataset.casebook.site_url.as_deref().map(|url| format!("{}/", url.trim_end_matches('/'))),
            retrieved: None,
        }
    }

    /// The answer to a state that the explorer has adopted.
    pub fn of(explorer: &'a Explorer, state: &ViewState, answer: &Answer) -> Self {
        let (mut incidents, mut articles) = (Vec::new(), Vec::new());
        for row in &answer.order {
            match explorer.record(*row) {
                Some(Record::Incident(i, _)) => incidents.push(i),
                Some(Record::Article(a)) => articles.push(a),
                None => {}
            }
        }
        // Whatever decides the answer, and nothing of how it is looked at.
        let question = ViewState {
            view: url::View::default(),
            cols: Vec::new(),
            case: None,
            chart: Vec::new(),
            vs: None,
            lang: None,
            theme: None,
            ui: url::Chrome::default(),
            lock: Vec::new(),
            title: String::new(),
            note: String::new(),
            pin: None,
            ..state.clone()
        };
        let words = |lang: Lang| {
            let mut phrases = explorer.phrases(state, lang);
            if !state.pick.is_empty() && !state.is_off("pick") {
                phrases.push(Msg::Picked.fill(lang, &[("n", &state.pick.len().to_string())]));
            }
            if !state.hide.is_empty() {
                phrases.push(Msg::Hidden.fill(lang, &[("n", &state.hide.len().to_string())]));
            }
            phrases.join(if lang == Lang::Ja { "・" } else { ", " })
        };
        Self {
            case: state.case.as_deref().and_then(|id| explorer.dataset().incident(id)),
            heading: state.title.clone(),
            note: state.note.clone(),
            matching: answer.matching as usize,
            total: answer.total as usize,
            query: url::write(&question),
            filters: Text { ja: words(Lang::Ja), en: words(Lang::En) },
            ..Self::records(explorer.dataset(), incidents, articles)
        }
    }

    /// What it is called: the filters, or that it is everything.
    pub fn title(&self, lang: Lang) -> String {
        let filters = self.filters.get(lang);
        if filters.is_empty() { Msg::Everything.text(lang).to_owned() } else { filters.to_owned() }
    }

    /// `134件中 12件`.
    pub fn count(&self, lang: Lang) -> String {
        let number = |n: usize| crate::i18n::number(n as u64);
        let (matching, total) = (number(self.matching), number(self.total));
        crate::i18n::common::Msg::CountOf.fill(lang, &[("matching", &matching), ("total", &total)])
    }

    /// Address of this result, with the version it was made of; of the open case where one is open.
    pub fn link(&self) -> Option<String> {
        if let Some(address) = &self.address {
            return Some(without_launch_keys(address));
        }
        let root = without_launch_keys(self.root.as_deref()?);
        if let Some(case) = self.case {
            return Some(format!("{root}?case={}&pin={}", case.id, self.dataset.casebook.version));
        }
        let pin = format!("pin={}", self.dataset.casebook.version);
        Some(if self.query.is_empty() { format!("{root}?{pin}") } else { format!("{root}?{}&{pin}", self.query) })
    }

    /// Address of a case's own page.
    pub fn page(&self, incident: &Incident, lang: Lang) -> Option<String> {
        Some(format!("{}{}/i/{}/", without_launch_keys(self.root.as_deref()?), lang.tag(), incident.id))
    }

    /// What travels with it.
    pub fn about(&self) -> About<'_> {
        let casebook = &self.dataset.casebook;
        About {
            casebook: &casebook.name,
            publisher: &casebook.publisher,
            data_version: &casebook.version,
            published: casebook.published,
            licence: &casebook.licence,
            licence_url: &casebook.licence_url,
            licence_note: &casebook.licence_note,
            source: &casebook.source_name,
            source_url: casebook.source_url.as_deref(),
            coverage: &casebook.coverage,
            query: &self.query,
            filters: &self.filters,
            matching: self.matching,
            total: self.total,
            link: self.link(),
            retrieved: self.retrieved,
        }
    }

    /// The same as lines of name and value, for documents and sheets.
    pub fn about_lines(&self, lang: Lang) -> Vec<(&'static str, String)> {
        let casebook = &self.dataset.casebook;
        let mut source = casebook.source_name.get(lang).to_owned();
        if let Some(url) = &casebook.source_url {
            source = format!("{source} {url}");
        }
        let mut out = vec![
            (Msg::Casebook.text(lang), casebook.name.get(lang).to_owned()),
            (Msg::Publisher.text(lang), casebook.publisher.get(lang).to_owned()),
            (Msg::DataVersion.text(lang), casebook.version.clone()),
            (Msg::Selection.text(lang), self.title(lang)),
            (Msg::Count.text(lang), self.count(lang)),
            (Msg::Query.text(lang), self.query.clone()),
            (Msg::Licence.text(lang), format!("{} {}", casebook.licence, casebook.licence_url)),
            (Msg::LicenceNote.text(lang), casebook.licence_note.get(lang).to_owned()),
            (Msg::Source.text(lang), source),
            (Msg::Coverage.text(lang), casebook.coverage.get(lang).to_owned()),
        ];
        out.extend(self.link().map(|link| (Msg::Link.text(lang), link)));
        out.extend(self.retrieved.map(|day| (Msg::Retrieved.text(lang), day.display(lang))));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tp_17_launch_parameters_leave_a_link() {
        for (link, kept) in [
            ("https://x.org/?endpoint=https%3A%2F%2Flrs&fetch=a&label=phishing", "https://x.org/?label=phishing"),
            ("https://x.org/?actor=%7B%22name%22%3A%22A%22%7D&registration=1&activityId=2", "https://x.org/"),
            ("https://x.org/?ACTOR=1&%61ctor=2&q=actor#x", "https://x.org/?q=actor#x"),
            ("https://x.org/?threat_actor=external", "https://x.org/?threat_actor=external"),
            ("https://x.org/", "https://x.org/"),
        ] {
            assert_eq!(without_launch_keys(link), kept);
        }
    }
}
