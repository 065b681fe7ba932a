//! Charts as data: numbers → what ECharts draws, what a screen reader says, what a table shows.
//!
//! ```text
//! Explorer + ViewState + Answer ─ summary ─▶ Summary ─ one file a chart ─▶ ChartModel ─▶ ui/chart.rs
//!                                                                             └─ export ─▶ SVG, CSV
//! ```
//!
//! Invariant: nothing here knows a browser, a clock or the state of the screen. A [`ChartModel`] holds one chart
//! completely: the option of ECharts as JSON (drawn with the parts of `charming`; what those lack is laid over as JSON), and for
//! every mark the [`ViewState`] it leads to and the words it is spoken with. Sentence, table and option come from the
//! same summary, so they cannot differ.
//!
//! Full colour always means "in the result"; pale with an outline means "only outside this chart's own filter". A new
//! chart is one file here, one entry of [`ChartId`] and one line in [`model`].

pub mod a4;
mod brush;
pub mod compare;
pub mod delays;
pub mod export;
pub mod flow;
pub mod heat;
pub mod map;
mod option;
pub mod palette;
pub mod pattern;
pub mod people;
pub mod ranking;
pub mod settings;
pub mod statistics;
pub mod summary;
pub mod time;
pub mod walk;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde_json::Value;

pub use brush::{Brush, Scale};
pub use palette::{Palette, Shade};

use crate::{
    dimensions::Record,
    explore::{Answer, Explorer},
    i18n::{self, chart::Msg},
    model::{Incident, Lang, derive::Derived},
    url::ViewState,
};

/// How a chart is drawn, apart from its numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Language of the words.
    pub lang: Lang,
    /// Light or dark ground.
    pub shade: Shade,
    /// Changes may move; `false` under `prefers-reduced-motion`.
    pub motion: bool,
    /// There is room for some 30 bars side by side instead of 60: a phone.
    pub narrow: bool,
    /// It stands on a page of its own kind, not in the strip: names in full, taller.
    pub large: bool,
}

impl Options {
    pub(crate) fn palette(&self) -> &'static Palette {
        Palette::of(self.shade)
    }

    /// How many bars in time can be told apart and touched.
    pub(crate) fn most_bars(&self) -> usize {
        if self.narrow { 30 } else { 60 }
    }
}

/// What the numbers of a chart are counted on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Basis {
    /// Cases the chart counts: those under all filters but its own.
    pub matching: u32,
    /// Cases of the casebook.
    pub total: u32,
    /// Of `matching`: without a value on the chart's scale.
    pub unknown: u32,
    /// Of `matching`: also inside the chart's own filter, that is in the result.
    pub selected: u32,
}

impl Basis {
    /// `134件中 42件・公表日の記載なし 3件`.
    fn words(&self, unknown: Msg, lang: Lang) -> String {
        let number = |n: u32| i18n::number(u64::from(n));
        let mut out = Msg::Basis.fill(lang, &[("total", &number(self.total)), ("matching", &number(self.matching))]);
        out.push_str(&unknown.fill(lang, &[("n", &number(self.unknown))]));
        out
    }

    /// Whether the chart's own filter leaves anything out.
    const fn is_split(&self) -> bool {
        self.selected != self.matching
    }

    /// What must be said beside the chart about full colour and about few cases.
    fn notes(&self, shares: bool, lang: Lang) -> Vec<String> {
        let split =
            self.is_split().then(|| Msg::Selected.fill(lang, &[("n", &i18n::number(u64::from(self.selected)))]));
        let few = (shares && (1..FEW).contains(&self.matching)).then(|| Msg::Few.text(lang).to_owned());
        split.into_iter().chain(few).collect()
    }
}

/// Below this many cases a share says little, and the chart says so.
pub const FEW: u32 = 10;

/// A state that something leads to. A mark, its name on the axis and its cell in the table share it: a chart has hundreds.
pub type Lead = Arc<ViewState>;

/// Which chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChartId {
    /// When.
    Time,
    /// Which, by one dimension.
    Ranking,
    /// Two dimensions at once.
    Heat,
    /// How many people, or of another unit.
    People,
    /// Days from occurrence to discovery.
    Found,
    /// Days from discovery to disclosure.
    Told,
    /// Which information in which types.
    Data,
    /// Way in → type → what became of the information.
    Flow,
    /// Where it happened, by kind of organisation.
    Locus,
    /// Prefectures.
    Map,
    /// Actor, action, asset, attribute: for experts.
    A4,
}

impl ChartId {
    /// All of them, in the order of the page.
    pub const ALL: [ChartId; 11] = [
        ChartId::Time,
        ChartId::Ranking,
        ChartId::Heat,
        ChartId::People,
        ChartId::Found,
        ChartId::Told,
        ChartId::Flow,
        ChartId::Data,
        ChartId::Locus,
        ChartId::Map,
        ChartId::A4,
    ];

    /// Its slug, in links and file names.
    pub const fn slug(self) -> &'static str {
        match self {
            ChartId::Time => "time",
            ChartId::Ranking => "ranking",
            ChartId::Heat => "heat",
            ChartId::People => "people",
            ChartId::Found => "found",
            ChartId::Told => "told",
            ChartId::Data => "data",
            ChartId::Flow => "flow",
            ChartId::Locus => "locus",
            ChartId::Map => "map",
            ChartId::A4 => "a4",
        }
    }

    /// The chart of a slug.
    pub fn find(slug: &str) -> Option<ChartId> {
        ChartId::ALL.into_iter().find(|id| id.slug() == slug)
    }
}

/// One chart, complete.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChartModel {
    /// Slug of the chart, [`ChartId::slug`].
    pub id: &'static str,
    /// The question it answers.
    pub title: String,
    /// What it is counted on: matching of total, unknown.
    pub subline: String,
    /// What must be said beside it: few cases, double counts.
    pub notes: Vec<String>,
    /// One sentence with its main finding.
    pub summary: String,
    /// The whole option for `setOption(option, { notMerge: true })`.
    pub option: Value,
    /// Everything that can be clicked or walked to; never a mark of zero cases.
    pub marks: Vec<Mark>,
    /// Names on the axes that can be clicked.
    pub names: Vec<NameMark>,
    /// Colours and what they stand for, each a link.
    pub legend: Vec<LegendEntry>,
    /// Other ways to draw it.
    pub choices: Vec<ChoiceGroup>,
    /// Single cases beside it, each a link.
    pub list: Option<CaseList>,
    /// What dragging along its axis sets.
    pub brush: Option<Brush>,
    /// The same numbers as a table.
    pub table: Table,
    /// Height it is drawn at, in CSS px. Follows from the casebook and not from the filters, so nothing jumps.
    pub height_px: u32,
    /// Least width it can be read at, in CSS px; 0 = any.
    pub least_width_px: u32,
}

impl ChartModel {
    /// Where a click leads to.
    pub fn target(&self, hit: Hit) -> Option<&Lead> {
        match hit {
            Hit::Mark { series, index } => {
                let exact = self.marks.iter().find(|m| m.series == series && m.index == index);
                exact.or_else(|| self.marks.iter().find(|m| m.index == index)).map(|m| &m.state)
            }
            Hit::Name { axis, index } => {
                self.names.iter().find(|n| n.axis == axis && n.index == index).map(|n| &n.state)
            }
        }
    }
}

/// What ECharts says was clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A bar or a cell.
    Mark {
        /// Position in the option's `series`.
        series: usize,
        /// Position in the series' `data`.
        index: usize,
    },
    /// A name on an axis.
    Name {
        /// Which axis.
        axis: AxisName,
        /// Position in the axis' `data`.
        index: usize,
    },
}

/// One of the two axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum AxisName {
    X,
    Y,
}

/// A name on an axis that can be clicked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameMark {
    /// Which axis.
    pub axis: AxisName,
    /// Position in the axis' `data`.
    pub index: usize,
    /// What a click leads to.
    pub state: Lead,
}

/// Something in a chart that stands for cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Position in the option's `series`.
    pub series: usize,
    /// Position in the series' `data`.
    pub index: usize,
    /// Where it lies for the arrow keys: column from the left, row from the top.
    pub at: (usize, usize),
    /// What a click leads to.
    pub state: Lead,
    /// What it says: `2023年9月: うっかり 3件(計7件)`.
    pub spoken: String,
}

/// A colour and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegendEntry {
    /// Its name.
    pub text: String,
    /// 1 to 8, a group's colour; 0 = none of them.
    pub colour: u8,
    /// Its pattern, 1 = plain, up to 8; 0 = that of "not stated".
    pub pattern: u8,
    /// What a click leads to; `None` where it is no filter.
    pub state: Option<Lead>,
    /// It is asked for at present.
    pub current: bool,
}

/// Other ways to draw a chart in one respect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceGroup {
    /// What they choose: "Scale", "By".
    pub name: String,
    /// At least two.
    pub choices: Vec<Choice>,
}

impl ChoiceGroup {
    fn new(name: Msg, lang: Lang, choices: impl IntoIterator<Item = (String, ViewState, bool)>) -> Self {
        let choice = |(text, state, current)| Choice { text, state, current };
        Self { name: name.text(lang).to_owned(), choices: choices.into_iter().map(choice).collect() }
    }

    /// A switch between two ways: `token` is the slug of the second one.
    fn switch(name: Msg, first: Msg, second: Msg, token: &str, on: bool, state: &ViewState, lang: Lang) -> Self {
        let way = |msg: Msg, is: bool| (msg.text(lang).to_owned(), settings::switched(state, token, is), is == on);
        Self::new(name, lang, [way(first, false), way(second, true)])
    }
}

/// Some cases by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseList {
    /// What they are.
    pub title: String,
    /// What each says, and the state that opens it.
    pub cases: Vec<(String, ViewState)>,
}

/// Another way to draw a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name.
    pub text: String,
    /// What a click leads to.
    pub state: ViewState,
    /// It is the present one.
    pub current: bool,
}

/// The numbers of a chart as a table. The first cell of a row is its header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Heads of the columns.
    pub headers: Vec<String>,
    /// Rows, each as long as `headers`.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// One value a row: its cases, their share, and where the chart's own filter leaves some out, those in the result.
    fn of_counts(of: &str, values: Vec<(Cell, summary::Split)>, basis: &Basis, lang: Lang) -> Self {
        let split = basis.is_split();
        let mut headers = vec![of.to_owned(), Msg::Cases.text(lang).to_owned(), Msg::Share.text(lang).to_owned()];
        if split {
            headers.push(Msg::InResult.text(lang).to_owned());
        }
        let row = |(value, count): (Cell, summary::Split)| {
            let n = count.total();
            let mut row = vec![value, Cell::count(n), Cell::plain(share(n, basis.matching))];
            if split {
                row.push(Cell::count(count.selected));
            }
            row
        };
        Self { headers, rows: values.into_iter().map(row).collect() }
    }
}

/// One cell of a [`Table`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// What a click leads to, if anything.
    pub state: Option<Lead>,
    /// What the link is called where `text` is a bare number.
    pub spoken: Option<String>,
}

impl Cell {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    fn link(text: impl Into<String>, state: &Lead) -> Self {
        Self { text: text.into(), state: Some(Lead::clone(state)), spoken: None }
    }

    fn count(n: u32) -> Self {
        Self::plain(i18n::number(u64::from(n)))
    }
}

/// `42%`, `<1%`; nothing of nothing is `–`.
fn share(count: u32, of: u32) -> String {
    match (u64::from(count) * 100, u64::from(of)) {
        (_, 0) => "–".to_owned(),
        (0, _) => "0%".to_owned(),
        (n, of) if n < of => "<1%".to_owned(),
        (n, of) => format!("{}%", (n + of / 2) / of),
    }
}

/// The charts of the strip above the explorer's list.
pub const STRIP: [ChartId; 3] = [ChartId::Time, ChartId::Ranking, ChartId::Heat];

/// The charts above the explorer's list: time, ranking, heat map. `answer` is the answer to `state`.
pub fn strip(explorer: &mut Explorer, state: &ViewState, answer: &Answer, options: &Options) -> [ChartModel; 3] {
    STRIP.map(|id| model(explorer, state, answer, options, id))
}

/// Whether the casebook states anything that a chart could show, under any filter: where no case has a prefecture there
/// is no map.
pub fn has_data(explorer: &Explorer, id: ChartId) -> bool {
    let any = |has: fn(&Incident) -> bool| explorer.dataset().incidents.iter().any(has);
    let days = |has: fn(&Derived) -> bool| {
        let rows = 0..explorer.dataset().incidents.len() as engine::RowId;
        rows.filter_map(|row| explorer.record(row)).any(|r| matches!(r, Record::Incident(_, derived) if has(derived)))
    };
    match id {
        ChartId::Time | ChartId::Ranking | ChartId::Heat => true,
        ChartId::People => any(|i| i.principal().is_some()),
        ChartId::Found => days(|d| d.days_found.is_some()),
        ChartId::Told => days(|d| d.days_told.is_some()),
        ChartId::Data => any(|i| !i.data_items.is_empty()),
        ChartId::Flow => any(|i| i.leak_status.is_some() || i.vector.is_some()),
        ChartId::Locus => any(|i| !i.locus.is_empty()),
        ChartId::Map => any(|i| i.prefecture.is_some()),
        ChartId::A4 => any(|i| !i.veris.threat_actor.is_empty()),
    }
}

/// One chart. `answer` is the answer to `state`.
pub fn model(
    explorer: &mut Explorer,
    state: &ViewState,
    answer: &Answer,
    options: &Options,
    id: ChartId,
) -> ChartModel {
    match id {
        ChartId::Time => time::model(&summary::time(explorer, state, answer, options.most_bars()), options),
        ChartId::Ranking => ranking::model(&summary::ranking(explorer, state, answer), options),
        ChartId::Heat | ChartId::Data | ChartId::Locus => {
            heat::model(&summary::grid(explorer, state, answer, id), options)
        }
        ChartId::People => people::model(&people::summary(explorer, state, answer), options),
        ChartId::Found => delays::model(&delays::summary(explorer, state, answer, delays::Span::Found), options),
        ChartId::Told => delays::model(&delays::summary(explorer, state, answer, delays::Span::Told), options),
        ChartId::Flow => flow::model(&flow::summary(explorer, state, answer), options),
        ChartId::Map => map::model(&map::summary(explorer, state, answer), options),
        ChartId::A4 => a4::model(&a4::summary(explorer, state, answer), options),
    }
}
