//! What the word being typed could mean: a field, a type, an organisation by any of its names or its reading, a number.
//!
//! Each suggestion is a whole new state; choosing one never does more than it says.

use super::{Explorer, field, fields};
use crate::{
    dimensions::{self, DIMENSIONS, DimensionId},
    model::Lang,
    url::{Mark, Value, ViewState},
};

/// The most suggestions.
pub const MOST: usize = 9;

/// What a suggestion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The name of a field, to be followed by a value.
    Field,
    /// A value of a dimension: becomes a filter, or the value of the field that was typed.
    Value(DimensionId),
    /// A record, opened at once.
    Case,
}

/// Something that the word being typed could mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is.
    pub kind: Kind,
    /// As it is shown.
    pub text: String,
    /// More about it: the organisation of a case.
    pub detail: String,
    /// Records it stands for in the whole casebook.
    pub count: Option<u32>,
    /// What choosing it shows.
    pub state: ViewState,
}

/// How well a name goes with what was typed; less is better.
fn rank(name: &str, typed: &str) -> Option<u8> {
    if name.is_empty() {
        None
    } else if name.starts_with(typed) {
        Some(0)
    } else if typed.chars().nth(1).is_some() && name.contains(typed) {
        Some(1)
    } else {
        None
    }
}

impl Explorer {
    /// Suggestions for the last word of a state's search text.
    pub fn suggestions(&self, state: &ViewState, lang: Lang) -> Vec<Suggestion> {
        let at = state.q.char_indices().rfind(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8());
        let (before, word) = state.q.split_at(at);
        // Inside quotes one looks for something as it is written.
        if word.is_empty() || before.matches(['"', '「']).count() % 2 == 1 || word.starts_with(['"', '「']) {
            return Vec::new();
        }
        let typed = word.trim_start_matches(['-', '－']);
        let minus = &word[..word.len() - typed.len()];
        let with = |last: &str| ViewState { q: format!("{before}{minus}{last}").trim().to_owned(), ..state.clone() };
        if let Some((name, value)) = typed.split_once([':', '：']) {
            let dimension = field(name).and_then(dimensions::find);
            return dimension.map(|d| self.values(d, name, value, lang, &with)).unwrap_or_default();
        }
        let mut without = with("");
        without.q = before.trim().to_owned();
        let slim = fields::slim(typed);
        if slim.is_empty() {
            return Vec::new();
        }
        let mut found = self.cases(typed, &without, lang);
        if minus.is_empty() {
            for (key, most) in [("label", 4), ("org", 5), ("org_kind", 2)] {
                let Some(dimension) = dimensions::find(key) else { continue };
                let ranked = self.ranked(dimension, &slim);
                found.extend(ranked.into_iter().take(most).filter_map(|ord| {
                    let (text, count) = self.entry(dimension, ord, lang)?;
                    let key = self.columns.dictionaries[dimension].entry(ord)?.key.clone();
                    let state = without.with_mark(dimension, &Value::Key(key), Mark::Wanted, false);
                    Some(Suggestion { kind: Kind::Value(dimension), text, detail: String::new(), count, state })
                }));
            }
        }
        found.truncate(MOST - 2);
        found.extend(names(&slim, lang).into_iter().take(MOST - found.len().min(MOST)).map(|name| {
            let text = format!("{name}:");
            Suggestion { kind: Kind::Field, detail: String::new(), count: None, state: with(&text), text }
        }));
        found
    }

    /// Values behind a field's name.
    fn values(
        &self,
        dimension: DimensionId,
        name: &str,
        value: &str,
        lang: Lang,
        with: &dyn Fn(&str) -> ViewState,
    ) -> Vec<Suggestion> {
        let slim = fields::slim(value);
        let ords = self.ranked(dimension, &slim);
        let suggestion = |ord| {
            let (text, count) = self.entry(dimension, ord, lang)?;
            let quoted = if text.contains(char::is_whitespace) { format!("\"{text}\"") } else { text.clone() };
            let state = with(&format!("{name}:{quoted}"));
            Some(Suggestion { kind: Kind::Value(dimension), text, detail: String::new(), count, state })
        };
        ords.into_iter().filter_map(suggestion).filter(|s| fields::slim(&s.text) != slim).take(MOST).collect()
    }

    /// The values of a dimension that occur and whose names go with what was typed, best first, then most frequent.
    fn ranked(&self, dimension: DimensionId, typed: &str) -> Vec<u32> {
        let counts = self.engine.facet_totals().get(dimension).map(|facet| facet.counts.as_slice()).unwrap_or_default();
        let terms = DIMENSIONS[dimension].taxonomy().map(|taxonomy| &self.dataset.taxonomies.get(taxonomy).values);
        let mut ranked = Vec::new();
        for (ord, entry) in self.columns.dictionaries[dimension].entries.iter().enumerate() {
            let count = counts.get(ord).copied().unwrap_or(0);
            if count == 0 {
                continue;
            }
            let mut names = vec![entry.ja.as_str(), entry.en.as_str()];
            if let Some(term) = terms.into_iter().flatten().find(|term| term.key == entry.key) {
                names.extend(term.synonyms.ja.iter().chain(&term.synonyms.en).map(String::as_str));
            }
            if DIMENSIONS[dimension].key == "org" {
                let of_org = self.dataset.incidents.iter().filter(|i| i.org.ja == entry.ja);
                names.extend(of_org.flat_map(|i| i.org_yomi.iter().chain(&i.org_aliases)).map(String::as_str));
            }
            let best = names.iter().filter_map(|name| rank(bare(&fields::slim(name)), typed)).min();
            ranked.extend(best.map(|rank| (rank, std::cmp::Reverse(count), ord as u32)));
        }
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, _, ord)| ord).collect()
    }

    fn entry(&self, dimension: DimensionId, ord: u32, lang: Lang) -> Option<(String, Option<u32>)> {
        let entry = self.columns.dictionaries[dimension].entry(ord)?;
        let count = self.engine.facet_totals().get(dimension).and_then(|f| f.counts.get(ord as usize)).copied();
        Some((entry.name(lang).to_owned(), count))
    }

    /// Records whose number begins so.
    fn cases(&self, typed: &str, without: &ViewState, lang: Lang) -> Vec<Suggestion> {
        let typed = crate::text::fold(typed).plain().to_owned();
        if !typed.starts_with(|c: char| c.is_ascii_digit()) {
            return Vec::new();
        }
        let cases = self.dataset.incidents.iter().filter(|i| i.id.starts_with(&typed));
        let suggestion = |i: &crate::model::Incident| Suggestion {
            kind: Kind::Case,
            text: i.id.clone(),
            detail: i.org.get(lang).to_owned(),
            count: None,
            state: ViewState { case: Some(i.id.clone()), ..without.clone() },
        };
        cases.take(4).map(suggestion).collect()
    }
}

/// A name without its company form in front, so that 湘南 is found under 株式会社湘南.
fn bare(name: &str) -> &str {
    let forms = ["株式会社", "一般社団法人", "一般財団法人", "公益財団法人", "独立行政法人", "特定非営利活動法人"];
    forms.iter().find_map(|form| name.strip_prefix(form)).filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// Names of fields that begin so, in the language of the page; each leads to another field.
fn names(typed: &str, lang: Lang) -> Vec<&'static str> {
    let mut out: Vec<&'static str> = Vec::new();
    let japanese = lang == Lang::Ja;
    let dimensions =
        DIMENSIONS.iter().map(|d| if japanese { [d.name.0, d.key, d.name.1] } else { [d.key, d.name.1, d.name.0] });
    let texts = fields::TEXTS.iter().map(|(key, names, _)| {
        let own = names.split(' ').next().unwrap_or(key);
        if japanese { [own, *key, *key] } else { [*key, own, own] }
    });
    for [shown, ..] in dimensions
        .chain(texts)
        .filter(|all| all.iter().any(|name| fields::slim(name).starts_with(typed)))
        .filter(|[shown, ..]| !shown.contains(' '))
    {
        if !out.contains(&shown) && field(shown).is_some() {
            out.push(shown);
        }
    }
    out
}
