//! What leaves the screen by hand: a link with its maker's words, the page that comes nearest to it, a frame for another
//! site, a QR code, views kept under a name.
//!
//! Pure: the site's address is given by the caller. A link is always written by [`url::write`](crate::url::write), which
//! knows no launch parameter of a course, so none can get in.

pub mod frame;
pub mod nearest;
pub mod qr;
pub mod saved;

use crate::{
    chart::{ChartId, settings},
    dimensions::{DIMENSIONS, DimensionId},
    model::Lang,
    url::{Chrome, Theme, View, ViewState, plain_words},
};

/// What of the screen is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The result as it is looked at.
    View,
    /// The hand-picked cases alone.
    Basket,
    /// The open record alone.
    Record,
    /// One chart of the view.
    Chart(Shown),
}

impl What {
    /// Its name on the page.
    pub const fn key(self) -> &'static str {
        match self {
            What::View => "view",
            What::Basket => "basket",
            What::Record => "record",
            What::Chart(_) => "chart",
        }
    }
}

/// A chart that can be shown by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// One of the page of charts.
    One(ChartId),
    /// The comparison by a dimension.
    Versus(DimensionId),
}

impl Shown {
    /// Its slug among those of [`ViewState::chart`].
    pub fn token(self) -> String {
        match self {
            Shown::One(id) => format!("show-{}", id.slug()),
            Shown::Versus(dimension) => format!("versus-{}", DIMENSIONS[dimension].key),
        }
    }

    /// The chart of a slug.
    pub fn find(token: &str) -> Option<Shown> {
        let state = ViewState { chart: vec![token.to_owned()], ..ViewState::default() };
        let settings = settings::Settings::of(&state);
        settings.show.map(Shown::One).or(settings.versus.map(Shown::Versus))
    }

    /// The state that shows only it.
    pub fn alone(self, state: &ViewState) -> ViewState {
        let view = if matches!(self, Shown::One(_)) { View::Charts } else { state.view };
        ViewState { view, ..settings::with(state, &self.token()) }
    }
}

/// What someone shares, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Which part of the screen.
    pub what: What,
    /// Title in the maker's words.
    pub title: String,
    /// Note in the maker's words.
    pub note: String,
    /// Organisations' names are masked.
    pub names_off: bool,
    /// The link names the data version.
    pub pinned: bool,
    /// The link names the language.
    pub lang: Option<Lang>,
    /// Whoever opens the link cannot take its filters away.
    pub locked: bool,
}

impl Draft {
    /// What one would share of a screen unless one says otherwise.
    pub fn of(state: &ViewState) -> Self {
        let what = match (&state.case, state.pick.is_empty() || state.is_off("pick")) {
            (Some(_), _) => What::Record,
            (None, false) => What::Basket,
            (None, true) => What::View,
        };
        Self {
            what,
            title: state.title.clone(),
            note: state.note.clone(),
            names_off: state.names_off,
            pinned: state.pin.is_some(),
            lang: state.lang,
            locked: !state.lock.is_empty(),
        }
    }

    /// The state that the link opens. Colours and frame are the reader's own business and left out.
    pub fn state(&self, now: &ViewState, version: &str) -> ViewState {
        let base = match self.what {
            What::View | What::Chart(_) => {
                let mut view = ViewState { case: None, theme: None, ui: Chrome::Full, lock: Vec::new(), ..now.clone() };
                // Cases that are being collected on the side are not what is on screen.
                if view.is_off("pick") {
                    view.pick.clear();
                    view.off.retain(|key| key != "pick");
                }
                match self.what {
                    What::Chart(shown) => shown.alone(&view),
                    _ => view,
                }
            }
            What::Basket => {
                let view = if now.view == View::Table { View::Table } else { View::Cards };
                ViewState { pick: now.pick.clone(), view, ..ViewState::default() }
            }
            What::Record => ViewState { case: now.case.clone(), ..ViewState::default() },
        };
        let words =
            |text: &str, most| if self.what == What::Record { String::new() } else { plain_words(text, most).0 };
        let lock = match (self.locked, self.what, now.lock.is_empty()) {
            (false, ..) | (_, What::Record, _) => Vec::new(),
            (true, What::View | What::Chart(_), false) => now.lock.clone(),
            (true, ..) => lockable(&base),
        };
        ViewState {
            lock,
            title: words(&self.title, crate::url::MAX_TITLE_CHARS),
            note: words(&self.note, crate::url::MAX_NOTE_CHARS),
            names_off: self.names_off,
            pin: self.pinned.then(|| version.to_owned()),
            lang: self.lang,
            ..base
        }
    }
}

/// What of a state can be locked: the keys of all that narrows the result and is not paused.
pub fn lockable(state: &ViewState) -> Vec<String> {
    let mut keys: Vec<&str> = Vec::new();
    for filter in &state.filters {
        let key = DIMENSIONS[filter.dimension].key;
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys.extend((!state.q.is_empty()).then_some("q"));
    keys.extend((!state.pick.is_empty()).then_some("pick"));
    keys.into_iter().filter(|key| !state.is_off(key)).map(str::to_owned).collect()
}

/// The address of a state on a site.
pub fn link(root: &str, state: &ViewState) -> String {
    let query = crate::url::write(state);
    if query.is_empty() { root.to_owned() } else { format!("{root}?{query}") }
}

/// A state as it is shown in a frame.
pub fn framed(state: &ViewState, ui: Chrome, theme: Theme, lang: Lang) -> ViewState {
    ViewState { ui, theme: Some(theme), lang: Some(lang), ..state.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::url::{parse, write};

    fn shared(query: &str, what: What) -> String {
        let state = parse(query).0;
        let draft = Draft { what, ..Draft::of(&state) };
        write(&draft.state(&state, "2025.11"))
    }

    #[test]
    fn a_view_leaves_behind_what_is_the_readers_own() {
        for (query, link) in [
            ("label=phishing&theme=dark&ui=chips&view=table", "label=phishing&view=table"),
            ("label=phishing&pick=a,b&off=pick,label", "label=phishing&off=label"),
            ("label=phishing&case=2023-344", "label=phishing"),
            ("q=x&lang=en&names=off&pin=old&title=T&note=N", "q=x&title=T&note=N&lang=en&names=off&pin=2025.11"),
        ] {
            assert_eq!(shared(query, What::View), link);
        }
    }

    #[test]
    fn a_chart_is_shown_alone_as_it_was_drawn() {
        let query = "label=phishing&view=charts&chart=delay-org_kind,show-time&theme=dark";
        let told = Shown::find("show-told").expect("a chart");
        assert_eq!(shared(query, What::Chart(told)), "label=phishing&view=charts&chart=delay-org_kind,show-told");
        let label = Shown::find("versus-label").expect("a comparison");
        let query = "label=phishing&view=compare&vs=q%3Dx";
        assert_eq!(shared(query, What::Chart(label)), "label=phishing&view=compare&chart=versus-label&vs=q%3Dx");
        for token in ["show-time", "versus-org_kind"] {
            assert_eq!(Shown::find(token).map(Shown::token).as_deref(), Some(token));
        }
        assert_eq!(Shown::find("show-nothing"), None);
    }

    #[test]
    fn what_is_locked_is_what_narrows_the_result() {
        let locked = |query: &str, what| {
            let state = parse(query).0;
            Draft { what, locked: true, ..Draft::of(&state) }.state(&state, "2025.11").lock.join(",")
        };
        for (query, lock) in [
            ("label=phishing&q=x", "label,q"),
            ("label=!phishing,!loss&fy=2023&off=fy", "label"),
            ("label=phishing&fy=2023&lock=fy", "fy"),
            ("view=table", ""),
        ] {
            assert_eq!(locked(query, What::View), lock);
        }
        assert_eq!(locked("label=phishing&pick=b,a", What::Basket), "pick");
        assert_eq!(locked("label=phishing&case=2023-344", What::Record), "");
        // A screen with locked filters is shared as it is, unless one says otherwise.
        assert_eq!(shared("label=phishing&lock=label", What::View), "label=phishing&lock=label");
    }

    #[test]
    fn a_basket_is_its_cases_in_order_and_a_record_itself() {
        let query = "label=phishing&pick=b,a&off=pick&sort=id&title=T&case=2023-344";
        assert_eq!(shared(query, What::Basket), "pick=b,a&title=T");
        assert_eq!(shared(query, What::Record), "case=2023-344");
        assert_eq!(Draft::of(&parse(query).0).what, What::Record);
        assert_eq!(Draft::of(&parse("pick=a").0).what, What::Basket);
        assert_eq!(Draft::of(&parse("pick=a&off=pick").0).what, What::View);
    }

    #[test]
    fn tp_17_launch_parameters_enter_no_shared_link() {
        let query =
            "endpoint=https%3A%2F%2Flrs&fetch=f&actor=%7B%22name%22%3A%22A%22%7D&registration=r&activityId=i&q=actor";
        for what in [What::View, What::Basket, What::Record] {
            let link =
                link("https://x.org/", &Draft { what, ..Draft::of(&parse(query).0) }.state(&parse(query).0, "1"));
            for key in crate::url::LAUNCHER_KEYS {
                assert!(!link.contains(&format!("{key}=")), "{link}");
            }
        }
    }
}
