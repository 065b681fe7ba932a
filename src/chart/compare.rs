//! Two selections side by side: the same values, counts and shares of both, the difference and how sure it is.
//!
//! A is the state itself; B is what stands in [`ViewState::vs`], a query of its own. Shares are of all cases of a side,
//! "not stated" is a value like the others. The interval of a difference takes the two sides as independent; where
//! they share cases that is said.

use charming::{
    component::Axis,
    datatype::{CompositeValue, DataPoint, DataPointItem},
    element::{Formatter, Label, LabelPosition},
    series::Bar,
};
use engine::Bitmap;
use serde_json::{Value, json};

use super::{
    Cell, ChartModel, Lead, LegendEntry, Mark, Options, Table,
    option::{self, Drawing, Series},
    settings::Settings,
    share,
    statistics::{Difference, difference, median},
    summary::{count_values, only, text},
};
use crate::{
    dimensions::{self, DIMENSIONS, DimensionId, Record},
    explore::{Answer, Explorer, range_words},
    i18n::{self, chart::Msg},
    model::{Lang, Text, date::Days},
    url::{self, Value as UrlValue, ViewState},
};

/// The dimensions that are compared unless the link names one.
pub const USUAL: [&str; 6] = ["label", "org_kind", "data", "leak", "locus", "fy"];

/// The two sides.
#[derive(Clone, Debug)]
pub struct Sides {
    /// State of A, with B in its `vs`.
    pub state: ViewState,
    /// State of B, as `state` would be with the sides swapped but for `vs`.
    pub other: ViewState,
    /// Cases of A.
    pub a: Bitmap,
    /// Cases of B.
    pub b: Bitmap,
}

impl Sides {
    /// Reads and asks B. `answer` is the answer to `state`. `None` where the state has no B.
    pub fn of(explorer: &mut Explorer, state: &ViewState, answer: &Answer) -> Option<Sides> {
        let other = other(explorer, state)?;
        let b = explorer.run(&other).selection;
        Some(Sides { state: state.clone(), other, a: answer.selection.clone(), b })
    }

    /// Cases of A, of B, of both.
    pub fn counts(&self) -> (u32, u32, u32) {
        (self.a.count() as u32, self.b.count() as u32, self.a.intersection_len(&self.b) as u32)
    }
}

/// The state in which the sides are swapped; `other` is that of B.
pub fn swapped(state: &ViewState, other: &ViewState) -> ViewState {
    against(other, state)
}

/// The state of B: its own question, everything else as in A.
pub fn other(explorer: &Explorer, state: &ViewState) -> Option<ViewState> {
    let (parsed, _) = url::parse(state.vs.as_deref()?);
    let (adopted, _) = explorer.adopt(&parsed);
    Some(ViewState {
        vs: None,
        view: state.view,
        chart: state.chart.clone(),
        lang: state.lang,
        theme: state.theme,
        ui: state.ui,
        ..adopted
    })
}

/// The state with a question as its B. A question without any filter is written as what it means: incidents.
pub fn against(state: &ViewState, b: &ViewState) -> ViewState {
    let query = url::write(&b.question());
    ViewState { vs: Some(if query.is_empty() { "kind=incident".to_owned() } else { query }), ..state.clone() }
}

/// One comparison: the same values on both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareSummary {
    /// What is compared.
    pub by: By,
    /// Cases of A, of B, of both.
    pub cases: (u32, u32, u32),
    /// The values that either side has, in the vocabulary's order, "not stated" last.
    pub rows: Vec<Row>,
}

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// The values of a dimension.
    Dimension(DimensionId),
    /// Orders of magnitude of the count in a unit of this name.
    People(Text),
}

/// One value on both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its name; `None` = not stated.
    pub name: Option<Text>,
    /// Cases of A and of B with it.
    pub counts: (u32, u32),
    /// A's share less B's.
    pub difference: Option<Difference>,
    /// The states that ask for it on side A, and on side B.
    pub states: (Lead, Lead),
}

/// Compares by a dimension of keys or names: the uppermost values of a tree.
pub fn by_dimension(explorer: &Explorer, sides: &Sides, dimension: DimensionId) -> CompareSummary {
    let (a, b) = (count_values(explorer, &sides.a, dimension), count_values(explorer, &sides.b, dimension));
    let entries = &explorer.columns().dictionaries[dimension].entries;
    let roots = entries.iter().enumerate().filter(|(_, e)| e.parent.is_none());
    let known = roots.map(|(ord, e)| (Some(text(e)), ord, UrlValue::Key(e.key.clone())));
    let values = known.chain([(None, entries.len(), UrlValue::Unknown)]);
    let counted = values.map(|(name, at, value)| {
        let of = |counts: &[u32]| counts.get(at).copied().unwrap_or(0);
        (name, (of(&a), of(&b)), value)
    });
    rows(sides, By::Dimension(dimension), dimension, counted)
}

/// Compares by the order of magnitude of the principal count, in the unit of A's question.
pub fn by_people(explorer: &Explorer, sides: &Sides) -> CompareSummary {
    let dimension = dimensions::find("affected").unwrap_or_default();
    let unit = super::people::usual_unit(explorer, &sides.state);
    let ranges = explorer.bin_ranges(dimension, &unit);
    let count = |rows: &Bitmap| {
        let mut bins = vec![0; ranges.len() + 1];
        for row in rows.iter() {
            let principal = match explorer.record(row) {
                Some(Record::Incident(i, _)) => i.principal().filter(|a| a.what == unit),
                _ => None,
            };
            let n = principal.map(|a| i64::try_from(a.count).unwrap_or(i64::MAX));
            let bin = n.and_then(|n| ranges.iter().position(|r| (r.interval().0..=r.interval().1).contains(&n)));
            bins[bin.unwrap_or(ranges.len())] += 1;
        }
        bins
    };
    let (a, b) = (count(&sides.a), count(&sides.b));
    let words = |range| Text { ja: range_words(range, Lang::Ja), en: range_words(range, Lang::En) };
    let known = ranges.iter().enumerate().map(|(at, r)| (Some(words(*r)), at, UrlValue::Range(*r)));
    let values = known.chain([(None, ranges.len(), UrlValue::Unknown)]);
    let counted = values.map(|(name, at, value)| (name, (a[at], b[at]), value));
    let taxonomies = &explorer.dataset().taxonomies;
    let name = |lang| taxonomies.name("unit", &unit, lang).to_owned();
    rows(sides, By::People(Text { ja: name(Lang::Ja), en: name(Lang::En) }), dimension, counted)
}

fn rows(
    sides: &Sides,
    by: By,
    dimension: DimensionId,
    values: impl Iterator<Item = (Option<Text>, (u32, u32), UrlValue)>,
) -> CompareSummary {
    let cases = sides.counts();
    let rows = values.filter(|(_, (a, b), _)| a + b > 0).map(|(name, counts, value)| {
        let b = only(&sides.other, dimension, value.clone());
        Row {
            name,
            counts,
            difference: difference((counts.0, cases.0), (counts.1, cases.1)),
            states: (only(&sides.state, dimension, value).into(), against(&sides.state, &b).into()),
        }
    });
    CompareSummary { by, cases, rows: rows.collect() }
}

/// The comparisons of a page: those of the link or the usual ones, then the counts.
pub fn page(explorer: &Explorer, sides: &Sides) -> Vec<CompareSummary> {
    let usual = || USUAL.iter().filter_map(|key| dimensions::find(key)).collect();
    let wanted: Vec<DimensionId> = Settings::of(&sides.state).versus.map_or_else(usual, |d| vec![d]);
    let by = wanted.into_iter().map(|d| by_dimension(explorer, sides, d));
    by.chain([by_people(explorer, sides)]).collect()
}

/// The key figures of both sides as a table: cases, median delays, each with its interval.
pub fn figures(explorer: &Explorer, sides: &Sides, lang: Lang) -> Table {
    let (a, b, both) = sides.counts();
    let total = explorer.dataset().incidents.len() as u32;
    let number = |n: u32| i18n::number(u64::from(n));
    let row = |head: Msg, of: &dyn Fn(&Bitmap) -> String| {
        vec![Cell::plain(head.text(lang)), Cell::plain(of(&sides.a)), Cell::plain(of(&sides.b))]
    };
    let days = |read: fn(Record<'_>) -> Option<Days>| {
        move |rows: &Bitmap| {
            let all: Vec<Days> = rows.iter().filter_map(|row| read(explorer.record(row)?)).collect();
            super::delays::median_words(all.len(), median(&all).as_ref(), lang)
        }
    };
    let found = days(|r| derived(r)?.days_found);
    let told = days(|r| derived(r)?.days_told);
    let size = |rows: &Bitmap| format!("{} ({})", number(rows.count() as u32), share(rows.count() as u32, total));
    let mut out = vec![row(Msg::Cases, &size), row(Msg::FoundTitle, &found), row(Msg::ToldTitle, &told)];
    if both > 0 {
        let of = |n: u32| Cell::plain(format!("{} ({})", number(both), share(both, n)));
        out.push(vec![Cell::plain(Msg::InBoth.text(lang)), of(a), of(b)]);
    }
    Table { headers: vec![String::new(), "A".to_owned(), "B".to_owned()], rows: out }
}

fn derived<'a>(record: Record<'a>) -> Option<&'a crate::model::derive::Derived> {
    match record {
        Record::Incident(_, derived) => Some(derived),
        Record::Article(_) => None,
    }
}

/// Height of a value with both its bars, CSS px.
const ROW_PX: u32 = 40;

/// The whole chart.
pub fn model(summary: &CompareSummary, options: &Options) -> ChartModel {
    let lang = options.lang;
    let (drawing, overlay, right) = drawing(summary, options);
    let mut option = option::complete(drawing, overlay, options);
    if let Some(axis) = option.get_mut("yAxis") {
        *axis = json!([axis.take(), right]);
    }
    let (a, b, both) = summary.cases;
    let number = |n: u32| i18n::number(u64::from(n));
    let mut notes = vec![Msg::CompareHow.text(lang).to_owned()];
    if both > 0 {
        notes.push(Msg::CompareBoth.fill(lang, &[("n", &number(both))]));
    }
    if a.min(b) < super::FEW {
        notes.push(Msg::Few.text(lang).to_owned());
    }
    let side = |name: &str, pattern: u8| LegendEntry {
        text: name.to_owned(),
        colour: 0,
        pattern,
        state: None,
        current: false,
    };
    ChartModel {
        id: match &summary.by {
            By::Dimension(d) => DIMENSIONS[*d].key,
            By::People(_) => "people",
        },
        title: title(summary, lang),
        subline: Msg::CompareBasis.fill(lang, &[("a", &number(a)), ("b", &number(b))]),
        notes,
        summary: sentence(summary, lang),
        option,
        marks: marks(summary, lang),
        legend: vec![side("A", 1), side("B", 5)],
        table: table(summary, lang),
        height_px: (summary.rows.len() as u32 * ROW_PX + 8).max(120),
        ..ChartModel::default()
    }
}

fn title(summary: &CompareSummary, lang: Lang) -> String {
    match &summary.by {
        By::Dimension(d) => DIMENSIONS[*d].name(lang).to_owned(),
        By::People(unit) => Msg::PeopleTitle.fill(lang, &[("unit", unit.get(lang))]),
    }
}

fn name(row: &Row, lang: Lang) -> &str {
    row.name.as_ref().map_or(Msg::NotStated.text(lang), |n| n.get(lang))
}

/// `+12pt`, `−3pt`, `±0pt`.
fn points(by: f64) -> String {
    match (by * 100.0).round() as i64 {
        0 => "±0pt".to_owned(),
        n if n > 0 => format!("+{n}pt"),
        n => format!("−{}pt", n.unsigned_abs()),
    }
}

/// `+12pt(+3〜+21)`.
fn difference_words(d: &Difference, lang: Lang) -> String {
    let values = [("by", points(d.by)), ("from", points(d.interval.0)), ("to", points(d.interval.1))];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    Msg::DifferenceWords.fill(lang, &values)
}

fn amount(count: u32, of: u32) -> String {
    format!("{} ({})", share(count, of), i18n::number(u64::from(count)))
}

fn spoken(summary: &CompareSummary, row: &Row, side: &str, lang: Lang) -> String {
    let (a, b) = (amount(row.counts.0, summary.cases.0), amount(row.counts.1, summary.cases.1));
    let difference = row.difference.as_ref().map_or_else(String::new, |d| difference_words(d, lang));
    let values = [("what", name(row, lang)), ("side", side), ("a", &a), ("b", &b), ("difference", &difference)];
    Msg::CompareMark.fill(lang, &values)
}

/// Series 0 and 1 are A and B.
fn marks(summary: &CompareSummary, lang: Lang) -> Vec<Mark> {
    let mut out = Vec::new();
    for (index, row) in summary.rows.iter().enumerate() {
        let sides = [(0, "A", row.counts.0, &row.states.0), (1, "B", row.counts.1, &row.states.1)];
        for (series, side, _, state) in sides.into_iter().filter(|(.., n, _)| *n > 0) {
            let spoken = spoken(summary, row, side, lang);
            out.push(Mark { series, index, at: (series, index), state: state.clone(), spoken });
        }
    }
    out
}

fn drawing(summary: &CompareSummary, options: &Options) -> (Drawing, Value, Value) {
    let (lang, palette) = (options.lang, options.palette());
    let percent = |n: u32, of: u32| f64::from(n) * 100.0 / f64::from(of.max(1));
    let (a, b, _) = summary.cases;
    let of_side = |row: &Row, side: usize| if side == 0 { (row.counts.0, a) } else { (row.counts.1, b) };
    let bar = |side: usize| {
        let point = |row: &Row| -> DataPoint {
            let (n, of) = of_side(row, side);
            let item = DataPointItem::new(CompositeValue::from(percent(n, of)));
            item.name(spoken(summary, row, if side == 0 { "A" } else { "B" }, lang)).into()
        };
        let label = Label::new()
            .show(true)
            .position(LabelPosition::Right)
            .formatter(Formatter::String("{c}".into()))
            .color(palette.ink.css())
            .font_size(option::TEXT_PX);
        let fill = option::fill(palette, if side == 0 { 1 } else { 5 }, palette.group(0), true);
        Bar::new().label(label).item_style(fill).data(summary.rows.iter().map(point).collect::<Vec<_>>())
    };
    let looks = |side: usize| {
        let labels: Vec<Value> = summary
            .rows
            .iter()
            .map(|row| {
                let (n, of) = of_side(row, side);
                json!({ "label": { "formatter": amount(n, of) } })
            })
            .collect();
        json!({
            "barWidth": 13,
            "barGap": "12%",
            "cursor": "pointer",
            "data": labels,
            "emphasis": option::emphasis(palette),
        })
    };
    let names_px = if options.narrow { 88 } else { 132 };
    let right_px = if options.narrow { 52 } else { 128 };
    // Long ranges of numbers break where they may.
    let axis_name = |row: &Row| match &summary.by {
        By::People(_) if name(row, lang).len() > 13 => name(row, lang).replace('–', "–\n"),
        _ => name(row, lang).to_owned(),
    };
    let y: Axis = option::names(palette, summary.rows.iter().map(axis_name).collect()).inverse(true);
    let widest = summary.rows.iter().map(|r| percent(r.counts.0, a).max(percent(r.counts.1, b))).fold(1.0, f64::max);
    let words = summary.rows.iter().flat_map(|r| [amount(r.counts.0, a), amount(r.counts.1, b)]).collect::<Vec<_>>();
    // About as wide as the bars have it on a phone and on the page of two columns.
    let plot_px = if options.narrow { 184.0 } else { 228.0 };
    let room = plot_px / (plot_px - f64::from(option::room(words.iter().map(String::as_str), 110)) - 6.0);
    let drawing = Drawing {
        grid: option::grid(names_px + 8, 2, right_px, 2),
        // Room at the end for the words of the longest bar.
        x: option::counts(palette).show(false).min(0).max(widest * room),
        y,
        series: vec![Series::from(bar(0)), Series::from(bar(1))],
    };
    let differences: Vec<Value> = summary
        .rows
        .iter()
        .map(|row| {
            let words = row.difference.as_ref().map_or_else(String::new, |d| match options.narrow {
                true => points(d.by),
                false => difference_words(d, lang),
            });
            let clear = row.difference.as_ref().is_some_and(Difference::is_clear);
            json!({
                "value": words,
                "textStyle": {
                    "color": if clear { palette.ink } else { palette.soft }.css(),
                    "fontWeight": if clear { "bold" } else { "normal" },
                },
            })
        })
        .collect();
    let right = json!({
        "type": "category",
        "position": "right",
        "inverse": true,
        "data": differences,
        "axisLine": { "show": false },
        "axisTick": { "show": false },
        "axisLabel": { "interval": 0, "fontSize": option::TEXT_PX, "margin": 4 },
    });
    let overlay = json!({
        "grid": [{ "outerBoundsMode": "none" }],
        "yAxis": { "axisLabel": { "width": names_px, "overflow": "break", "lineHeight": 14 } },
        "series": [looks(0), looks(1)],
    });
    (drawing, overlay, right)
}

fn table(summary: &CompareSummary, lang: Lang) -> Table {
    let share_of = |side: &str| format!("{side} {}", Msg::Share.text(lang));
    let headers = vec![
        title(summary, lang),
        format!("A {}", Msg::Cases.text(lang)),
        share_of("A"),
        format!("B {}", Msg::Cases.text(lang)),
        share_of("B"),
        Msg::Difference.text(lang).to_owned(),
        Msg::Interval95.text(lang).to_owned(),
    ];
    let row = |row: &Row| {
        let (a, b, _) = summary.cases;
        let linked = |n: u32, side: &str, state: &Lead| Cell {
            text: i18n::number(u64::from(n)),
            state: (n > 0).then(|| Lead::clone(state)),
            spoken: (n > 0).then(|| spoken(summary, row, side, lang)),
        };
        let d = row.difference.as_ref();
        vec![
            Cell::plain(name(row, lang)),
            linked(row.counts.0, "A", &row.states.0),
            Cell::plain(share(row.counts.0, a)),
            linked(row.counts.1, "B", &row.states.1),
            Cell::plain(share(row.counts.1, b)),
            Cell::plain(d.map_or_else(|| "–".to_owned(), |d| points(d.by))),
            Cell::plain(
                d.map_or_else(|| "–".to_owned(), |d| format!("{} – {}", points(d.interval.0), points(d.interval.1))),
            ),
        ]
    };
    Table { headers, rows: summary.rows.iter().map(row).collect() }
}

fn sentence(summary: &CompareSummary, lang: Lang) -> String {
    let by = |r: &&Row| r.difference.map_or(0.0, |d| d.by.abs());
    let clear = summary.rows.iter().filter(|r| r.difference.as_ref().is_some_and(Difference::is_clear));
    let most = clear.max_by(|a, b| by(a).total_cmp(&by(b)));
    match (most, summary.cases) {
        (_, (0, ..) | (_, 0, _)) => Msg::CompareEmpty.text(lang).to_owned(),
        (Some(row), (a, b, _)) => {
            let values = [
                ("what", name(row, lang).to_owned()),
                ("a", amount(row.counts.0, a)),
                ("b", amount(row.counts.1, b)),
                ("difference", row.difference.as_ref().map_or_else(String::new, |d| difference_words(d, lang))),
            ];
            let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
            Msg::CompareSentence.fill(lang, &values)
        }
        (None, _) => Msg::CompareSame.text(lang).to_owned(),
    }
}
