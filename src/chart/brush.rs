//! Dragging along the axis of a chart: from two places on it to the state that asks for what lies between.

use crate::{
    dimensions::DimensionId,
    url::{End, Range, ViewState},
};

/// What dragging along the axis across sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brush {
    /// The state it starts from.
    pub base: ViewState,
    /// The dimension it filters.
    pub dimension: DimensionId,
    /// What places on the axis mean.
    pub scale: Scale,
}

/// What places on an axis mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Bar 0, bar 1, …
    Bars(Vec<Range>),
    /// Days; `log` = drawn at [`days_at`].
    Days {
        /// Drawn on a logarithmic scale.
        log: bool,
    },
}

impl Brush {
    /// The state that asks for what lies between two places on the axis, in either order. `None` where that is
    /// nothing.
    pub fn between(&self, a: f64, b: f64) -> Option<ViewState> {
        if !(a.is_finite() && b.is_finite()) {
            return None;
        }
        let (a, b) = (a.min(b), a.max(b));
        let range = match &self.scale {
            Scale::Bars(bars) => {
                let last = bars.len().checked_sub(1)?;
                let bar = |place: f64| (place.round().max(0.0) as usize).min(last);
                Range { from: bars[bar(a)].from, to: bars[bar(b)].to }
            }
            Scale::Days { log } => {
                let end = |days: f64| Some(End::Number(days.clamp(0.0, MOST_DAYS) as i64));
                Range { from: end(days_of(a, *log).floor()), to: end(days_of(b, *log).ceil()) }
            }
        };
        Some(self.base.with_range(self.dimension, Some(range)))
    }

    /// What a range on the axis is in words.
    pub fn words(&self, a: f64, b: f64, lang: crate::model::Lang) -> Option<String> {
        let state = self.between(a, b)?;
        let filter = state.filters_on(self.dimension).next()?;
        match filter.values.first()? {
            crate::url::Value::Range(range) => Some(crate::explore::range_words(*range, lang)),
            _ => None,
        }
    }
}

/// A hundred years: more is no delay.
const MOST_DAYS: f64 = 36_525.0;

/// Where a number of days is drawn: itself, or log₁₀(1 + days), which has a place for 0.
pub fn days_at(days: f64, log: bool) -> f64 {
    if log { (1.0 + days.max(0.0)).log10() } else { days }
}

/// The days of a place on the axis.
fn days_of(place: f64, log: bool) -> f64 {
    if log { 10_f64.powf(place) - 1.0 } else { place }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{dimensions, url};

    fn brush(key: &str, scale: Scale) -> Brush {
        let base = url::parse("label=loss").0;
        Brush { base, dimension: dimensions::find(key).expect(key), scale }
    }

    #[test]
    fn bars_join_to_one_range() {
        let range = |text: &str| url::parse_range(dimensions::Scale::Count, text).expect(text);
        let brush = brush("affected", Scale::Bars(vec![range("1..9"), range("10..99"), range("100..")]));
        let said = |a, b| brush.between(a, b).map(|s| url::write(&s));
        assert_eq!(said(0.2, 0.9).as_deref(), Some("label=loss&affected=1..99"));
        assert_eq!(said(1.0, -3.0).as_deref(), Some("label=loss&affected=1..99"));
        assert_eq!(said(2.0, 9.0).as_deref(), Some("label=loss&affected=100.."));
        assert_eq!(said(f64::NAN, 1.0), None);
        assert_eq!(brush.words(0.0, 1.0, crate::model::Lang::Ja).as_deref(), Some("1–99"));
    }

    #[test]
    fn days_take_in_what_is_touched() {
        for log in [false, true] {
            let brush = brush("days_told", Scale::Days { log });
            let state = brush.between(days_at(2.5, log), days_at(30.2, log)).expect("a state");
            assert_eq!(url::write(&state), "label=loss&days_told=2..31");
            let state = brush.between(-5.0, days_at(0.0, log)).expect("a state");
            assert_eq!(url::write(&state), "label=loss&days_told=0");
        }
    }

    #[test]
    fn no_bars_no_range() {
        assert_eq!(brush("disclosed", Scale::Bars(Vec::new())).between(0.0, 1.0), None);
    }
}
