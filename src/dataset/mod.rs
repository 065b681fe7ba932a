//! A casebook as one thing: its facts, its vocabularies, its incidents and articles.
//!
//! `dataset` knows no file, no network and no clock. [`bytes`] is the one definition of the packed format.

pub mod bytes;

use serde::{Deserialize, Serialize};

use crate::model::{
    Article, Incident, Taxonomies, Text,
    date::PartialDate,
    incident::{Change, Event, Notice},
};

/// Facts of the casebook itself, `data/casebook.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Casebook {
    /// Its name.
    pub name: Text,
    /// Version of the data, `2026.11`.
    pub version: String,
    /// Day of that version.
    pub published: Option<PartialDate>,
    /// One sentence that says what it is.
    pub about: Text,
    /// What is taken in and what not.
    pub inclusion: Text,
    /// What it covers and how it leans; shown beside every result.
    pub coverage: Text,
    /// How it is counted.
    pub counting: Text,
    /// Name of the data's licence.
    pub licence: String,
    /// Its address.
    pub licence_url: String,
    /// What the licence does and does not cover.
    pub licence_note: Text,
    /// Who publishes it.
    pub publisher: Text,
    /// The blog the facts were read on.
    pub source_name: Text,
    /// Its address.
    pub source_url: Option<String>,
    /// Address of the site, only for what must be absolute; `None` = not said.
    pub site_url: Option<String>,
    /// Where corrections go: `mailto:` or `https:`.
    pub contact_url: Option<String>,
    /// Changes of the data, newest first.
    pub changes: Vec<Change>,
}

/// Whether the texts that follow the list have arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Texts {
    /// They are there.
    #[default]
    Loaded,
    /// Still on their way: an empty text means nothing yet.
    Pending,
    /// They could not be had.
    Failed(String),
}

/// A selection that has a page of its own, `v/<slug>/` (host only: the app knows it by its query).
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CuratedView {
    /// Its name in addresses: that of its file.
    pub slug: String,
    /// What it is called.
    pub title: Text,
    /// Why one would look at it.
    pub about: Text,
    /// The filters, as they stand in a link; nothing else stands in it.
    pub query: String,
}

/// A whole casebook in memory. Incidents and articles are each in the order of their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dataset {
    /// Facts of the casebook.
    pub casebook: Casebook,
    /// Its vocabularies.
    pub taxonomies: Taxonomies,
    /// Its incidents.
    pub incidents: Vec<Incident>,
    /// Its articles.
    pub articles: Vec<Article>,
    /// Whether the long texts are there.
    pub texts: Texts,
    /// Selections with a page of their own, in the order of their slugs; they are not packed.
    #[cfg(not(target_arch = "wasm32"))]
    pub views: Vec<CuratedView>,
}

impl Dataset {
    /// Sorts the records by id: the order that every tie falls back to.
    pub fn new(
        casebook: Casebook,
        taxonomies: Taxonomies,
        mut incidents: Vec<Incident>,
        mut articles: Vec<Article>,
    ) -> Self {
        engine::sort::by(&mut incidents, |a, b| a.id.cmp(&b.id));
        engine::sort::by(&mut articles, |a, b| a.id.cmp(&b.id));
        Self { casebook, taxonomies, incidents, articles, ..Self::default() }
    }

    /// The casebook without its withdrawn records and what points to them: what is packed, answered and exported.
    pub fn without_withdrawn(mut self) -> Self {
        let gone: Vec<String> = self.incidents.iter().filter(|i| i.withdrawn.is_some()).map(|i| i.id.clone()).collect();
        if gone.is_empty() {
            return self;
        }
        self.incidents.retain(|i| i.withdrawn.is_none());
        self.incidents.iter_mut().for_each(|i| i.related.retain(|r| !gone.contains(&r.id)));
        self.articles.iter_mut().for_each(|a| a.related.retain(|r| !gone.contains(&r.id)));
        self
    }

    /// The incident of an id or of an older id.
    pub fn incident(&self, id: &str) -> Option<&Incident> {
        let exact = self.incidents.iter().find(|i| i.id == id);
        exact.or_else(|| self.incidents.iter().find(|i| i.aliases.iter().any(|a| a == id)))
    }

    /// The article of an id.
    pub fn article(&self, id: &str) -> Option<&Article> {
        self.articles.iter().find(|a| a.id == id)
    }
}

/// The long texts of one incident: what a card and the facets do not need.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct IncidentTexts {
    summary: Text,
    role_names: Vec<Text>,
    count_labels: Vec<Option<Text>>,
    org_aliases: Vec<String>,
    title: Option<String>,
    page: Option<String>,
    timeline: Vec<Event>,
    cause: Option<Text>,
    organisational_factors: Vec<Text>,
    vector: Option<(String, String)>,
    response: Vec<Text>,
    prevention: Vec<Text>,
    lesson: Option<Text>,
    report_titles: Vec<Option<String>>,
    reasons: Vec<Option<Text>>,
    changes: Vec<Change>,
    statement: Option<Notice>,
}

impl IncidentTexts {
    /// Moves the long texts out of an incident.
    fn take(incident: &mut Incident) -> Self {
        Self {
            summary: std::mem::take(&mut incident.summary),
            // Contractors and vendors are a facet: their names travel with the list.
            role_names: incident
                .roles
                .iter_mut()
                .map(|r| if is_facet(&r.role) { Text::default() } else { std::mem::take(&mut r.name) })
                .collect(),
            count_labels: incident.affected.iter_mut().map(|a| a.label.take()).collect(),
            org_aliases: std::mem::take(&mut incident.org_aliases),
            title: incident.title.take(),
            page: incident.page.take(),
            timeline: std::mem::take(&mut incident.timeline),
            cause: incident.cause.take(),
            organisational_factors: std::mem::take(&mut incident.organisational_factors),
            vector: incident.vector.as_mut().map(|v| (std::mem::take(&mut v.ja), std::mem::take(&mut v.en))),
            response: std::mem::take(&mut incident.response),
            prevention: std::mem::take(&mut incident.prevention),
            lesson: incident.lesson.take(),
            report_titles: incident.reports.iter_mut().map(|r| r.title.take()).collect(),
            reasons: incident.related.iter_mut().map(|r| r.reason.take()).collect(),
            changes: std::mem::take(&mut incident.changes),
            statement: incident.statement.take(),
        }
    }

    /// Puts them back.
    fn put(self, incident: &mut Incident) {
        incident.summary = self.summary;
        for (role, name) in incident.roles.iter_mut().zip(self.role_names) {
            if !is_facet(&role.role) {
                role.name = name;
            }
        }
        for (count, label) in incident.affected.iter_mut().zip(self.count_labels) {
            count.label = label;
        }
        incident.org_aliases = self.org_aliases;
        (incident.title, incident.page) = (self.title, self.page);
        incident.timeline = self.timeline;
        incident.cause = self.cause;
        incident.organisational_factors = self.organisational_factors;
        if let (Some(vector), Some((ja, en))) = (incident.vector.as_mut(), self.vector) {
            (vector.ja, vector.en) = (ja, en);
        }
        incident.response = self.response;
        incident.prevention = self.prevention;
        incident.lesson = self.lesson;
        for (report, title) in incident.reports.iter_mut().zip(self.report_titles) {
            report.title = title;
        }
        for (related, reason) in incident.related.iter_mut().zip(self.reasons) {
            related.reason = reason;
        }
        incident.changes = self.changes;
        incident.statement = self.statement;
    }
}

/// Roles whose organisations are values of the dimension `contractor`.
fn is_facet(role: &str) -> bool {
    crate::dimensions::CONTRACTOR_ROLES.contains(&role)
}
