//! A query in words, in either language: for chips, the sentence on top, the page's title, exports.

use super::Explorer;
use crate::{
    dimensions::{DIMENSIONS, Record, Source},
    model::Lang,
    url::{End, Filter, Range, Value, ViewState},
};

/// One filter in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterWords {
    /// Name of the dimension.
    pub dimension: &'static str,
    /// Its values.
    pub values: String,
    /// The values are taken out.
    pub exclude: bool,
    /// The filter is paused.
    pub off: bool,
}

/// A range for a reader: `2023年9月–2024年4月`, `1,000以上`.
pub fn range_words(range: Range, lang: Lang) -> String {
    let end = |end: End| match end {
        End::Date(date) => date.display(lang),
        End::Number(number) => crate::i18n::number(number.unsigned_abs()),
    };
    match (range.from, range.to, lang) {
        (Some(a), Some(b), _) if a == b => end(a),
        (Some(a), Some(b), _) => format!("{}–{}", end(a), end(b)),
        (Some(a), None, Lang::Ja) => match a {
            End::Date(_) => format!("{}から", end(a)),
            End::Number(_) => format!("{}以上", end(a)),
        },
        (Some(a), None, Lang::En) => match a {
            End::Date(_) => format!("from {}", end(a)),
            End::Number(_) => format!("{} or more", end(a)),
        },
        (None, Some(b), Lang::Ja) => match b {
            End::Date(_) => format!("{}まで", end(b)),
            End::Number(_) => format!("{}以下", end(b)),
        },
        (None, Some(b), Lang::En) => match b {
            End::Date(_) => format!("until {}", end(b)),
            End::Number(_) => format!("{} or fewer", end(b)),
        },
        (None, None, _) => String::new(),
    }
}

impl Explorer {
    /// One value in words.
    pub fn value_words(&self, dimension: usize, value: &Value, lang: Lang) -> String {
        match value {
            Value::Unknown => match lang {
                Lang::Ja => "記載なし".to_owned(),
                Lang::En => "not stated".to_owned(),
            },
            Value::Range(range) => range_words(*range, lang),
            Value::Key(key) => {
                let dictionary = &self.columns.dictionaries[dimension];
                let entry = dictionary.ord(key).and_then(|ord| dictionary.entry(ord));
                entry.map_or_else(|| key.clone(), |e| e.name(lang).to_owned())
            }
        }
    }

    /// A record's own values of a category dimension in words, without what they count for as well.
    pub fn names(&self, record: Record, dimension: usize, lang: Lang) -> Vec<String> {
        match DIMENSIONS[dimension].source {
            Source::Keys { read, .. } => {
                let mut keys = Vec::new();
                read(record, &self.dataset.taxonomies, &mut keys);
                keys.into_iter().map(|key| self.value_words(dimension, &Value::Key(key), lang)).collect()
            }
            Source::Names { read } => {
                let mut names = Vec::new();
                read(record, &mut names);
                names.into_iter().map(|n| if lang == Lang::En { n.en } else { n.ja }).collect()
            }
            _ => Vec::new(),
        }
    }

    /// One filter in words.
    pub fn filter_words(&self, filter: &Filter, state: &ViewState, lang: Lang) -> FilterWords {
        let dimension = &DIMENSIONS[filter.dimension];
        let separator = if lang == Lang::Ja { "・" } else { ", " };
        let values: Vec<String> = filter.values.iter().map(|v| self.value_words(filter.dimension, v, lang)).collect();
        FilterWords {
            dimension: dimension.name(lang),
            values: values.join(separator),
            exclude: filter.exclude,
            off: state.is_off(dimension.key),
        }
    }

    /// All that narrows a state, one phrase each: `サポート詐欺`, `公表 2023年9月–2024年4月`, `内部不正を除く`.
    pub fn phrases(&self, state: &ViewState, lang: Lang) -> Vec<String> {
        let mut out = Vec::new();
        if !state.q.is_empty() && !state.is_off("q") {
            out.push(match lang {
                Lang::Ja => format!("「{}」", state.q),
                Lang::En => format!("“{}”", state.q),
            });
        }
        for filter in &state.filters {
            let words = self.filter_words(filter, state, lang);
            if words.off {
                continue;
            }
            let speaks = filter.values.iter().all(|v| matches!(v, Value::Key(_)));
            let phrase = if speaks { words.values } else { format!("{} {}", words.dimension, words.values) };
            out.push(match (words.exclude, lang) {
                (false, _) => phrase,
                (true, Lang::Ja) => format!("{phrase}を除く"),
                (true, Lang::En) => format!("not {phrase}"),
            });
        }
        out
    }
}
