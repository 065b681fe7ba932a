//! What a link says about charts: slugs in [`ViewState::chart`], one setting each.
//!
//! A slug is `<family>-<value>`. One that is not understood is passed over; of two of one family the first counts.
//!
//! | family | values | what it sets |
//! |---|---|---|
//! | `time` | `month` `quarter` `year` `fy` | width of the bars in time |
//! | `when` | `occurred` | time by occurrence instead of disclosure |
//! | `stack` | `org_kind` | bars in time made of kinds of organisation instead of types |
//! | `rank` | a dimension | what the ranking is of |
//! | `rankon` | `log` | the ranking's bars on a logarithmic scale |
//! | `peopleon` | `log` | the histogram's heights on a logarithmic scale |
//! | `heat` | two dimensions, `label-org_kind` | columns and rows of the heat map |
//! | `people` | a unit | what is counted in the histogram |
//! | `delay` | `org_kind` | delays by kind of organisation instead of type |
//! | `delayon` | `linear` | delays on an even scale |
//! | `timeas` `peopleas` | `share` | shares instead of counts |
//! | `heatas` `dataas` `locusas` | `row` `column` `total` | shares of what |
//! | `versus` | a dimension | what a comparison is by |
//! | `show` | a chart | only this chart, large |
//! | `expert` | `a4` | the grid for experts as well |

use super::ChartId;
use crate::{
    dimensions::{self, DIMENSIONS, DimensionId, Source},
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

/// What a cell of a grid is a share of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ShareOf {
    /// No share: the count itself.
    #[default]
    Count,
    /// All cases of its row.
    Row,
    /// All cases of its column.
    Column,
    /// All cases that the chart counts.
    Total,
}

impl ShareOf {
    /// All of them.
    pub const ALL: [ShareOf; 4] = [ShareOf::Count, ShareOf::Row, ShareOf::Column, ShareOf::Total];

    /// Its part of a slug; the count has none.
    pub const fn key(self) -> &'static str {
        match self {
            ShareOf::Count => "",
            ShareOf::Row => "row",
            ShareOf::Column => "column",
            ShareOf::Total => "total",
        }
    }
}

/// What cases are grouped by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum GroupBy {
    /// The group of the primary label.
    #[default]
    Label,
    /// The kind of organisation.
    OrgKind,
}

impl GroupBy {
    /// The dimension that a click on a group filters.
    pub fn dimension(self) -> DimensionId {
        dimensions::find(self.key()).unwrap_or_default()
    }

    /// Key of the dimension.
    pub const fn key(self) -> &'static str {
        match self {
            GroupBy::Label => "label",
            GroupBy::OrgKind => "org_kind",
        }
    }
}

/// The settings of a link; the default is the usual way to draw everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings<'a> {
    /// Width of the bars in time; `None` = by the span.
    pub grain: Option<Grain>,
    /// Time by occurrence instead of disclosure.
    pub occurred: bool,
    /// What bars in time are made of.
    pub stack: GroupBy,
    /// Bars in time as shares of their whole.
    pub time_share: bool,
    /// A dimension of keys or names.
    pub rank: Option<DimensionId>,
    /// Bars of the ranking on a logarithmic scale.
    pub rank_log: bool,
    /// Columns and rows of the heat map.
    pub heat: Option<(DimensionId, DimensionId)>,
    /// The unit of the histogram; `None` = that of the query.
    pub unit: Option<&'a str>,
    /// Bars of the histogram as shares.
    pub people_share: bool,
    /// Bars of the histogram on a logarithmic scale; of counts, not of shares.
    pub people_log: bool,
    /// What delays are grouped by.
    pub delay: GroupBy,
    /// Delays on an even scale instead of a logarithmic one.
    pub delay_linear: bool,
    /// What a comparison is by.
    pub versus: Option<DimensionId>,
    /// The one chart to show.
    pub show: Option<ChartId>,
    /// The grid for experts is shown.
    pub expert: bool,
}

impl<'a> Settings<'a> {
    /// Reads the slugs of a state.
    pub fn of(state: &'a ViewState) -> Settings<'a> {
        let values = |name: &'static str| {
            state.chart.iter().filter_map(move |t| t.split_once('-').filter(|(f, _)| *f == name).map(|(_, v)| v))
        };
        let says = |name: &'static str, value: &str| values(name).any(|v| v == value);
        let group = |name: &'static str| if says(name, "org_kind") { GroupBy::OrgKind } else { GroupBy::Label };
        Settings {
            grain: state.chart.iter().find_map(|t| Grain::ALL.into_iter().find(|g| g.token() == t)),
            occurred: says("when", "occurred"),
            stack: group("stack"),
            time_share: says("timeas", "share"),
            rank: values("rank").find_map(rankable),
            rank_log: says("rankon", "log"),
            heat: values("heat").find_map(pair),
            unit: values("people").next(),
            people_share: says("peopleas", "share"),
            people_log: says("peopleon", "log"),
            delay: group("delay"),
            delay_linear: says("delayon", "linear"),
            versus: values("versus").find_map(rankable),
            show: values("show").find_map(ChartId::find),
            expert: says("expert", "a4"),
        }
    }
}

/// What the cells of a grid are shares of, by the grid's family: `heatas-row`.
pub fn share_of(state: &ViewState, family_name: &str) -> ShareOf {
    let values = state.chart.iter().filter_map(|t| t.split_once('-')).filter(|(f, _)| *f == family_name);
    let known = |(_, v): (&str, &str)| ShareOf::ALL.into_iter().find(|s| *s != ShareOf::Count && s.key() == v);
    values.filter_map(known).next().unwrap_or_default()
}

/// A dimension that can be ranked: its values are keys or names, and it is not the kind of record.
pub fn rankable(key: &str) -> Option<DimensionId> {
    dimensions::find(key).filter(|d| DIMENSIONS[*d].is_category() && DIMENSIONS[*d].key != "kind")
}

/// A dimension that can be a side of the heat map: ranked, and with a vocabulary short enough to be one.
pub fn gridable(key: &str) -> Option<DimensionId> {
    rankable(key).filter(|d| matches!(DIMENSIONS[*d].source, Source::Keys { .. }) || key == "fy")
}

/// Two different dimensions, `label-org_kind`.
fn pair(value: &str) -> Option<(DimensionId, DimensionId)> {
    let (a, b) = value.split_once('-')?;
    let (a, b) = (gridable(a)?, gridable(b)?);
    (a != b).then_some((a, b))
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

/// The state in which a switch is on or off.
pub fn switched(state: &ViewState, token: &str, on: bool) -> ViewState {
    if on { with(state, token) } else { without(state, family(token)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::url;

    #[test]
    fn reads_what_it_knows_and_passes_over_the_rest() {
        let state = |query: &str| url::parse(query).0;
        let usual =
            ["", "chart=rank-disclosed,rank-kind,rank-nothing,time-hour,x,heat-label-label,heat-org-label,show-x"];
        for query in usual {
            assert_eq!(Settings::of(&state(query)), Settings::default(), "{query}");
        }
        let of = state(
            "chart=time-fy,rank-nothing,rank-data,heat-vector-sector,heat-data-label,people-records,delay-org_kind",
        );
        let settings = Settings::of(&of);
        assert_eq!(settings.grain, Some(Grain::Fiscal));
        assert_eq!(settings.rank, dimensions::find("data"));
        assert_eq!(settings.heat, dimensions::find("vector").zip(dimensions::find("sector")));
        assert_eq!(settings.unit, Some("records"));
        assert_eq!((settings.stack, settings.delay), (GroupBy::Label, GroupBy::OrgKind));
        let of = state(
            "chart=when-occurred,stack-org_kind,timeas-share,peopleas-share,delayon-linear,rankon-log,show-map,expert-a4",
        );
        let settings = Settings::of(&of);
        assert!(settings.rank_log);
        assert!(settings.occurred && settings.time_share && settings.people_share && settings.delay_linear);
        assert!(settings.expert && settings.show == Some(ChartId::Map) && settings.stack == GroupBy::OrgKind);
        assert_eq!(share_of(&state("chart=heatas-none,heatas-row,dataas-total"), "heatas"), ShareOf::Row);
        assert_eq!(share_of(&state("chart=heatas-row,dataas-total"), "locusas"), ShareOf::Count);
        for grain in Grain::ALL {
            assert_eq!(Settings::of(&state(&format!("chart={}", grain.token()))).grain, Some(grain));
        }
    }

    #[test]
    fn a_setting_replaces_its_family() {
        let state = url::parse("label=loss&chart=time-year,rank-data").0;
        assert_eq!(url::write(&with(&state, "time-month")), "label=loss&chart=rank-data,time-month");
        assert_eq!(url::write(&without(&state, "rank")), "label=loss&chart=time-year");
        assert_eq!(url::write(&switched(&state, "time-fy", false)), "label=loss&chart=rank-data");
    }
}
