//! How many: a histogram of the principal count by powers of ten, within one unit, and the largest cases by name.
//!
//! Counts of different units never share an axis. What the source prints as "about", "up to" or "at least" is drawn
//! apart.

use charming::{
    component::Axis,
    datatype::{CompositeValue, DataPoint, DataPointItem},
    element::{AxisLabel, AxisLine, AxisTick},
    series::Bar,
};
use serde_json::{Value, json};

use super::{
    Basis, Brush, CaseList, Cell, ChartModel, ChoiceGroup, Lead, LegendEntry, Mark, Options, Scale, Table,
    option::{self, Drawing, Series},
    settings::{self, Settings},
    share,
    summary::{Split, around, basis, only},
};
use crate::{
    dimensions::{self, DimensionId, Record},
    explore::{Answer, Explorer, range_words},
    i18n::{self, chart::Msg},
    model::{Affected, Bound, Lang, Text},
    url::{End, Filter, Range, Value as UrlValue, ViewState},
};

/// How sure a printed count is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// The number itself.
    Exact,
    /// Printed as "about".
    About,
    /// Printed as a most.
    UpTo,
    /// Printed as a least.
    AtLeast,
}

impl Certainty {
    /// All of them, as stacked from below.
    pub const ALL: [Certainty; 4] = [Certainty::Exact, Certainty::About, Certainty::UpTo, Certainty::AtLeast];

    /// Of a count. A limit that is itself "about" is a limit.
    pub fn of(count: &Affected) -> Certainty {
        match count.bound {
            Some(Bound::UpTo) => Certainty::UpTo,
            Some(Bound::AtLeast) => Certainty::AtLeast,
            None if count.approx => Certainty::About,
            None => Certainty::Exact,
        }
    }

    const fn name(self) -> Msg {
        match self {
            Certainty::Exact => Msg::Exact,
            Certainty::About => Msg::About,
            Certainty::UpTo => Msg::UpTo,
            Certainty::AtLeast => Msg::AtLeast,
        }
    }

    /// Number of its pattern; the first is plain.
    const fn pattern(self) -> u8 {
        match self {
            Certainty::Exact => 1,
            Certainty::About => 3,
            Certainty::UpTo => 2,
            Certainty::AtLeast => 5,
        }
    }
}

/// How many cases in each order of magnitude.
#[derive(Clone, Debug, PartialEq)]
pub struct PeopleSummary {
    /// Key of the unit.
    pub unit: String,
    /// Its name.
    pub unit_name: Text,
    /// The units the casebook has, as they are offered: key, name.
    pub units: Vec<(String, Text)>,
    /// The state it was made for.
    pub state: ViewState,
    /// The state that dragging starts from: asks in this unit.
    pub base: ViewState,
    /// The dimension of the count.
    pub dimension: DimensionId,
    /// Bars as shares of the cases that state a count.
    pub share: bool,
    /// Heights on a logarithmic scale; never of shares.
    pub log: bool,
    /// What it is counted on; `unknown` = no count in this unit.
    pub basis: Basis,
    /// Of the unknown: those that state a count in another unit.
    pub elsewhere: u32,
    /// The bars, without gaps, smallest first.
    pub bins: Vec<Bin>,
    /// The largest counts, each in words with the case's id.
    pub largest: Vec<Largest>,
}

/// One bar of the histogram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bin {
    /// The counts it covers; the last one is open.
    pub range: Range,
    /// Cases by certainty, in the order of [`Certainty::ALL`].
    pub counts: [Split; 4],
    /// The state that asks for it, or no longer does.
    pub state: Lead,
}

impl Bin {
    /// All its cases.
    pub fn total(&self) -> u32 {
        self.counts.iter().map(|c| c.total()).sum()
    }
}

/// A case with a large count.
#[derive(Clone, Debug, PartialEq)]
pub struct Largest {
    /// Its id.
    pub id: String,
    /// Its organisation.
    pub org: Text,
    /// Its principal count.
    pub count: Affected,
    /// The count in Japanese and in English: `約15,000人`.
    pub words: Text,
}

/// How many of the largest are named.
const NAMED: usize = 8;

/// Counts cases by the order of magnitude of their principal count.
pub fn summary(explorer: &mut Explorer, state: &ViewState, answer: &Answer) -> PeopleSummary {
    let settings = Settings::of(state);
    let dimension = dimensions::find("affected").unwrap_or_default();
    let unit_dimension = dimensions::find("unit").unwrap_or_default();
    let asked = explorer.unit(state);
    let known = |unit: &&str| explorer.columns().affected.contains_key(*unit);
    let unit = settings.unit.filter(known).map_or_else(|| usual_unit(explorer, state), str::to_owned);
    let base = if unit == asked { state.clone() } else { in_unit(state, unit_dimension, &unit) };
    let own = if unit == asked { vec![dimension] } else { vec![dimension, unit_dimension] };
    let rows = around(explorer, state, answer, &own);
    let explorer = &*explorer;

    let ranges = explorer.bin_ranges(dimension, &unit);
    let bin_of = |count: u64| {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        ranges.iter().position(|r| (r.interval().0..=r.interval().1).contains(&count))
    };
    // The axis is that of the whole casebook, so that filters do not move it.
    let of_casebook = explorer.columns().affected.get(&unit).and_then(|column| explorer.of_all(*column));
    let filled = |at: &usize| of_casebook.is_some_and(|all| all.counts.get(*at).is_some_and(|n| *n > 0));
    let all_bins = 0..ranges.len();
    let ends = all_bins.clone().find(filled).zip(all_bins.rev().find(filled));
    let bin = |range: &Range| {
        let state = only(&base, dimension, UrlValue::Range(*range));
        Bin { range: *range, counts: Default::default(), state: state.into() }
    };
    let (first, mut bins): (usize, Vec<Bin>) = match ends {
        Some((first, last)) => (first, ranges[first..=last].iter().map(bin).collect()),
        None => (0, Vec::new()),
    };
    let (mut unknown, mut elsewhere) = (0, 0);
    let mut all: Vec<(u64, engine::RowId)> = Vec::new();
    for row in rows.iter() {
        let count = match explorer.record(row) {
            Some(Record::Incident(incident, _)) => incident.principal(),
            _ => None,
        };
        match count {
            Some(count) if count.what == unit => {
                if let Some(bin) = bin_of(count.count).and_then(|b| bins.get_mut(b - first)) {
                    let at = Certainty::ALL.iter().position(|c| *c == Certainty::of(count)).unwrap_or(0);
                    bin.counts[at].count(answer.selection.contains(row));
                }
                all.push((count.count, row));
            }
            other => {
                unknown += 1;
                elsewhere += u32::from(other.is_some());
            }
        }
    }
    // Rows are in the order of the ids.
    let order = |(n, row): &(u64, engine::RowId)| (std::cmp::Reverse(*n), *row);
    let taxonomies = &explorer.dataset().taxonomies;
    if all.len() > NAMED {
        all.select_nth_unstable_by_key(NAMED, order);
        all.truncate(NAMED);
    }
    all.sort_by_key(order);
    let name_of = |key: &str| Text {
        ja: taxonomies.name("unit", key, Lang::Ja).to_owned(),
        en: taxonomies.name("unit", key, Lang::En).to_owned(),
    };
    let largest = all.into_iter().filter_map(|(_, row)| {
        let Some(Record::Incident(incident, _)) = explorer.record(row) else { return None };
        let count = incident.principal()?.clone();
        let words =
            Text { ja: i18n::count(taxonomies, &count, Lang::Ja), en: i18n::count(taxonomies, &count, Lang::En) };
        let org = Text { ja: incident.org.ja.clone(), en: incident.org.en.clone() };
        Some(Largest { id: incident.id.clone(), org, count, words })
    });
    // Persons first, then the units in the vocabulary's order.
    let place = |unit: &String| {
        (unit != crate::explore::DEFAULT_UNIT, taxonomies.get("unit").position(unit).unwrap_or(usize::MAX))
    };
    let mut units: Vec<&String> = explorer.columns().affected.keys().collect();
    units.sort_by_key(|u| place(u));
    PeopleSummary {
        unit_name: name_of(&unit),
        units: units.into_iter().map(|u| (u.clone(), name_of(u))).collect(),
        state: state.clone(),
        base,
        dimension,
        share: settings.people_share,
        log: settings.people_log && !settings.people_share,
        basis: basis(answer, &rows, unknown),
        elsewhere,
        bins,
        largest: largest.collect(),
        unit,
    }
}

/// The unit that counts are compared in where nothing says another: that of the question, persons; where the casebook
/// counts no persons at all, the unit that most of its cases are counted in.
pub(super) fn usual_unit(explorer: &Explorer, state: &ViewState) -> String {
    let asked = explorer.unit(state);
    let of = |column: &usize| explorer.of_all(*column).map_or(0, |all| all.counts.iter().sum::<u32>());
    let units = &explorer.columns().affected;
    if asked != crate::explore::DEFAULT_UNIT || units.get(&asked).is_some_and(|column| of(column) > 0) {
        return asked;
    }
    let most = units.iter().map(|(unit, column)| (of(column), unit)).max_by_key(|(n, _)| *n);
    most.filter(|(n, _)| *n > 0).map_or(asked, |(_, unit)| unit.clone())
}

/// The state that asks in a unit: counts of different units are never asked for at once.
fn in_unit(state: &ViewState, dimension: DimensionId, unit: &str) -> ViewState {
    let mut next = state.without(dimension);
    next.filters.push(Filter { dimension, exclude: false, values: vec![UrlValue::Key(unit.to_owned())] });
    next
}

/// The whole chart.
pub fn model(summary: &PeopleSummary, options: &Options) -> ChartModel {
    let lang = options.lang;
    let (drawing, overlay) = drawing(summary, options);
    let mut notes = summary.basis.notes(false, lang);
    if summary.elsewhere > 0 {
        notes.push(Msg::OtherUnits.fill(lang, &[("n", &i18n::number(u64::from(summary.elsewhere)))]));
    }
    // On a logarithmic scale parts do not add up to a whole, so none are drawn.
    let present = |c: &usize| !summary.log && summary.bins.iter().any(|b| b.counts[*c].total() > 0);
    let unit = |(key, name): &(String, Text)| {
        let state = settings::with(&summary.state, &format!("people-{key}"));
        (name.get(lang).to_owned(), state, *key == summary.unit)
    };
    let mut choices = Vec::new();
    if summary.units.len() > 1 {
        choices.push(ChoiceGroup::new(Msg::Unit, lang, summary.units.iter().map(unit)));
    }
    // A scale of counts is no scale of shares: choosing one takes the other back.
    let counts = settings::without(&summary.state, "peopleas");
    let even = settings::without(&summary.state, "peopleon");
    choices.push(ChoiceGroup::switch(
        Msg::Heights,
        Msg::Counts,
        Msg::Shares,
        "peopleas-share",
        summary.share,
        &even,
        lang,
    ));
    choices.push(ChoiceGroup::switch(Msg::Axis, Msg::Linear, Msg::Log, "peopleon-log", summary.log, &counts, lang));
    notes.push(Msg::PeopleAxis.text(lang).to_owned());
    if summary.log {
        notes.push(Msg::PeopleLogNote.text(lang).to_owned());
    }
    let open = |l: &Largest| {
        let text = format!("{} {}", l.words.get(lang), l.org.get(lang));
        (text, ViewState { case: Some(l.id.clone()), ..summary.state.clone() })
    };
    ChartModel {
        id: "people",
        title: Msg::PeopleTitle.fill(lang, &[("unit", summary.unit_name.get(lang))]),
        subline: summary.basis.words(Msg::UnknownCount, lang),
        notes,
        summary: sentence(summary, lang),
        option: option::complete(drawing, overlay, options),
        marks: marks(summary, lang),
        legend: (0..4)
            .filter(present)
            .map(|c| LegendEntry {
                text: Certainty::ALL[c].name().text(lang).to_owned(),
                colour: 0,
                pattern: Certainty::ALL[c].pattern(),
                state: None,
                current: false,
            })
            .collect(),
        choices,
        list: (!summary.largest.is_empty()).then(|| CaseList {
            title: Msg::Largest.text(lang).to_owned(),
            cases: summary.largest.iter().map(open).collect(),
        }),
        brush: Some(Brush {
            base: summary.base.clone(),
            dimension: summary.dimension,
            scale: Scale::Bars(summary.bins.iter().map(|b| b.range).collect()),
        }),
        table: table(summary, lang),
        height_px: 240,
        ..ChartModel::default()
    }
}

/// A series: the cases of one certainty, or of all of them.
#[derive(Clone, Copy)]
struct Part {
    certainty: Option<usize>,
    selected: bool,
}

impl Part {
    /// How long its bar is, cases.
    fn of(self, bin: &Bin) -> u32 {
        match self.certainty {
            Some(c) => part(bin.counts[c], self.selected),
            None if self.selected => bin.counts.iter().map(|c| c.selected).sum(),
            // All cases stand behind those in the result, where there are others.
            None if bin.counts.iter().all(|c| c.other == 0) => 0,
            None => bin.total(),
        }
    }

    fn name(self, lang: Lang) -> &'static str {
        self.certainty.map_or(Msg::AllCertainties, |c| Certainty::ALL[c].name()).text(lang)
    }

    fn pattern(self) -> u8 {
        self.certainty.map_or(Certainty::Exact, |c| Certainty::ALL[c]).pattern()
    }
}

/// The series that are drawn, those in the result first.
fn series(summary: &PeopleSummary) -> Vec<Part> {
    let kinds: Vec<Option<usize>> = if summary.log { vec![None] } else { (0..4).map(Some).collect() };
    let all = [true, false].into_iter();
    all.flat_map(|selected| kinds.iter().map(move |c| Part { certainty: *c, selected }))
        .filter(|part| summary.bins.iter().any(|bin| part.of(bin) > 0))
        .collect()
}

fn part(split: Split, selected: bool) -> u32 {
    if selected { split.selected } else { split.other }
}

fn known(summary: &PeopleSummary) -> u32 {
    summary.bins.iter().map(Bin::total).sum()
}

fn spoken(summary: &PeopleSummary, bin: &Bin, part: Part, lang: Lang) -> String {
    let (all, n) = (bin.total(), part.of(bin));
    let values = [
        ("when", range_words(bin.range, lang)),
        ("what", part.name(lang).to_owned()),
        ("n", i18n::number(u64::from(n))),
        ("all", i18n::number(u64::from(all))),
        ("share", share(all, known(summary))),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    if part.selected { Msg::PeopleMark } else { Msg::PeopleMarkOutside }.fill(lang, &values)
}

fn marks(summary: &PeopleSummary, lang: Lang) -> Vec<Mark> {
    let series = series(summary);
    let mut out = Vec::new();
    for (index, bin) in summary.bins.iter().enumerate() {
        for (s, part) in series.iter().enumerate() {
            if part.of(bin) > 0 {
                out.push(Mark {
                    series: s,
                    index,
                    at: (index, series.len() - 1 - s),
                    state: bin.state.clone(),
                    spoken: spoken(summary, bin, *part, lang),
                });
            }
        }
    }
    out
}

/// What stands below a bar: `0`, `1–9`, `1,000–`, `1万–`.
fn tick(range: Range, lang: Lang) -> String {
    let number = |n: i64| match (n, lang) {
        (100_000_000.., Lang::Ja) => format!("{}億", n / 100_000_000),
        (10_000.., Lang::Ja) => format!("{}万", n / 10_000),
        (1_000_000_000.., Lang::En) => format!("{}bn", n / 1_000_000_000),
        (1_000_000.., Lang::En) => format!("{}M", n / 1_000_000),
        (10_000.., Lang::En) => format!("{}k", n / 1_000),
        _ => i18n::number(n.unsigned_abs()),
    };
    match (range.from, range.to) {
        (Some(End::Number(0)), _) => "0".to_owned(),
        (Some(End::Number(a)), Some(End::Number(b))) if b < 100 => format!("{a}–{b}"),
        (Some(End::Number(a)), _) => format!("{}–", number(a)),
        _ => String::new(),
    }
}

/// The drawing and what `charming` lacks of it.
pub fn drawing(summary: &PeopleSummary, options: &Options) -> (Drawing, Value) {
    let (lang, palette) = (options.lang, options.palette());
    let known = known(summary).max(1);
    let mut bars = Vec::new();
    let mut looks = Vec::new();
    for part in series(summary) {
        let point = |bin: &Bin| -> DataPoint {
            let n = part.of(bin);
            let length = match summary.share {
                true if n > 0 => CompositeValue::from(f64::from(n) * 100.0 / f64::from(known)),
                _ => option::length(n),
            };
            match n {
                0 => length.into(),
                _ => DataPointItem::new(length).name(spoken(summary, bin, part, lang)).into(),
            }
        };
        let bar = Bar::new()
            .name(part.name(lang))
            .item_style(option::fill(palette, part.pattern(), palette.group(0), part.selected))
            .data(summary.bins.iter().map(point).collect::<Vec<_>>());
        bars.push(Series::from(if summary.log { bar } else { bar.stack("cases") }));
        let mut look = json!({
            // Bars of a histogram touch.
            "barCategoryGap": "4%",
            "cursor": "pointer",
            "emphasis": option::emphasis(palette),
        });
        if summary.log {
            option::merge(&mut look, json!({ "barGap": "-100%", "z": if part.selected { 3 } else { 2 } }));
        }
        looks.push(look);
    }
    let x = Axis::new()
        .axis_line(AxisLine::new().show(true))
        .axis_tick(AxisTick::new().show(true))
        .axis_label(AxisLabel::new().color(palette.soft.css()).font_size(option::TEXT_PX))
        .data(summary.bins.iter().map(|b| tick(b.range, lang)).collect());
    let y = if summary.share { option::shares(palette).max("dataMax") } else { option::counts(palette) };
    let mut overlay = json!({
        "xAxis": {
            "type": "category",
            "axisLine": { "lineStyle": { "color": palette.control.css() } },
            "axisLabel": { "interval": 0, "hideOverlap": true },
        },
        "series": looks,
    });
    if summary.log {
        // Half a case is where a bar begins, so that one case has a height too; no line stands there.
        let y = json!({ "type": "log", "logBase": 10, "min": 0.5, "startValue": 0.5, "minInterval": null,
            "axisLabel": { "showMinLabel": false } });
        option::merge(&mut overlay, json!({ "yAxis": y }));
    }
    (Drawing { grid: option::grid(38, 8, 8, 24), x, y, series: bars }, overlay)
}

fn table(summary: &PeopleSummary, lang: Lang) -> Table {
    let split = summary.basis.is_split();
    let mut headers = vec![summary.unit_name.get(lang).to_owned()];
    headers.extend(Certainty::ALL.map(|c| c.name().text(lang).to_owned()));
    headers.extend([Msg::Total.text(lang).to_owned(), Msg::Share.text(lang).to_owned()]);
    if split {
        headers.push(Msg::InResult.text(lang).to_owned());
    }
    let known = known(summary);
    let row = |bin: &Bin| {
        let mut row = vec![Cell::link(range_words(bin.range, lang), &bin.state)];
        row.extend(bin.counts.iter().map(|c| Cell::count(c.total())));
        row.extend([Cell::count(bin.total()), Cell::plain(share(bin.total(), known))]);
        if split {
            row.push(Cell::count(bin.counts.iter().map(|c| c.selected).sum()));
        }
        row
    };
    Table { headers, rows: summary.bins.iter().map(row).collect() }
}

fn sentence(summary: &PeopleSummary, lang: Lang) -> String {
    let number = |n: u32| i18n::number(u64::from(n));
    let unit = summary.unit_name.get(lang);
    let (known, unknown) = (known(summary), number(summary.basis.unknown));
    let most = summary.bins.iter().rev().max_by_key(|b| b.total()).filter(|b| b.total() > 0);
    let (Some(most), Some(largest)) = (most, summary.largest.first()) else {
        return match summary.basis.matching {
            0 => Msg::Nothing.text(lang).to_owned(),
            _ => Msg::NoCounts.fill(lang, &[("unit", unit), ("unknown", &unknown)]),
        };
    };
    let values = [
        ("unit", unit.to_owned()),
        ("n", number(known)),
        ("most", range_words(most.range, lang)),
        ("k", number(most.total())),
        ("share", share(most.total(), known)),
        ("largest", largest.words.get(lang).to_owned()),
        ("unknown", unknown),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    Msg::PeopleSentence.fill(lang, &values)
}
