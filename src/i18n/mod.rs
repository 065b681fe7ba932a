//! The app's own words in both languages.
//!
//! Each area of the screen has one table, written with [`messages!`](crate::messages). An entry without its Japanese
//! or its English does not compile, so a missing key fails the build. Names of vocabularies are data and stand in
//! `data/taxonomy/`; names of dimensions stand in [`crate::dimensions`].

pub mod card;
pub mod case;
pub mod changes;
pub mod chart;
pub mod cite;
pub mod common;
pub mod embed;
pub mod explorer;
pub mod lanes;
pub mod pages;
pub mod reading;
pub mod rooms;
pub mod search;
pub mod share;

use crate::model::Lang;

/// Declares an enum of messages: `Name: "日本語", "English";`. `{x}` is filled by `fill`.
#[macro_export]
macro_rules! messages {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($key:ident: $ja:literal, $en:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the words say it")]
        $vis enum $name { $($key,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$key,)*];

            /// The words in one language.
            pub const fn text(self, lang: $crate::model::Lang) -> &'static str {
                match (self, lang) {
                    $(($name::$key, $crate::model::Lang::Ja) => $ja, ($name::$key, $crate::model::Lang::En) => $en,)*
                }
            }

            /// The words with each `{name}` replaced.
            pub fn fill(self, lang: $crate::model::Lang, values: &[(&str, &str)]) -> String {
                $crate::i18n::fill(self.text(lang), values)
            }
        }
    };
}

/// Replaces each `{name}` of a text in one pass; a name without a value stays as it is.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else { break };
        let name = &rest[start + 1..start + length];
        out.push_str(&rest[..start]);
        match values.iter().find(|(n, _)| *n == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&rest[start..=start + length]),
        }
        rest = &rest[start + length + 1..];
    }
    out.push_str(rest);
    out
}

/// A number with thousands separators, as both languages write it: `15,760`.
pub fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A length as CSS and SVG write it: `part` of `whole` in percent, to a tenth, rounded. Integers only: the formatting of
/// floating-point numbers would cost a first visit 11 KB.
pub fn percent(part: u64, whole: u64) -> String {
    let tenths = (part.saturating_mul(2000) / whole.max(1)).div_ceil(2);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// A count with its certainty and unit: `約15,000人`, `up to 1,200 people`.
pub fn count(taxonomies: &crate::model::Taxonomies, affected: &crate::model::Affected, lang: Lang) -> String {
    use crate::model::Bound;
    let n = number(affected.count);
    let unit = taxonomies.get("unit").get(&affected.what);
    let counter = unit.and_then(|u| u.counter.as_ref());
    match lang {
        Lang::Ja => {
            let counter = counter.map_or("件", |c| c.ja.as_str());
            let about = if affected.approx { "約" } else { "" };
            match affected.bound {
                Some(Bound::UpTo) => format!("最大{about}{n}{counter}"),
                Some(Bound::AtLeast) => format!("{about}{n}{counter}以上"),
                None => format!("{about}{n}{counter}"),
            }
        }
        Lang::En => {
            let name = match counter {
                Some(c) if affected.count == 1 && !c.en_one.is_empty() => c.en_one.as_str(),
                Some(c) => c.en.as_str(),
                None => unit.map_or(affected.what.as_str(), |u| u.en.as_str()),
            };
            let about = if affected.approx { "about " } else { "" };
            match affected.bound {
                Some(Bound::UpTo) => format!("up to {about}{n} {name}"),
                Some(Bound::AtLeast) => format!("at least {about}{n} {name}"),
                None => format!("{about}{n} {name}"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_in_one_pass() {
        assert_eq!(fill("{a} of {b}, {c}", &[("a", "{b}"), ("b", "2")]), "{b} of 2, {c}");
        assert_eq!(fill("open {a", &[("a", "x")]), "open {a");
    }

    #[test]
    fn percents_are_rounded_to_a_tenth() {
        assert_eq!(
            [(0, 3), (1, 3), (2, 3), (3, 3), (1, 2000), (1, 0)].map(|(a, b)| percent(a, b)),
            ["0.0%", "33.3%", "66.7%", "100.0%", "0.1%", "100.0%"]
        );
    }

    #[test]
    fn groups_thousands() {
        assert_eq!([0, 999, 1000, 1234567].map(number), ["0", "999", "1,000", "1,234,567"]);
    }
}
