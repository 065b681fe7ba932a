//! Atom and JSON Feed: the newest cases of all, of a type, of a kind of organisation.
//!
//! Ids are made of the record's id alone, so they stay the same wherever the site moves. Addresses are whole where the
//! site knows its own, else relative to the feed. No clock: a feed is as new as the edition.

use std::collections::BTreeMap;

use atom_syndication::{Category, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::shelves::Shelf;
use crate::{
    dataset::{Casebook, Dataset},
    i18n::pages::Msg,
    model::{Incident, Lang, PartialDate},
    page::{
        head::{case_title, person_centred},
        list::in_order,
        parts::web_address,
    },
};

/// Entries a feed holds at most.
const ENTRIES: usize = 60;

/// One feed before it is written.
struct Source<'a> {
    dataset: &'a Dataset,
    lang: Lang,
    title: String,
    /// Folder below the root, ending in `/`; page and feeds lie in it.
    folder: String,
    cases: &'a [&'a Incident],
    site: Option<&'a str>,
}

/// All feeds of a language by path.
pub(super) fn all(dataset: &Dataset, shelves: &[Shelf], lang: Lang, site: Option<&str>) -> BTreeMap<String, String> {
    let cases = in_order(&dataset.incidents);
    let title = title_of_all(&dataset.casebook, lang);
    let folder = format!("{}/", lang.tag());
    let mut out = BTreeMap::new();
    Source { dataset, lang, title, folder, cases: &cases, site }.write(&mut out);
    for shelf in shelves.iter().filter(|s| s.has_feeds()) {
        let title = format!("{} · {}", shelf.title(dataset, lang), dataset.casebook.name.get(lang));
        let folder = format!("{}/{}", lang.tag(), shelf.path());
        Source { dataset, lang, title, folder, cases: &shelf.cases, site }.write(&mut out);
    }
    out
}

/// Name of the feeds of all cases.
pub(super) fn title_of_all(casebook: &Casebook, lang: Lang) -> String {
    Msg::FeedAll.fill(lang, &[("name", casebook.name.get(lang))])
}

/// A name for ever: a UUID of version 8 made of a text.
fn urn(name: &str) -> String {
    let hash = Sha256::digest(name.as_bytes());
    let mut bytes: [u8; 16] = std::array::from_fn(|i| hash[i]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// The first moment of a date in Japan, as RFC 3339 has it.
fn moment(date: PartialDate) -> String {
    let first = PartialDate::from_day_number(date.days().0).unwrap_or(date);
    let (hour, minute) = date.time().unwrap_or((0, 0));
    format!(
        "{:04}-{:02}-{:02}T{hour:02}:{minute:02}:00+09:00",
        first.year(),
        first.month().unwrap_or(1),
        first.day().unwrap_or(1)
    )
}

fn time(date: PartialDate) -> Option<FixedDateTime> {
    moment(date).parse().ok()
}

/// When the text of a case last changed.
fn updated(incident: &Incident, casebook: &Casebook) -> Option<PartialDate> {
    incident
        .changes
        .iter()
        .filter_map(|c| c.date)
        .max()
        .max(incident.reviewed)
        .or(casebook.published)
        .or(incident.newest())
}

impl Source<'_> {
    fn write(&self, out: &mut BTreeMap<String, String>) {
        out.insert(format!("{}atom.xml", self.folder), self.atom());
        out.insert(format!("{}feed.json", self.folder), self.json());
    }

    /// An address below the root, as seen from the feed.
    fn address(&self, path: &str) -> String {
        match self.site {
            Some(site) => format!("{site}{path}"),
            None => format!("{}{path}", "../".repeat(self.folder.matches('/').count())),
        }
    }

    fn page(&self, incident: &Incident) -> String {
        self.address(&format!("{}/i/{}/", self.lang.tag(), incident.id))
    }

    fn cases(&self) -> impl Iterator<Item = &Incident> {
        self.cases.iter().copied().take(ENTRIES)
    }

    fn atom(&self) -> String {
        let (lang, casebook) = (self.lang, &self.dataset.casebook);
        let newest = self.cases().filter_map(|i| updated(i, casebook)).max().or(casebook.published);
        let link = |href: String, rel: &str, kind: &str| Link {
            href,
            rel: rel.into(),
            mime_type: Some(kind.into()),
            ..Link::default()
        };
        let feed = Feed {
            title: Text::plain(self.title.clone()),
            id: urn(&format!("jikenbo feed {}", self.folder)),
            updated: newest.and_then(time).unwrap_or_default(),
            authors: vec![Person { name: casebook.publisher.get(lang).to_owned(), ..Person::default() }],
            generator: Some(Generator { value: "jikenbo".into(), ..Generator::default() }),
            links: vec![
                link(self.address(&format!("{}atom.xml", self.folder)), "self", "application/atom+xml"),
                link(self.address(&self.folder), "alternate", "text/html"),
            ],
            rights: Some(Text::plain(match web_address(&casebook.licence_url) {
                Some(url) => format!("{} {url}", casebook.licence),
                None => casebook.licence.clone(),
            })),
            subtitle: Some(Text::plain(casebook.coverage.get(lang))),
            entries: self.cases().map(|i| self.entry(i)).collect(),
            lang: Some(lang.tag().into()),
            ..Feed::default()
        };
        let mut xml = feed.to_string();
        xml.push('\n');
        xml
    }

    fn entry(&self, incident: &Incident) -> Entry {
        let (lang, casebook) = (self.lang, &self.dataset.casebook);
        Entry {
            title: Text::plain(case_title(incident, lang)),
            id: urn(&format!("jikenbo record {} {}", incident.id, lang.tag())),
            updated: updated(incident, casebook).and_then(time).unwrap_or_default(),
            published: incident.disclosed.and_then(time),
            links: vec![Link {
                href: self.page(incident),
                rel: "alternate".into(),
                mime_type: Some("text/html".into()),
                ..Link::default()
            }],
            categories: incident
                .labels
                .iter()
                .map(|l| Category {
                    term: l.clone(),
                    label: Some(self.dataset.taxonomies.name("label", l, lang).to_owned()),
                    ..Category::default()
                })
                .collect(),
            summary: Some(Text::plain(incident.summary.get(lang))),
            ..Entry::default()
        }
    }

    fn json(&self) -> String {
        let (lang, casebook) = (self.lang, &self.dataset.casebook);
        let items: Vec<Value> = self
            .cases()
            .map(|incident| {
                let labels = incident.labels.iter().map(|l| self.dataset.taxonomies.name("label", l, lang));
                let mut item = json!({
                    "id": urn(&format!("jikenbo record {} {}", incident.id, lang.tag())),
                    "url": self.page(incident),
                    "title": case_title(incident, lang),
                    "content_text": incident.summary.get(lang),
                    "date_published": incident.disclosed.map(moment),
                    "date_modified": updated(incident, casebook).map(moment),
                    "tags": labels.collect::<Vec<_>>(),
                    "language": lang.tag(),
                    "_jikenbo": { "record": incident.id, "person_centred": person_centred(incident, &self.dataset.taxonomies) },
                });
                if let Some(map) = item.as_object_mut() {
                    map.retain(|_, v| !v.is_null());
                }
                item
            })
            .collect();
        let feed = json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            "description": casebook.coverage.get(lang),
            "home_page_url": self.address(&self.folder),
            "feed_url": self.address(&format!("{}feed.json", self.folder)),
            "language": lang.tag(),
            "authors": [{ "name": casebook.publisher.get(lang) }],
            "items": items,
            "_jikenbo": { "data_version": casebook.version, "licence": casebook.licence, "licence_url": web_address(&casebook.licence_url) },
        });
        format!("{feed:#}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_uuids_and_stay() {
        let urn = urn("jikenbo record 2023-344 ja");
        assert_eq!(urn.len(), "urn:uuid:".len() + 36);
        assert_eq!(&urn[23..24], "8", "{urn}: version 8");
    }

    #[test]
    fn a_month_begins_on_its_first_day() {
        assert_eq!(moment("2023-09".parse().expect("a date")), "2023-09-01T00:00:00+09:00");
        assert_eq!(moment("2023-08-16T19:55".parse().expect("a date")), "2023-08-16T19:55:00+09:00");
    }
}
