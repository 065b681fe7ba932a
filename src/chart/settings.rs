//! What a link says about charts: slugs in [`ViewState::chart`], one setting each.
//!
//! `time-month`, `time-quarter`, `time-year`, `time-fy` choose the width of the time chart's bars, `rank-<dimension>`
//! what the ranking is of. A slug that is not understood is passed over; of two slugs of one family the first counts.

use crate::{
    dimensions::{self, DIMENSIONS, DimensionId},
    url::ViewState,
};

/// How wide a bar of the time chart is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Grain {
    Month,
    Quarter,
    Year,
    /// Japanese fiscal year, April to March.
    Fiscal,
}

impl Grain {
    /// All of them, finest first.
    pub const ALL: [Grain; 4] = [Grain::Month, Grain::Quarter, Grain::Year, Grain::Fiscal];

    /// Its slug in links.
    pub const fn token(self) -> &'static str {
        match self {
            Grain::Month => "time-month",
            Grain::Quarter => "time-quarter",
            Grain::Year => "time-year",
            Grain::Fiscal => "time-fy",
        }
    }
}

/// The settings of a link; `None` = the usual one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Width of the bars in time; `None` = by the span.
    pub grain: Option<Grain>,
    /// A dimension of keys or names.
    pub rank: Option<DimensionId>,
}

impl Settings {
    /// Reads the slugs of a state.
    pub fn of(state: &ViewState) -> Settings {
        Settings {
            grain: state.chart.iter().find_map(|t| Grain::ALL.into_iter().find(|g| g.token() == t)),
            rank: state.chart.iter().filter_map(|t| t.strip_prefix("rank-")).find_map(rankable),
        }
    }
}

/// A dimension that can be ranked: its values are keys or names, and it is not the kind of record.
pub fn rankable(key: &str) -> Option<DimensionId> {
    dimensions::find(key).filter(|d| DIMENSIONS[*d].is_category() && DIMENSIONS[*d].key != "kind")
}

fn family(token: &str) -> &str {
    token.split_once('-').map_or(token, |(family, _)| family)
}

/// A copy of the state with this slug in place of the others of its family.
pub fn with(state: &ViewState, token: &str) -> ViewState {
    let mut next = state.clone();
    next.chart.retain(|t| family(t) != family(token));
    next.chart.push(token.to_owned());
    next
}

/// A copy of the state without any slug of a family (`time`, `rank`): the usual setting.
pub fn without(state: &ViewState, family_name: &str) -> ViewState {
    let mut next = state.clone();
    next.chart.retain(|t| family(t) != family_name);
    next
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::url;

    fn settings(query: &str) -> Settings {
        Settings::of(&url::parse(query).0)
    }

    #[test]
    fn reads_what_it_knows_and_passes_over_the_rest() {
        assert_eq!(settings(""), Settings::default());
        assert_eq!(settings("chart=time-fy").grain, Some(Grain::Fiscal));
        assert_eq!(settings("chart=rank-sector").rank, dimensions::find("sector"));
        assert_eq!(settings("chart=rank-disclosed,rank-kind,rank-nothing,time-hour,x"), Settings::default());
        assert_eq!(settings("chart=rank-nothing,rank-data").rank, dimensions::find("data"));
        for grain in Grain::ALL {
            assert_eq!(settings(&format!("chart={}", grain.token())).grain, Some(grain));
        }
    }

    #[test]
    fn a_setting_replaces_its_family() {
        let state = url::parse("label=loss&chart=time-year,rank-data").0;
        assert_eq!(url::write(&with(&state, "time-month")), "label=loss&chart=rank-data,time-month");
        assert_eq!(url::write(&without(&state, "rank")), "label=loss&chart=time-year");
    }
}
