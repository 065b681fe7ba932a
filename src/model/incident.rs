//! One incident of the casebook, field by field as in `data/README.md`.

use serde::{Deserialize, Serialize};

use super::{Affected, DateSpan, PartialDate, Text, veris::Veris};

/// What a record is. Articles are findable and readable but are no incidents and never counted as such.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something that happened.
    #[default]
    Incident,
    /// Something written about it.
    Article,
}

impl Kind {
    /// The key on the wire.
    pub const fn key(self) -> &'static str {
        match self {
            Kind::Incident => "incident",
            Kind::Article => "article",
        }
    }
}

/// The organisation in the heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct OrgName {
    /// Japanese name, NFKC-folded.
    pub ja: String,
    /// English name: its own where it has one, else a plain rendering.
    pub en: String,
    /// As printed, only where that differs from `ja` (compatibility characters).
    pub printed: Option<String>,
}

impl OrgName {
    /// The name in one language.
    pub fn get(&self, lang: super::Lang) -> &str {
        match lang {
            super::Lang::En if !self.en.is_empty() => &self.en,
            _ => &self.ja,
        }
    }
}

/// Another organisation with a part in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Role {
    /// A key of `role.toml`: subject, contractor, client, vendor, regulator, third_party.
    pub role: String,
    /// Its name.
    pub name: Text,
    /// Depth of a sub-contract: 1 = contractor, 2 = its sub-contractor; only where stated.
    pub tier: Option<u8>,
}

/// A report to an authority or to the client.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Reported {
    /// A key of `reported_to.toml`: ppc, police, ministry, principal (the client, 委託元), other.
    pub to: String,
    /// When, where stated.
    pub date: Option<PartialDate>,
}

/// One published report on the incident.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Report {
    /// A key of `stage.toml`, or `None` where the text does not say which report it is.
    pub stage: Option<String>,
    /// The date printed in the heading.
    pub printed: Option<PartialDate>,
    /// The right date, only where the printed one is wrong.
    pub corrected: Option<PartialDate>,
    /// The printed heading of this report, a citation.
    pub title: Option<String>,
    /// Who published it, where that is not the organisation of the heading (press).
    pub publisher: Option<String>,
    /// Its address, `http` or `https` only.
    pub url: Option<String>,
    /// An archived copy is known to exist.
    pub archived: bool,
    /// A key of `source_kind.toml`: party, regulator, press.
    pub source_kind: String,
}

impl Report {
    /// The date to count with: the corrected one where the heading was wrong.
    pub fn date(&self) -> Option<PartialDate> {
        self.corrected.or(self.printed)
    }
}

/// One step of what happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Event {
    /// When, where stated.
    pub date: Option<PartialDate>,
    /// What, in our words.
    pub event: Text,
}

/// How it got in or out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Vector {
    /// A key of `vector.toml` where the vocabulary has one.
    pub key: Option<String>,
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Vector {
    /// The words in one language.
    pub fn get(&self, lang: super::Lang) -> &str {
        match lang {
            super::Lang::En if !self.en.is_empty() => &self.en,
            _ => &self.ja,
        }
    }
}

/// A typed link to another record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Related {
    /// Id of the other record.
    pub id: String,
    /// A key of `relation.toml`: same_event, same_vendor, same_regulator_wave, follow_up_of.
    pub why: String,
    /// The reason in words, where the key alone does not say it.
    pub reason: Option<Text>,
}

/// How far the text of each language has been checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct TextStatus {
    /// A key of `text_status.toml`: human, machine, missing.
    pub ja: String,
    /// The same for English.
    pub en: String,
}

impl Default for TextStatus {
    fn default() -> Self {
        Self { ja: "missing".into(), en: "missing".into() }
    }
}

/// A later edit, public.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Change {
    /// When it was edited.
    pub date: Option<PartialDate>,
    /// What was changed and why.
    pub text: Text,
}

/// A dated word of, or about, the organisation: a withdrawal notice or its statement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Notice {
    /// Its date.
    pub date: Option<PartialDate>,
    /// Its text.
    pub text: Text,
}

/// One incident. Field order is the order of the authoring file, of the JSON export and of the CSV columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Incident {
    /// Stable id, the file's name, in every link for ever.
    pub id: String,
    /// Older ids that still open this record.
    pub aliases: Vec<String>,
    /// Case number as printed (`2023-344`, `2022`).
    pub case_no: Option<String>,
    /// Always `incident` here.
    pub kind: Kind,
    /// The organisation in the heading.
    pub org: OrgName,
    /// Other names it is found by.
    pub org_aliases: Vec<String>,
    /// Reading of the name in hiragana.
    pub org_yomi: Option<String>,
    /// A key of `org_kind.toml`.
    pub org_kind: String,
    /// JSIC 大分類, a capital letter.
    pub sector: Option<String>,
    /// Other organisations with a part in it.
    pub roles: Vec<Role>,
    /// Where it happened: keys of `locus.toml`.
    pub locus: Vec<String>,
    /// `01`…`47` (JIS X 0401) or `nationwide`.
    pub prefecture: Option<String>,
    /// ISO 3166-1 alpha-2, capitals.
    pub country: Option<String>,
    /// The notice's printed heading, a citation.
    pub title: Option<String>,
    /// Our neutral headline, without the organisation's name.
    pub headline: Text,
    /// Types, primary first: keys of `label.toml`, inferred ones included.
    pub labels: Vec<String>,
    /// Those of `labels` that follow from the facts though the text lacks the word.
    pub labels_inferred: Vec<String>,
    /// The blog's own label.
    pub source_label: Option<String>,
    /// Who speaks: a key of `source_kind.toml`.
    pub source_kind: String,
    /// What a regulator did: a key of `action_type.toml`.
    pub action_type: Option<String>,
    /// VERIS coding.
    pub veris: Veris,
    /// When it happened.
    pub occurred: DateSpan,
    /// When the organisation noticed.
    pub discovered: Option<PartialDate>,
    /// When it was stopped.
    pub contained: Option<PartialDate>,
    /// The first publication that the text states.
    pub disclosed: Option<PartialDate>,
    /// The newest report.
    pub latest_report: Option<PartialDate>,
    /// Date fields printed as "about" (`occurred.from`, `discovered`, …).
    pub dates_approx: Vec<String>,
    /// How it was noticed: a key of `discovery.toml`.
    pub discovery: Option<String>,
    /// Reports to authorities and to the client.
    pub reported: Vec<Reported>,
    /// Every published report.
    pub reports: Vec<Report>,
    /// What happened, in order.
    pub timeline: Vec<Event>,
    /// Counts, each with its unit.
    pub affected: Vec<Affected>,
    /// Kinds of information concerned: keys of `data.toml`.
    pub data_items: Vec<String>,
    /// Kinds named only to say that they are not concerned.
    pub excluded_data: Vec<String>,
    /// A key of `leak.toml`: the organisation's own certainty.
    pub leak_status: Option<String>,
    /// A key of `damage.toml`.
    pub secondary_damage: Option<String>,
    /// The control that was missing, or that the text names none.
    pub cause: Option<Text>,
    /// What in the organisation made it possible.
    pub organisational_factors: Vec<Text>,
    /// How it got in or out.
    pub vector: Option<Vector>,
    /// What was done.
    pub response: Vec<Text>,
    /// What is to prevent it.
    pub prevention: Vec<Text>,
    /// What others learn from it.
    pub lesson: Option<Text>,
    /// What happened, in one to three sentences.
    pub summary: Text,
    /// Typed links to other records.
    pub related: Vec<Related>,
    /// `complete` (whole notice read) or `partial`.
    pub confidence: String,
    /// The page of the blog the facts were read on, where its address is known.
    pub page: Option<String>,
    /// How far each language's text was checked.
    pub text_status: TextStatus,
    /// When the record was last checked against its source.
    pub reviewed: Option<PartialDate>,
    /// Later edits.
    pub changes: Vec<Change>,
    /// The record was withdrawn.
    pub withdrawn: Option<Notice>,
    /// The organisation's reply.
    pub statement: Option<Notice>,
}

impl Incident {
    /// The count that stands for the incident, in whatever unit.
    pub fn principal(&self) -> Option<&Affected> {
        self.affected.iter().find(|a| a.principal)
    }

    /// The date of the default order: the newest report, else the first publication.
    pub fn newest(&self) -> Option<PartialDate> {
        self.latest_report.or(self.disclosed)
    }
}
