//! A casebook for class: every organisation goes by its kind and a number (`names=off` in a link).
//!
//! The organisations of headings and roles are numbered in the order of the records, so one edition always gives the same
//! names. Their names, short names and names without company form are replaced in every text; printed headings, readings
//! and addresses of sources, which would tell, are left out. Authorities stay: who supervised is part of the lesson. Ids
//! of records stay too, since they are what a link is made of; some of them hold a name. This hides names on a screen in
//! front of a class, it does not make the casebook anonymous.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::{
    dataset::{Casebook, Dataset},
    dimensions::{DIMENSIONS, Source, name_slug},
    model::{
        Article, Incident, Lang, Taxonomies, Text,
        incident::{Change, Notice, OrgName},
    },
    url::{self, Value, ViewState},
};

/// Japanese company forms: no part of a name proper, in front of it or behind.
const FORMS_JA: [&str; 14] = [
    "株式会社",
    "合同会社",
    "有限会社",
    "一般社団法人",
    "一般財団法人",
    "公益社団法人",
    "公益財団法人",
    "特定非営利活動法人",
    "社会福祉法人",
    "学校法人",
    "独立行政法人",
    "国立研究開発法人",
    "有限責任監査法人",
    "協同組合連合会",
];
/// English ones, behind a name.
const FORMS_EN: [&str; 14] = [
    " Co., Inc.",
    " Co., Ltd.",
    " Company, Ltd.",
    " Company, Limited",
    " Company, Incorporated",
    ", Inc.",
    " Inc.",
    ", INC.",
    " Ltd.",
    " Corporation",
    " Incorporated",
    " LLC",
    " GK",
    " (social welfare corporation)",
];

/// Shorter names than this, in characters, are replaced only where they are an organisation's whole name.
const SHORTEST: usize = 3;

/// Which organisation goes by which name.
pub struct Mask {
    /// The masked name of each organisation.
    masked: Vec<Text>,
    /// Slug of the own name → organisation.
    slugs: BTreeMap<String, usize>,
    /// Own Japanese or English name → organisation.
    names: BTreeMap<String, usize>,
    /// Finds any of `patterns`; `None` where there is none.
    finder: Option<AhoCorasick>,
    patterns: Vec<(String, usize)>,
}

impl Mask {
    /// Names and numbers the organisations of a casebook.
    pub fn new(dataset: &Dataset) -> Self {
        let mut mask = Self {
            masked: Vec::new(),
            slugs: BTreeMap::new(),
            names: BTreeMap::new(),
            finder: None,
            patterns: Vec::new(),
        };
        let authorities = authorities(dataset);
        let mut counters: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut spoken: BTreeMap<String, usize> = BTreeMap::new();
        let heading = dataset.incidents.iter().map(|i| {
            let name = Text { ja: i.org.ja.clone(), en: i.org.en.clone() };
            ("org_kind", i.org_kind.as_str(), name, i.org_aliases.as_slice())
        });
        let roles = dataset.incidents.iter().flat_map(|i| &i.roles);
        let roles = roles.map(|role| ("role", role.role.as_str(), role.name.clone(), [].as_slice()));
        // Headings first: an organisation that has both goes by its kind.
        for (vocabulary, key, name, aliases) in heading.chain(roles) {
            if name.is_empty() || authorities.contains(&name.ja) {
                continue;
            }
            let known = [&name.ja, &name.en].into_iter().find_map(|name| mask.names.get(name).copied());
            let org = known.unwrap_or_else(|| {
                let number = counters.entry((vocabulary, key)).or_default();
                *number += 1;
                mask.masked.push(kind(&dataset.taxonomies, vocabulary, key, *number));
                mask.masked.len() - 1
            });
            for own in [&name.ja, &name.en].into_iter().filter(|own| !own.is_empty()) {
                mask.names.entry(own.clone()).or_insert(org);
                spoken.entry(own.clone()).or_insert(org);
                spoken.entry(bare(own).to_owned()).or_insert(org);
            }
            mask.slugs.entry(name_slug(&name.en)).or_insert(org);
            for alias in aliases {
                spoken.entry(alias.clone()).or_insert(org);
            }
        }
        let whole = |name: &String| mask.names.contains_key(name) || name.chars().count() >= SHORTEST;
        mask.patterns = spoken.into_iter().filter(|(name, _)| !name.is_empty() && whole(name)).collect();
        // Of two names that begin alike the longer one is meant. Building
        // fails only beyond four thousand million bytes of names.
        mask.finder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(mask.patterns.iter().map(|(name, _)| name.as_str()))
            .ok();
        mask
    }

    /// The casebook with masked names.
    pub fn dataset(&self, mut dataset: Dataset) -> Dataset {
        dataset.incidents.iter_mut().for_each(|incident| self.incident(incident));
        dataset.articles.iter_mut().for_each(|article| self.article(article));
        self.casebook(&mut dataset.casebook);
        dataset
    }

    /// A state that asks the masked casebook what `state` asks the open one: organisations by their masked slugs.
    pub fn state(&self, state: &ViewState) -> ViewState {
        let mut state = ViewState { names_off: true, ..state.clone() };
        for filter in &mut state.filters {
            if matches!(DIMENSIONS[filter.dimension].source, Source::Names { .. }) {
                self.values(&mut filter.values);
            }
        }
        if let Some(other) = &mut state.vs {
            *other = url::write(&self.state(&url::parse(other).0));
        }
        state
    }

    fn values(&self, values: &mut [Value]) {
        for value in values {
            if let Value::Key(slug) = value
                && let Some(org) = self.slugs.get(slug)
            {
                *slug = name_slug(&self.masked[*org].en);
            }
        }
    }

    /// A text with every name in it replaced.
    fn text(&self, text: &mut String, lang: Lang) {
        let Some(finder) = &self.finder else { return };
        let mut out = String::new();
        let mut from = 0;
        for found in finder.find_iter(text.as_str()) {
            let (start, end) = (found.start(), found.end());
            if !stands_alone(text, start, end) {
                continue;
            }
            out.push_str(&text[from..start]);
            out.push_str(self.masked[self.patterns[found.pattern().as_usize()].1].get(lang));
            from = end;
        }
        if from > 0 {
            out.push_str(&text[from..]);
            *text = out;
        }
    }

    fn both(&self, text: &mut Text) {
        self.text(&mut text.ja, Lang::Ja);
        self.text(&mut text.en, Lang::En);
    }

    fn all<'a>(&self, texts: impl IntoIterator<Item = &'a mut Text>) {
        texts.into_iter().for_each(|text| self.both(text));
    }

    fn changes(&self, changes: &mut [Change]) {
        self.all(changes.iter_mut().map(|change| &mut change.text));
    }

    fn notice(&self, notice: &mut Option<Notice>) {
        self.all(notice.iter_mut().map(|notice| &mut notice.text));
    }

    fn incident(&self, i: &mut Incident) {
        if let Some(org) = self.names.get(&i.org.ja).or_else(|| self.names.get(&i.org.en)) {
            let name = &self.masked[*org];
            i.org = OrgName { ja: name.ja.clone(), en: name.en.clone(), printed: None };
            (i.org_aliases, i.org_yomi) = (Vec::new(), None);
        }
        for role in &mut i.roles {
            if let Some(org) = self.names.get(&role.name.ja).or_else(|| self.names.get(&role.name.en)) {
                role.name = self.masked[*org].clone();
            }
        }
        (i.title, i.page) = (None, None);
        for report in &mut i.reports {
            (report.title, report.url, report.archived) = (None, None, false);
            if let Some(publisher) = &mut report.publisher {
                self.text(publisher, Lang::Ja);
            }
        }
        self.all([&mut i.headline, &mut i.summary]);
        self.all(i.timeline.iter_mut().map(|event| &mut event.event));
        self.all(i.affected.iter_mut().filter_map(|count| count.label.as_mut()));
        self.all(i.cause.iter_mut().chain(&mut i.lesson));
        self.all(i.organisational_factors.iter_mut().chain(&mut i.response).chain(&mut i.prevention));
        self.all(i.related.iter_mut().filter_map(|related| related.reason.as_mut()));
        if let Some(vector) = &mut i.vector {
            self.text(&mut vector.ja, Lang::Ja);
            self.text(&mut vector.en, Lang::En);
        }
        self.changes(&mut i.changes);
        self.notice(&mut i.withdrawn);
        self.notice(&mut i.statement);
    }

    fn article(&self, a: &mut Article) {
        self.all([&mut a.headline, &mut a.summary]);
        self.all(a.notes.iter_mut().flat_map(|note| [&mut note.heading, &mut note.text]));
        self.all(a.tools.iter_mut().map(|tool| &mut tool.what));
        self.all(a.related.iter_mut().filter_map(|related| related.reason.as_mut()));
        self.changes(&mut a.changes);
    }

    fn casebook(&self, casebook: &mut Casebook) {
        self.changes(&mut casebook.changes);
    }
}

/// Japanese names of those who supervise: in a role of their own, or as the speaker of a case.
fn authorities(dataset: &Dataset) -> Vec<String> {
    let speakers = dataset.incidents.iter().filter(|i| i.source_kind == "regulator").map(|i| &i.org.ja);
    let roles = dataset.incidents.iter().flat_map(|i| &i.roles).filter(|role| role.role == "regulator");
    speakers.chain(roles.map(|role| &role.name.ja)).cloned().collect()
}

/// What the `number`th organisation of a kind or role is called.
fn kind(taxonomies: &Taxonomies, vocabulary: &str, key: &str, number: usize) -> Text {
    let name = |lang, unknown: &'static str| match taxonomies.get(vocabulary).get(key) {
        Some(_) => taxonomies.name(vocabulary, key, lang).to_owned(),
        None => unknown.to_owned(),
    };
    let (ja, en) = (name(Lang::Ja, "組織"), name(Lang::En, "Organisation"));
    Text { ja: format!("{ja} {number}"), en: format!("{en} {number}") }
}

/// A name without its company form.
fn bare(name: &str) -> &str {
    let ja = FORMS_JA.iter().fold(name, |name, form| {
        let name = name.strip_prefix(form).unwrap_or(name);
        name.strip_suffix(form).unwrap_or(name).trim()
    });
    let en = FORMS_EN.iter().find_map(|form| ja.strip_suffix(form));
    en.unwrap_or(ja).trim()
}

/// Latin letters and digits right beside it make it part of another word.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let inside = &text[start..end];
    let before = latin(inside.chars().next()) && latin(text[..start].chars().next_back());
    let behind = latin(inside.chars().next_back()) && latin(text[end..].chars().next());
    !before && !behind
}
