//! `ViewState` ↔ query string: one pure pair with a round-trip law.
//!
//! `parse(&write(&s)).0 == s` for every state that `parse` can give. Whatever a link holds that is not understood
//! becomes a [`Diagnostic`]; the rest is applied. Whether a value exists in the casebook is not known here:
//! see `explore`.
//!
//! Grammar: `key=value&…`. A repeated key is AND, a comma is OR, `!a` excludes (and keeps the unknown), `?` selects
//! the unknown, ranges are `2023-01..2023-06`, `1000..`, `..2022`. An exclusion always takes rows out, wherever it
//! stands: `label=a,b,!c` is "a or b, but not c".

mod change;

use std::{borrow::Cow, fmt};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::{
    dimensions::{self, DIMENSIONS, DimensionId, Scale},
    model::{
        Lang,
        date::{Days, PartialDate},
    },
};

pub use change::{Around, Mark};

/// Keys of a link that are no dimension.
pub const OTHER_KEYS: [&str; 18] = [
    "q", "pick", "hide", "sort", "view", "cols", "case", "chart", "vs", "off", "lock", "title", "note", "lang",
    "theme", "ui", "names", "pin",
];

/// Keys that course launchers add: passed over in silence and never written, they may carry identities.
pub const LAUNCHER_KEYS: [&str; 5] = ["endpoint", "fetch", "actor", "registration", "activityId"];

/// Longest search text, in characters; the rest is cut off and said.
pub const MAX_QUERY_CHARS: usize = 500;

/// Longest title that a reader gives what is shared, in characters; the rest is cut off and said.
pub const MAX_TITLE_CHARS: usize = 80;

/// Longest note beside it.
pub const MAX_NOTE_CHARS: usize = 500;

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// On a date scale.
    Date(PartialDate),
    /// A count or a number of days.
    Number(i64),
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::Date(date) => date.fmt(f),
            End::Number(number) => number.fmt(f),
        }
    }
}

impl End {
    fn interval(self) -> Days {
        match self {
            End::Date(date) => date.days(),
            End::Number(number) => (number, number),
        }
    }
}

/// A closed range; a missing end is open. At least one end is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Range {
    /// Least value.
    pub from: Option<End>,
    /// Greatest value.
    pub to: Option<End>,
}

impl Range {
    /// As numbers of its scale, both ends included.
    pub fn interval(self) -> Days {
        (self.from.map_or(i64::MIN, |e| e.interval().0), self.to.map_or(i64::MAX, |e| e.interval().1))
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(a), Some(b)) if a == b => a.fmt(f),
            (a, b) => {
                a.map_or(Ok(()), |a| a.fmt(f))?;
                f.write_str("..")?;
                b.map_or(Ok(()), |b| b.fmt(f))
            }
        }
    }
}

/// One value of a filter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// A key of a category dimension.
    Key(String),
    /// A range of an ordered dimension.
    Range(Range),
    /// No value: `?`.
    Unknown,
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Key(key) => f.write_str(key),
            Value::Range(range) => range.fmt(f),
            Value::Unknown => f.write_str("?"),
        }
    }
}

/// One condition: any of the values, or none of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Filter {
    /// What it is about.
    pub dimension: DimensionId,
    /// Takes rows with the values out, instead of asking for one of them.
    pub exclude: bool,
    /// At least one.
    pub values: Vec<Value>,
}

/// What the middle of the screen shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum View {
    #[default]
    Cards,
    Table,
    Timeline,
    Charts,
    Map,
    Compare,
    Articles,
    Org,
    About,
}

impl View {
    /// All of them.
    pub const ALL: [View; 9] = [
        View::Cards,
        View::Table,
        View::Timeline,
        View::Charts,
        View::Map,
        View::Compare,
        View::Articles,
        View::Org,
        View::About,
    ];

    /// Its key in links.
    pub const fn key(self) -> &'static str {
        match self {
            View::Cards => "cards",
            View::Table => "table",
            View::Timeline => "timeline",
            View::Charts => "charts",
            View::Map => "map",
            View::Compare => "compare",
            View::Articles => "articles",
            View::Org => "org",
            View::About => "about",
        }
    }
}

/// Colours of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Theme {
    Light,
    Dark,
    Auto,
}

impl Theme {
    /// Its key in links.
    pub const fn key(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Auto => "auto",
        }
    }
}

/// How much of the page's own frame is shown, for embedding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Chrome {
    /// Everything.
    #[default]
    Full,
    /// Only the chips of the active filters.
    Chips,
    /// Nothing but the result.
    None,
}

impl Chrome {
    /// Its key in links.
    pub const fn key(self) -> &'static str {
        match self {
            Chrome::Full => "full",
            Chrome::Chips => "chips",
            Chrome::None => "none",
        }
    }
}

/// One sort key: a dimension's key, or `id`, `org_en`, `relevance`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// By what.
    pub key: String,
    /// Greatest first; the unknown is last either way.
    pub descending: bool,
}

/// Sort keys that are no dimension.
pub const SORT_KEYS: [&str; 3] = ["id", "org_en", "relevance"];

/// Everything on screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewState {
    /// Conditions in the order they were set; all must hold.
    pub filters: Vec<Filter>,
    /// The search text.
    pub q: String,
    /// Hand-picked ids, in order; empty = not in use.
    pub pick: Vec<String>,
    /// Ids taken out.
    pub hide: Vec<String>,
    /// Sort keys; empty = newest report first.
    pub sort: Vec<Sort>,
    /// What is shown.
    pub view: View,
    /// Columns of the table; empty = the usual ones.
    pub cols: Vec<String>,
    /// The open case or article.
    pub case: Option<String>,
    /// Settings of charts, one slug each.
    pub chart: Vec<String>,
    /// The other side of a comparison: an encoded query.
    pub vs: Option<String>,
    /// What is paused: keys of dimensions, `q`, `pick`, `synonyms`.
    pub off: Vec<String>,
    /// What the visitor of a frame cannot change: keys of dimensions, `q`, `pick`.
    pub lock: Vec<String>,
    /// What its maker calls what is shown; shown above it. Plain text, one line.
    pub title: String,
    /// A few words beside it. Plain text.
    pub note: String,
    /// Language, where the link says one.
    pub lang: Option<Lang>,
    /// Colours, where the link says so.
    pub theme: Option<Theme>,
    /// How much frame.
    pub ui: Chrome,
    /// Organisations' names are masked for class.
    pub names_off: bool,
    /// The data version the link was made with.
    pub pin: Option<String>,
}

/// Why a part of a link was not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Problem {
    /// No such key.
    UnknownKey,
    /// The key has no such value.
    UnknownValue,
    /// Not a range or not a number or date.
    BadRange,
    /// Characters that no value has.
    BadValue,
    /// Only the first one counts.
    Repeated,
    /// Cut off at [`MAX_QUERY_CHARS`], [`MAX_TITLE_CHARS`] or [`MAX_NOTE_CHARS`].
    TooLong,
    /// No record has this id.
    UnknownId,
    /// The link was made with another version of the data.
    OtherVersion,
}

impl Problem {
    /// Its key in `jikenbo query --format json`.
    pub const fn key(self) -> &'static str {
        match self {
            Problem::UnknownKey => "unknown_key",
            Problem::UnknownValue => "unknown_value",
            Problem::BadRange => "bad_range",
            Problem::BadValue => "bad_value",
            Problem::Repeated => "repeated",
            Problem::TooLong => "too_long",
            Problem::UnknownId => "unknown_id",
            Problem::OtherVersion => "other_version",
        }
    }
}

/// A part of a link that was not used.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The part as it stood, shortened.
    pub part: String,
    /// Why.
    pub problem: Problem,
}

impl Diagnostic {
    /// Keeps at most 80 characters of the part.
    pub fn new(part: impl AsRef<str>, problem: Problem) -> Self {
        let part = part.as_ref();
        let mut short: String = part.chars().take(80).collect();
        if short.len() < part.len() {
            short.push('…');
        }
        Self { part: short, problem }
    }
}

/// The query of a whole link, or the text itself where it is no link.
pub fn query_of_link(text: &str) -> &str {
    let text = text.trim();
    if text.contains("://") && !text.contains('=') {
        return text.split_once('?').map_or("", |(_, q)| q);
    }
    let is_link = text.split_once("://").is_some_and(|(scheme, _)| scheme.bytes().all(|b| b.is_ascii_alphanumeric()));
    if is_link {
        let text = text.split_once('#').map_or(text, |(before, _)| before);
        return text.split_once('?').map_or("", |(_, q)| q);
    }
    text.strip_prefix('?').unwrap_or(text)
}

/// A text without control characters and blanks at its ends, of at most so many characters; and whether it was longer.
pub fn plain_words(text: &str, most: usize) -> (String, bool) {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = spaced.trim();
    let short: String = text.chars().take(most).collect();
    let cut = short.len() < text.len();
    (short.trim_end().to_owned(), cut)
}

fn is_slug(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-')
}

/// Reads a query string (with or without the leading `?`). Never fails.
pub fn parse(query: &str) -> (ViewState, Vec<Diagnostic>) {
    let mut reader = Reader::default();
    for (key, value) in form_urlencoded::parse(query.strip_prefix('?').unwrap_or(query).as_bytes()) {
        reader.pair(&key, &value);
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    state: ViewState,
    seen: Vec<&'static str>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader {
    fn say(&mut self, key: &str, value: &str, problem: Problem) {
        let part = if value.is_empty() { key.to_owned() } else { format!("{key}={value}") };
        self.diagnostics.push(Diagnostic::new(part, problem));
    }

    fn pair(&mut self, key: &str, value: &str) {
        if key.is_empty() && value.is_empty() || LAUNCHER_KEYS.contains(&key) {
            return;
        }
        let value = value.trim();
        if let Some(dimension) = dimensions::find(key) {
            return self.filter(dimension, value);
        }
        match key {
            "q" => self.search(value),
            "pick" => self.list(key, value, |s| &mut s.pick),
            "hide" => self.list(key, value, |s| &mut s.hide),
            "cols" => self.list(key, value, |s| &mut s.cols),
            "chart" => self.list(key, value, |s| &mut s.chart),
            "off" => self.list(key, value, |s| &mut s.off),
            "lock" => self.list(key, value, |s| &mut s.lock),
            "sort" => self.sort(value),
            "view" => self.choice("view", value, &View::ALL.map(|v| (v.key(), v)), |s, v| s.view = v),
            "theme" => {
                let all = [Theme::Light, Theme::Dark, Theme::Auto].map(|t| (t.key(), t));
                self.choice("theme", value, &all, |s, v| s.theme = Some(v));
            }
            "ui" => {
                let all = [Chrome::Full, Chrome::Chips, Chrome::None].map(|c| (c.key(), c));
                self.choice("ui", value, &all, |s, v| s.ui = v);
            }
            "names" => self.choice("names", value, &[("off", true), ("on", false)], |s, v| s.names_off = v),
            "lang" => match Lang::from_tag(value) {
                Some(lang) => self.choice("lang", lang.tag(), &[(lang.tag(), lang)], |s, v| s.lang = Some(v)),
                None => self.say(key, value, Problem::UnknownValue),
            },
            "case" => {
                let id = value.to_ascii_lowercase();
                if is_slug(&id) {
                    self.choice("case", &id, &[(&id, ())], |s, ()| s.case = Some(id.clone()));
                } else {
                    self.say(key, value, Problem::BadValue);
                }
            }
            "pin" => {
                if !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b)) {
                    self.choice("pin", value, &[(value, ())], |s, ()| s.pin = Some(value.to_owned()));
                } else {
                    self.say(key, value, Problem::BadValue);
                }
            }
            "title" => self.words("title", value, MAX_TITLE_CHARS, |s| &mut s.title),
            "note" => self.words("note", value, MAX_NOTE_CHARS, |s| &mut s.note),
            "vs" if value.is_empty() => self.say(key, value, Problem::BadValue),
            "vs" => self.choice("vs", value, &[(value, ())], |s, ()| s.vs = Some(value.to_owned())),
            _ => self.say(key, value, Problem::UnknownKey),
        }
    }

    /// A key that may stand once, with a closed set of values.
    fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        value: &str,
        all: &[(&str, T)],
        set: impl FnOnce(&mut ViewState, T),
    ) {
        if self.seen.contains(&key) {
            return self.say(key, value, Problem::Repeated);
        }
        match all.iter().find(|(name, _)| *name == value) {
            Some((_, v)) => {
                self.seen.push(key);
                set(&mut self.state, *v);
            }
            None => self.say(key, value, Problem::UnknownValue),
        }
    }

    /// Several `q` are AND, like every repeated key.
    fn search(&mut self, value: &str) {
        let joined: String =
            [self.state.q.as_str(), value].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ");
        let cut: String = joined.chars().take(MAX_QUERY_CHARS).collect();
        if cut.len() < joined.len() {
            self.say("q", value, Problem::TooLong);
        }
        self.state.q = cut.trim().to_owned();
    }

    /// A text in a reader's own words; of two the first counts.
    fn words(&mut self, key: &'static str, value: &str, most: usize, field: fn(&mut ViewState) -> &mut String) {
        let (short, cut) = plain_words(value, most);
        if cut {
            self.say(key, value, Problem::TooLong);
        }
        let slot = field(&mut self.state);
        if slot.is_empty() {
            *slot = short;
        } else if *slot != short {
            self.say(key, value, Problem::Repeated);
        }
    }

    fn list(&mut self, key: &str, value: &str, field: fn(&mut ViewState) -> &mut Vec<String>) {
        for part in value.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            let slug = part.to_ascii_lowercase();
            if !is_slug(&slug) {
                self.say(key, part, Problem::BadValue);
            } else if !field(&mut self.state).contains(&slug) {
                field(&mut self.state).push(slug);
            }
        }
    }

    fn sort(&mut self, value: &str) {
        for part in value.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            let (key, descending) = match part.strip_prefix('-') {
                Some(key) => (key, true),
                None => (part, false),
            };
            if dimensions::find(key).is_none() && !SORT_KEYS.contains(&key) {
                self.say("sort", part, Problem::UnknownValue);
            } else if self.state.sort.iter().any(|s| s.key == key) {
                self.say("sort", part, Problem::Repeated);
            } else {
                self.state.sort.push(Sort { key: key.to_owned(), descending });
            }
        }
    }

    fn filter(&mut self, dimension: DimensionId, value: &str) {
        let d = &DIMENSIONS[dimension];
        let (mut wanted, mut excluded) = (Vec::new(), Vec::new());
        let mut empty = true;
        for part in value.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            empty = false;
            let (exclude, text) = match part.strip_prefix('!') {
                Some(rest) => (true, rest),
                None => (false, part),
            };
            match parse_value(d.scale(), text) {
                Ok(v) => {
                    let side: &mut Vec<Value> = if exclude { &mut excluded } else { &mut wanted };
                    if !side.contains(&v) {
                        side.push(v);
                    }
                }
                Err(problem) => self.say(d.key, part, problem),
            }
        }
        if empty {
            self.say(d.key, value, Problem::BadValue);
        }
        for (exclude, values) in [(false, wanted), (true, excluded)] {
            let filter = Filter { dimension, exclude, values };
            if !filter.values.is_empty() && !self.state.filters.contains(&filter) {
                self.state.filters.push(filter);
            }
        }
    }

    fn finish(self) -> (ViewState, Vec<Diagnostic>) {
        let mut seen = Vec::new();
        let mut diagnostics = self.diagnostics;
        // Each diagnostic is shown once.
        diagnostics.retain(|d| {
            let fresh = !seen.contains(d);
            if fresh {
                seen.push(d.clone());
            }
            fresh
        });
        (self.state, diagnostics)
    }
}

fn parse_value(scale: Option<Scale>, text: &str) -> Result<Value, Problem> {
    if text == "?" {
        return Ok(Value::Unknown);
    }
    let Some(scale) = scale else {
        let slug = text.to_ascii_lowercase();
        return if is_slug(&slug) { Ok(Value::Key(slug)) } else { Err(Problem::BadValue) };
    };
    parse_range(scale, text).map(Value::Range).ok_or(Problem::BadRange)
}

/// Reads `a..b`, `a..`, `..b` or `a` on a scale; `None` where it is none, or its ends are the wrong way round.
pub fn parse_range(scale: Scale, text: &str) -> Option<Range> {
    let end = |text: &str| -> Option<End> {
        match scale {
            Scale::Date => text.parse().ok().map(End::Date),
            Scale::Count | Scale::Days => {
                let number: i64 = text.parse().ok()?;
                (number >= 0 && !text.starts_with('+')).then_some(End::Number(number))
            }
        }
    };
    let (from, to) = match text.split_once("..") {
        None => {
            let both = end(text)?;
            (Some(both), Some(both))
        }
        Some(("", "")) => return None,
        Some(("", to)) => (None, Some(end(to)?)),
        Some((from, "")) => (Some(end(from)?), None),
        Some((from, to)) => (Some(end(from)?), Some(end(to)?)),
    };
    let range = Range { from, to };
    let (lo, hi) = range.interval();
    (lo <= hi).then_some(range)
}

/// What must be escaped in a value; `,` `!` `:` and Japanese stay readable where the address bar allows it.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'\'')
    .add(b'+')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Writes a state as a query string without the leading `?`; the default state is the empty string.
pub fn write(state: &ViewState) -> String {
    // A panel of links is written with every click.
    let mut out = Writer(String::with_capacity(128));
    out.text("q", &state.q);
    for filter in &state.filters {
        let not = if filter.exclude { "!" } else { "" };
        let values: Vec<String> = filter.values.iter().map(|v| format!("{not}{v}")).collect();
        out.plain(DIMENSIONS[filter.dimension].key, &values.join(","));
    }
    out.plain("pick", &state.pick.join(","));
    out.plain("hide", &state.hide.join(","));
    out.plain("off", &state.off.join(","));
    out.plain("lock", &state.lock.join(","));
    let sort: Vec<String> =
        state.sort.iter().map(|s| format!("{}{}", if s.descending { "-" } else { "" }, s.key)).collect();
    out.plain("sort", &sort.join(","));
    if state.view != View::default() {
        out.plain("view", state.view.key());
    }
    out.plain("cols", &state.cols.join(","));
    out.plain("chart", &state.chart.join(","));
    out.text("vs", state.vs.as_deref().unwrap_or_default());
    out.plain("case", state.case.as_deref().unwrap_or_default());
    out.text("title", &state.title);
    out.text("note", &state.note);
    out.plain("lang", state.lang.map_or("", Lang::tag));
    out.plain("theme", state.theme.map_or("", Theme::key));
    if state.ui != Chrome::default() {
        out.plain("ui", state.ui.key());
    }
    out.plain("names", if state.names_off { "off" } else { "" });
    out.plain("pin", state.pin.as_deref().unwrap_or_default());
    out.0
}

struct Writer(String);

impl Writer {
    fn plain(&mut self, key: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(key);
        self.0.push('=');
        self.0.push_str(value);
    }

    fn text(&mut self, key: &str, value: &str) {
        let escaped: Cow<str> = utf8_percent_encode(value, ESCAPED).into();
        self.plain(key, &escaped);
    }
}

#[cfg(test)]
mod tests;
