//! What stands in a page's `<head>`: title, description, previews, canonical address, citation, JSON-LD.
//!
//! Pure text; everything that comes from data is escaped here. Absolute addresses appear only where a standard demands
//! them and only when the casebook knows its own address.

use serde_json::{Value, json};

use super::parts::web_address;
use crate::{
    dataset::Casebook,
    model::{Article, Incident, Lang, PartialDate},
};

/// What a page is about.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// A case.
    Case(&'a Incident),
    /// An article.
    Article(&'a Article),
    /// The whole casebook: the start page, lists, the method page.
    Casebook,
    /// The cases of one type, kind of organisation or year: how many.
    Shelf(usize),
    /// An organisation, or a page that search engines need not list.
    Other,
}

/// Addresses below the site's root that a page points machines to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Machines {
    /// The page's picture, 1200 × 630 pixels.
    pub preview: Option<String>,
    /// Folder of the feeds it belongs to, ending in `/`, and their name.
    pub feeds: Option<(String, String)>,
    /// Its oEmbed document.
    pub oembed: Option<String>,
}

/// One page's head.
#[derive(Clone, Debug)]
pub struct Head<'a> {
    /// Language of the page.
    pub lang: Lang,
    /// Title without the casebook's name; empty for the casebook itself.
    pub title: String,
    /// One or two sentences.
    pub description: String,
    /// Path below `<lang>/`: `i/2023-344/`; `None` for a page that stands in no language folder.
    pub path: Option<String>,
    /// What it is about.
    pub subject: Subject<'a>,
    /// Facts of the casebook.
    pub casebook: &'a Casebook,
    /// Address of the site, ending in `/`.
    pub site_url: Option<String>,
    /// From the page to the site's root.
    pub up: String,
    /// What machines find beside it.
    pub machines: Machines,
    /// Whether search engines may list it.
    pub listed: bool,
}

/// Files of an edition of the data, below `data/<version>/`, and their media types.
pub const DATA_FILES: [(&str, &str); 3] = [
    ("incidents.json", "application/json"),
    ("incidents.csv", "text/csv"),
    ("incidents.parquet", "application/vnd.apache.parquet"),
];

/// Longest description, in characters.
const DESCRIPTION_CHARS: usize = 240;

pub use crate::share::frame::escape;

/// JSON that can stand inside `<script>`: no character in it can end the element or open a comment.
pub fn script_json(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// `福岡市 — 公園の管理事務所で…`, the name of a case's page and tab.
pub fn case_title(incident: &Incident, lang: Lang) -> String {
    format!("{} — {}", incident.org.get(lang), incident.headline.get(lang))
}

impl Head<'_> {
    /// The text of `<title>`.
    pub fn full_title(&self) -> String {
        let name = self.casebook.name.get(self.lang);
        if self.title.is_empty() { name.to_owned() } else { format!("{} · {name}", self.title) }
    }

    fn address(&self, lang: Lang) -> Option<String> {
        let site = self.site_url.as_deref()?;
        Some(match &self.path {
            Some(path) => format!("{site}{}/{path}", lang.tag()),
            None => site.to_owned(),
        })
    }

    /// The elements, one a line.
    pub fn html(&self) -> String {
        let mut out = Lines::default();
        let description = shortened(&self.description);
        out.line(format!("<title>{}</title>", escape(&self.full_title())));
        out.meta("name", "description", &description);
        let kind = if matches!(self.subject, Subject::Case(_) | Subject::Article(_)) { "article" } else { "website" };
        out.meta("property", "og:type", kind);
        out.meta("property", "og:site_name", self.casebook.name.get(self.lang));
        out.meta("property", "og:title", &self.full_title());
        out.meta("property", "og:description", &description);
        out.meta("property", "og:locale", locale(self.lang));
        out.meta("property", "og:locale:alternate", locale(self.lang.other()));
        let card = if self.machines.preview.is_some() { "summary_large_image" } else { "summary" };
        out.meta("name", "twitter:card", card);
        if !self.listed {
            out.meta("name", "robots", "noindex");
        }
        if let (Some(own), Some(site)) = (self.address(self.lang), self.site_url.as_deref()) {
            out.meta("property", "og:url", &own);
            match &self.machines.preview {
                Some(preview) => {
                    out.meta("property", "og:image", &format!("{site}{preview}"));
                    out.meta("property", "og:image:type", "image/png");
                    out.meta("property", "og:image:width", "1200");
                    out.meta("property", "og:image:height", "630");
                    out.meta("property", "og:image:alt", &self.full_title());
                }
                None => out.meta("property", "og:image", &format!("{site}icon-512.png")),
            }
            out.link("canonical", None, &own);
            if self.path.is_some() {
                for lang in Lang::ALL {
                    out.link("alternate", Some(lang.tag()), &self.address(lang).unwrap_or_default());
                }
                out.link("alternate", Some("x-default"), &self.address(Lang::Ja).unwrap_or_default());
            }
            if let Some(oembed) = &self.machines.oembed {
                out.machine("application/json+oembed", &format!("{site}{oembed}"), &self.full_title());
            }
        }
        if let Some((folder, name)) = &self.machines.feeds {
            let address = |file: &str| format!("{}{folder}{file}", self.up);
            out.machine("application/atom+xml", &address("atom.xml"), &format!("{name} (Atom)"));
            out.machine("application/feed+json", &address("feed.json"), &format!("{name} (JSON Feed)"));
        }
        self.citation(&mut out);
        if let Some(json) = self.json_ld() {
            out.line(format!("<script type=\"application/ld+json\">{}</script>", script_json(&json)));
        }
        out.0
    }

    /// What reference managers read.
    fn citation(&self, out: &mut Lines) {
        let (published, reviewed) = match self.subject {
            Subject::Case(incident) => (incident.disclosed, incident.reviewed),
            Subject::Article(article) => (article.published, article.reviewed),
            Subject::Casebook | Subject::Shelf(_) => (self.casebook.published, None),
            Subject::Other => return,
        };
        let publisher = self.casebook.publisher.get(self.lang);
        out.meta("name", "citation_title", &self.full_title());
        out.meta("name", "citation_author", publisher);
        out.meta("name", "citation_publisher", publisher);
        out.meta("name", "citation_language", self.lang.tag());
        // The day of this text, not of what it reports on.
        if let Some(date) = reviewed.or(self.casebook.published).or(published) {
            out.meta("name", "citation_publication_date", &slashed(date));
        }
        if let Some(own) = self.address(self.lang) {
            out.meta("name", "citation_public_url", &own);
        }
    }

    fn json_ld(&self) -> Option<Value> {
        let (casebook, lang) = (self.casebook, self.lang);
        let licence = web_address(&casebook.licence_url);
        let dataset = json!({
            "@type": "Dataset",
            "name": casebook.name.get(lang),
            "description": casebook.about.get(lang),
            "version": casebook.version,
            "license": licence,
            "inLanguage": [Lang::Ja.tag(), Lang::En.tag()],
            "url": self.site_url,
            "publisher": { "@type": "Organization", "name": casebook.publisher.get(lang) },
            "datePublished": casebook.published,
            "distribution": self.site_url.as_deref().map(|site| distribution(site, &casebook.version)),
        });
        let mut value = match self.subject {
            Subject::Other => return None,
            Subject::Casebook => dataset,
            Subject::Shelf(count) => json!({
                "@type": "CollectionPage",
                "name": self.title,
                "description": self.description,
                "mainEntity": { "@type": "ItemList", "numberOfItems": count },
                "isPartOf": dataset,
                "license": licence,
                "inLanguage": lang.tag(),
                "url": self.address(lang),
            }),
            Subject::Case(incident) => json!({
                "@type": "Report",
                "headline": self.title,
                "abstract": incident.summary.get(lang),
                "identifier": incident.id,
                "dateModified": incident.reviewed,
                "temporalCoverage": incident.occurred.start().or(incident.disclosed),
                "about": { "@type": "Organization", "name": incident.org.get(lang) },
                "citation": incident.reports.iter().filter_map(|r| r.title.as_deref()).collect::<Vec<_>>(),
                "isPartOf": dataset,
                "license": licence,
                "inLanguage": lang.tag(),
                "url": self.address(lang),
            }),
            Subject::Article(article) => json!({
                "@type": "Review",
                "headline": self.title,
                "abstract": article.summary.get(lang),
                "identifier": article.id,
                "dateModified": article.reviewed,
                "itemReviewed": {
                    "@type": "CreativeWork",
                    "name": article.title,
                    "datePublished": article.published,
                    "url": article.url.as_deref().and_then(web_address),
                },
                "isPartOf": dataset,
                "license": licence,
                "inLanguage": lang.tag(),
                "url": self.address(lang),
            }),
        };
        drop_nulls(&mut value);
        value.as_object_mut()?.insert("@context".into(), json!("https://schema.org"));
        Some(value)
    }
}

/// The files of an edition, as `jikenbo data` lays them down.
fn distribution(site: &str, version: &str) -> Value {
    let file = |(name, kind): &(&str, &str)| json!({ "@type": "DataDownload", "encodingFormat": kind, "contentUrl": format!("{site}data/{version}/{name}") });
    DATA_FILES.iter().map(file).collect()
}

/// What is not known is left out.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, v| !v.is_null());
            map.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

fn shortened(text: &str) -> String {
    let mut out: String = text.chars().take(DESCRIPTION_CHARS).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}

/// Whether a record turns on what single people did: nobody should find it by searching for a person.
pub fn person_centred(incident: &Incident, taxonomies: &crate::model::Taxonomies) -> bool {
    let labels = taxonomies.get("label");
    incident.labels.iter().any(|l| labels.root(l) == "insider") || incident.veris.action.contains_key("misuse")
}

fn slashed(date: PartialDate) -> String {
    date.to_string().split('T').next().unwrap_or_default().replace('-', "/")
}

const fn locale(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "ja_JP",
        Lang::En => "en_GB",
    }
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    fn line(&mut self, line: String) {
        if !self.0.is_empty() {
            self.0.push_str("\n    ");
        }
        self.0.push_str(&line);
    }

    fn meta(&mut self, by: &str, name: &str, content: &str) {
        self.line(format!("<meta {by}=\"{name}\" content=\"{}\" />", escape(content)));
    }

    /// A form of this page for machines.
    fn machine(&mut self, kind: &str, href: &str, title: &str) {
        let (href, title) = (escape(href), escape(title));
        self.line(format!("<link rel=\"alternate\" type=\"{kind}\" href=\"{href}\" title=\"{title}\" />"));
    }

    fn link(&mut self, rel: &str, lang: Option<&str>, href: &str) {
        let lang = lang.map(|l| format!(" hreflang=\"{l}\"")).unwrap_or_default();
        self.line(format!("<link rel=\"{rel}\"{lang} href=\"{}\" />", escape(href)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Text;

    fn hostile() -> Incident {
        let bad = "</script><script>alert(1)</script>\"'&<!--";
        let mut incident = Incident { id: "2024-001".into(), ..Incident::default() };
        incident.org.ja = bad.into();
        incident.headline = Text { ja: bad.into(), en: bad.into() };
        incident.summary = incident.headline.clone();
        incident
    }

    fn head<'a>(incident: &'a Incident, casebook: &'a Casebook, site: Option<&str>) -> Head<'a> {
        Head {
            lang: Lang::Ja,
            title: case_title(incident, Lang::Ja),
            description: incident.summary.ja.clone(),
            path: Some("i/2024-001/".into()),
            subject: Subject::Case(incident),
            casebook,
            site_url: site.map(str::to_owned),
            up: "../../../".into(),
            machines: Machines::default(),
            listed: true,
        }
    }

    #[test]
    fn data_cannot_leave_its_place() {
        let (incident, casebook) = (hostile(), Casebook::default());
        let html = head(&incident, &casebook, Some("https://example.org/")).html();
        assert_eq!(html.matches("<script").count(), 1, "only the JSON-LD: {html}");
        assert_eq!(html.matches("</script>").count(), 1);
        assert!(!html.contains("<!--"));
        let json = html.split("ld+json\">").nth(1).and_then(|s| s.split("</script>").next()).expect("JSON-LD");
        let json: Value = serde_json::from_str(json).expect("still JSON");
        assert!(json["headline"].as_str().is_some_and(|h| h.contains("</script>")), "and says the same");
    }

    #[test]
    fn absolute_addresses_only_with_a_site() {
        let (incident, casebook) = (hostile(), Casebook::default());
        let without = head(&incident, &casebook, None).html();
        for word in ["canonical", "hreflang", "og:url", "og:image", "citation_public_url"] {
            assert!(!without.contains(word), "{word}");
        }
        let with = head(&incident, &casebook, Some("https://example.org/book/")).html();
        assert!(with.contains(r#"<link rel="canonical" href="https://example.org/book/ja/i/2024-001/" />"#));
        assert!(with.contains(r#"hreflang="en" href="https://example.org/book/en/i/2024-001/""#));
        assert!(with.contains(r#"hreflang="x-default""#));
    }

    #[test]
    fn long_descriptions_are_cut_and_dates_are_slashed() {
        assert_eq!(shortened(&"あ".repeat(500)).chars().count(), DESCRIPTION_CHARS + 1);
        assert_eq!(slashed("2023-09-01T10:00".parse().expect("a date")), "2023/09/01");
    }
}
