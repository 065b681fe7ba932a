//! Texts that say more than the record, and languages that do not say the same.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use super::{
    Checker,
    stated::{Loose, Stated},
};
use crate::model::{Incident, Lang, Text};

/// Below this, numbers are written as words or belong to phrases ("one of them", 一部).
const SMALL: u64 = 13;

/// The organisations of the whole casebook.
#[derive(Clone, Debug, Default)]
pub struct KnownNames(BTreeSet<String>);

impl KnownNames {
    /// The names of every record's organisation and of those with a role in it. Places and authorities are left out:
    /// their names stand in texts for other reasons.
    pub fn of<'a>(incidents: impl Iterator<Item = &'a Incident>) -> Self {
        let mut names = BTreeSet::new();
        for i in incidents {
            if !["local_government", "national_government", "police"].contains(&i.org_kind.as_str()) {
                names.extend([i.org.ja.clone(), i.org.en.clone()]);
                names.extend(i.org_aliases.iter().cloned());
            }
            let roles = i.roles.iter().filter(|r| r.role != "regulator");
            names.extend(roles.flat_map(|r| [r.name.ja.clone(), r.name.en.clone()]));
        }
        // What is shorter stands inside other words.
        names.retain(|name| name.chars().count() >= if name.is_ascii() { 5 } else { 4 });
        names.retain(|name| !PLACE.iter().any(|end| name.ends_with(end)));
        Self(names)
    }
}

/// How names of places and authorities end.
const PLACE: [&str; 14] =
    ["都", "道", "府", "県", "市", "区", "町", "村", "省", "庁", "委員会", "警察署", " City", " Prefecture"];

/// What the record states outside its headline and summary: those two must not say more.
fn fields(i: &Incident) -> Stated {
    let mut out = Stated::default();
    let dates = [i.occurred.from, i.occurred.to, i.discovered, i.contained, i.disclosed, i.latest_report];
    let dates = dates.into_iter().chain(i.reported.iter().map(|r| r.date)).chain(i.timeline.iter().map(|e| e.date));
    let dates = dates.chain(i.reports.iter().flat_map(|r| [r.printed, r.corrected])).flatten();
    dates.for_each(|date| out.add_date(date));
    out.numbers.extend(i.affected.iter().map(|a| a.count));
    // What is listed can be counted: four firms, two lists.
    out.words.extend([i.roles.len() as u64, i.affected.len() as u64]);
    // The case number's year is that of the record, not of the incident: it states nothing.
    let texts = i.timeline.iter().map(|e| &e.event).chain(&i.cause).chain(&i.organisational_factors);
    let texts = texts.chain(&i.response).chain(&i.prevention).chain(i.affected.iter().filter_map(|a| a.label.as_ref()));
    let texts = texts.chain(i.roles.iter().map(|r| &r.name));
    for (lang, text) in texts.flat_map(|t| [(Lang::Ja, &t.ja), (Lang::En, &t.en)]) {
        out.add(Stated::of(text, lang));
    }
    if let Some(vector) = &i.vector {
        out.add(Stated::of(&vector.ja, Lang::Ja));
        out.add(Stated::of(&vector.en, Lang::En));
    }
    let printed = i.title.iter().chain(i.reports.iter().filter_map(|r| r.title.as_ref())).chain([&i.org.ja]);
    for text in printed {
        out.add(Stated::of(text, Lang::Ja));
    }
    out
}

/// Headline and summary against everything else; organisations that have no field.
pub fn check(c: &mut Checker, i: &Incident, known: &KnownNames) {
    let fields = fields(i);
    for (field, text) in [("headline", &i.headline), ("summary", &i.summary)] {
        for (lang, words) in [(Lang::Ja, &text.ja), (Lang::En, &text.en)] {
            let stated = Stated::of(words, lang);
            let least = if lang == Lang::Ja { 2 } else { SMALL };
            let mut more: Vec<String> =
                stated.numbers.iter().filter(|n| **n >= least && !fields.has_number(**n)).map(u64::to_string).collect();
            more.extend(stated.dates.iter().filter(|d| !fields.has_date(**d)).map(|d| print(*d)));
            more.extend(stated.times.iter().filter(|t| !fields.times.contains(t)).map(|(h, m)| format!("{h}:{m:02}")));
            if !more.is_empty() {
                let message = format!(
                    "{} stands in no field and no other text; put it where it belongs (affected, a date, timeline, \
                     cause, response …), or take it out here",
                    more.join(", ")
                );
                c.warn(&format!("{field}.{}", lang.tag()), message);
            }
        }
    }
    organisations(c, i, known);
}

/// A date for a message: `2023-08-25`, `??-08-25`.
fn print(date: Loose) -> String {
    let mut out = date.year.map_or_else(|| "the date ????".to_owned(), |y| format!("the date {y:04}"));
    for part in [date.month, date.day] {
        if part.is_some() || date.day.is_some() {
            out.push_str(&part.map_or_else(|| "-??".to_owned(), |p| format!("-{p:02}")));
        }
    }
    out
}

/// A company by its legal form. The name stands before or behind it, without kana of the sentence around it.
static LEGAL: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    [
        r"(?:株式会社|有限会社|合同会社|財団法人|社団法人|学校法人|医療法人|社会福祉法人|NPO法人)[\p{Han}\p{Katakana}A-Za-z][\p{Han}\p{Katakana}ーA-Za-z0-9&・]+|[\p{Han}\p{Katakana}ーA-Za-z0-9&・]{2,}(?:株式会社|有限会社|合同会社)",
        r"(?:[A-Z][\w&.-]*\s){1,5}(?:Co\., Ltd\.|Inc\.|Corporation|Corp\.|K\.K\.|Ltd\.|LLC)",
    ]
    .map(|pattern| Regex::new(pattern).unwrap_or_else(|error| unreachable!("{error}")))
});

/// Organisations that headline, summary or timeline name and no field has: nobody finds the record by them.
fn organisations(c: &mut Checker, i: &Incident, known: &KnownNames) {
    let mut own: Vec<&str> = vec![&i.org.ja, &i.org.en];
    own.extend(i.org_aliases.iter().chain(&i.title).map(String::as_str));
    own.extend(i.roles.iter().flat_map(|r| [r.name.ja.as_str(), r.name.en.as_str()]));
    let reports = i.reports.iter().flat_map(|r| [r.title.as_deref(), r.publisher.as_deref()]);
    own.extend(reports.flatten());
    own.extend(i.related.iter().filter_map(|r| r.reason.as_ref()).flat_map(|t| [t.ja.as_str(), t.en.as_str()]));
    let events = i.timeline.iter().enumerate().map(|(n, e)| (format!("timeline[{n}].event"), &e.event));
    let texts = [("headline".to_owned(), &i.headline), ("summary".to_owned(), &i.summary)].into_iter().chain(events);
    for (field, text) in texts {
        for (lang, words) in [("ja", &text.ja), ("en", &text.en)] {
            let mut named: BTreeSet<&str> =
                LEGAL.iter().flat_map(|legal| legal.find_iter(words)).map(|m| m.as_str()).collect();
            named.extend(known.0.iter().map(String::as_str).filter(|name| mentions(words, name)));
            let strange = |name: &&str| {
                !own.iter().any(|own| own.contains(name) || (own.chars().count() > 3 && name.contains(own)))
            };
            let strange: Vec<&str> = named.into_iter().filter(strange).collect();
            if !strange.is_empty() {
                let message = format!(
                    "{} is named here and in no field; add it under [[roles]] (or org_aliases), or leave the name out",
                    strange.join(", ")
                );
                c.warn(&format!("{field}.{lang}"), message);
            }
        }
    }
}

/// Whether a text names somebody: Latin names as whole words.
fn mentions(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + name.len()..].chars().next();
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        !name.is_ascii() || !(joins(before) || joins(behind))
    })
}

/// The two languages of one text state the same numbers, days and years.
pub fn languages(c: &mut Checker, field: &str, text: &Text) {
    if text.ja.is_empty() || text.en.is_empty() {
        return;
    }
    let (ja, en) = (Stated::of(&text.ja, Lang::Ja), Stated::of(&text.en, Lang::En));
    let (in_ja, in_en) = (ja.all_numbers(), en.all_numbers());
    let only = |a: &BTreeSet<u64>, b: &BTreeSet<u64>| -> Vec<String> {
        a.iter().filter(|n| **n >= SMALL && !b.contains(n)).map(u64::to_string).collect()
    };
    for (side, other, numbers) in [("ja", "English", only(&in_ja, &in_en)), ("en", "Japanese", only(&in_en, &in_ja))] {
        if !numbers.is_empty() {
            let message = format!("{} is missing in the {other} text; both languages say the same", numbers.join(", "));
            c.warn(&format!("{field}.{side}"), message);
        }
    }
}
