//! Patterns of marks, so that they can be told apart without their colour.
//!
//! ECharts has patterns of its own, but for them it draws a mark twice and makes the pattern anew for every mark at every
//! update: a third of its time. Here the colour of a mark is the address of a pattern ([`Pattern::css`]); the page holds
//! each one once, and so does a picture that leaves it. What a pattern looks like stands in its address, so an option
//! alone says which ones it needs ([`used`]).

use std::{collections::BTreeSet, fmt::Write as _};

use serde_json::Value;

use super::palette::Rgb;

/// A pattern on a ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern {
    /// 2 to 8, or 0 for "not stated", as in [`super::LegendEntry`].
    number: u8,
    ground: Rgb,
    line: Rgb,
}

const PREFIX: &str = "pattern-";

impl Pattern {
    /// The pattern of a number; `None` where the ground is plain (1, or no number of ours).
    pub fn new(number: u8, ground: Rgb, line: Rgb) -> Option<Self> {
        matches!(number, 0 | 2..=8).then_some(Self { number, ground, line })
    }

    /// What it is called in its page: `pattern-5-4c7a3d-fffdf8`.
    pub fn id(self) -> String {
        let hex = |colour: Rgb| colour.css().split_off(1);
        format!("{PREFIX}{}-{}-{}", self.number, hex(self.ground), hex(self.line))
    }

    /// What a mark's colour is: `url(#pattern-5-4c7a3d-fffdf8)`.
    pub fn css(self) -> String {
        format!("url(#{})", self.id())
    }

    /// The pattern that a colour is the address of.
    fn of_css(colour: &str) -> Option<Self> {
        let mut parts = colour.strip_prefix("url(#")?.strip_suffix(')')?.strip_prefix(PREFIX)?.split('-');
        let number = parts.next()?.parse().ok()?;
        let mut colour = || Rgb::of_css(parts.next()?);
        Self::new(number, colour()?, colour()?)
    }

    /// Its definition, an SVG `<pattern>`. Made of numbers alone, so nothing in it needs to be escaped. The swatches in
    /// `style/charts.css` show the same ones.
    pub fn svg(self) -> String {
        // Lines that lean are drawn across a tile that does not: turned tiles show their seams.
        let (size, shape) = match self.number {
            2 => (6, "M-1-1l8 8M-1 5l2 2M5-1l2 2"),
            3 => (4, "M2 2h.01"),
            4 => (4, "M0 3.5h4"),
            5 => (6, "M-1 7l8-8M-1 1l2-2M5 7l2-2"),
            6 => (4, "M3.5 0v4"),
            7 => (6, "M0 1.5h3M3 4.5h3"),
            8 => (10, "M-1-1l12 12M-1 9l2 2M9-1l2 2"),
            _ => (4, "M-1 5l6-6M-1 1l2-2M3 5l2-2"),
        };
        let (width, cap) = match self.number {
            3 => ("2.2", "round"),
            7 => ("3", "butt"),
            _ => ("1", "butt"),
        };
        let mut out = String::new();
        // Writing into a string cannot fail.
        let _ = write!(
            out,
            "<pattern id=\"{}\" width=\"{size}\" height=\"{size}\" patternUnits=\"userSpaceOnUse\">\
             <rect width=\"{size}\" height=\"{size}\" fill=\"{}\"/>\
             <path d=\"{shape}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\" stroke-linecap=\"{cap}\" \
             stroke-opacity=\"0.55\"/></pattern>",
            self.id(),
            self.ground.css(),
            self.line.css(),
        );
        out
    }
}

/// The patterns that the marks of an option need.
pub fn used(option: &Value) -> BTreeSet<Pattern> {
    fn list(of: &Value) -> impl Iterator<Item = &Value> {
        of.as_array().into_iter().flatten()
    }
    let colour = |mark: &Value| Pattern::of_css(mark.get("itemStyle")?.get("color")?.as_str()?);
    list(&option["series"]).flat_map(|series| list(&series["data"]).chain([series])).filter_map(colour).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_option_says_which_patterns_it_needs() {
        let (a, b) = (Rgb(0x4c, 0x7a, 0x3d), Rgb(0xff, 0xfd, 8));
        let [of_series, of_mark] = [5, 0].map(|number| Pattern::new(number, a, b).unwrap());
        assert_eq!(of_series.css(), "url(#pattern-5-4c7a3d-fffd08)");
        let option = json!({ "series": [
            { "itemStyle": { "color": of_series.css() }, "data": [null, 3, { "itemStyle": { "color": "#fff" } }] },
            { "data": [{ "value": 1, "itemStyle": { "color": of_mark.css() } }, { "itemStyle": { "color": of_series.css() } }] },
            { "itemStyle": { "color": "url(#pattern-1-4c7a3d-fffd08)" } },
            { "itemStyle": { "color": "url(#elsewhere)" } },
        ] });
        assert_eq!(used(&option), BTreeSet::from([of_series, of_mark]));
        assert_eq!(Pattern::new(1, a, b), None);
    }

    #[test]
    fn every_pattern_has_its_own_looks() {
        let all: BTreeSet<String> = [0, 2, 3, 4, 5, 6, 7, 8]
            .map(|number| Pattern::new(number, Rgb(0, 0, 0), Rgb(255, 255, 255)).unwrap())
            .map(|pattern| pattern.svg().replace(&pattern.id(), ""))
            .into();
        assert_eq!(all.len(), 8);
    }
}
