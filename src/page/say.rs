//! What the explorer says of a result in words, for the app and for the start page that stands there before it.

use crate::{
    explore::{Answer, Explorer},
    i18n::{self, common, explorer::Msg},
    model::{Affected, Bound, Lang},
};

/// Orders of the result that have a name, by their key in a link. The first is the default and is not written into it.
pub const ORDERS: [(&str, Msg); 8] = [
    ("", Msg::SortNewest),
    ("updated", Msg::SortOldest),
    ("-affected", Msg::SortLargest),
    ("-days", Msg::SortSlowest),
    ("org", Msg::SortOrg),
    ("org_en", Msg::SortOrg),
    ("id", Msg::SortId),
    ("relevance", Msg::SortRelevance),
];

/// The order by organisation that a language has no use for: by reading in Japanese, by English name in English.
pub const fn order_of_other(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "org_en",
        Lang::En => "org",
    }
}

/// First and last year of the incidents, `2022–2024`.
pub fn years(explorer: &Explorer) -> Option<String> {
    let dates = explorer.dataset().incidents.iter().filter_map(|i| i.newest());
    let (first, last) = dates.fold(None, |acc: Option<(i16, i16)>, d| {
        let y = d.year();
        Some(acc.map_or((y, y), |(a, b)| (a.min(y), b.max(y))))
    })?;
    Some(if first == last { first.to_string() } else { format!("{first}–{last}") })
}

/// `134件中 7件`.
pub fn count_of(answer: &Answer, lang: Lang) -> String {
    let n = |n: u32| i18n::number(u64::from(n));
    common::Msg::CountOf.fill(lang, &[("matching", &n(answer.matching)), ("total", &n(answer.total))])
}

/// `対象者 計15,760人(4件、約を含む)・数の記載なし 3件`; nothing where no case states a count in the unit.
pub fn people(explorer: &Explorer, answer: &Answer, lang: Lang) -> Option<String> {
    let sum = &answer.affected;
    if sum.stated == 0 {
        return None;
    }
    let taxonomies = &explorer.dataset().taxonomies;
    let total = Affected { what: answer.unit.clone(), count: sum.sum, ..Affected::default() };
    let marks = [sum.approx.then(|| Msg::MarkApprox.text(lang)), sum.bounded.then(|| Msg::MarkBounded.text(lang))];
    let unit = taxonomies.name("unit", &answer.unit, lang);
    // 「対象者(人)」 is the facet's name; the sentence has the counter behind the number.
    let unit = unit.split('(').next().unwrap_or(unit);
    Some(Msg::PeopleSum.fill(
        lang,
        &[
            ("unit", unit),
            ("sum", &i18n::count(taxonomies, &Affected { bound: None::<Bound>, ..total }, lang)),
            ("n", &sum.stated.to_string()),
            ("marks", &marks.into_iter().flatten().collect::<String>()),
            ("unknown", &sum.unknown.to_string()),
        ],
    ))
}
