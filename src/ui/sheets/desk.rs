//! What the sheets work on: the reader's draft, and what follows from it.

use leptos::prelude::*;

use super::{Sheet, handout::Paper};
use crate::{
    dataset::Texts,
    dimensions::Record,
    explore::{Explorer, mask::Mask},
    formats::View,
    model::{Lang, Text},
    share::{self, Draft, Shown, What, saved::SavedView},
    ui::{browser, state::Store},
    url::{self, ViewState},
};

/// The desk that all sheets share. Cheap to copy; all copies are the same.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The state of the screen.
    pub store: Store,
    /// Language of the words.
    pub lang: Lang,
    /// Which sheet is open.
    pub sheet: RwSignal<Option<Sheet>>,
    /// What is shared, and how.
    pub draft: RwSignal<Draft>,
    /// Which part of the screen that is. Of its own, so that typing a title draws nothing anew.
    pub what: Memo<What>,
    /// The chart that the dialog was opened from.
    pub chart: RwSignal<Option<Shown>>,
    /// The state that is shared.
    pub shared: Memo<ViewState>,
    /// The hand-out that stands in place of the screen.
    pub paper: RwSignal<Option<Paper>>,
    /// Views kept under a name.
    pub views: RwSignal<Vec<SavedView>>,
    /// The casebook with masked organisations, made when it is first wanted, and how far the texts had come then.
    masked: StoredValue<Option<(Texts, Explorer)>>,
}

impl Desk {
    /// A desk with what was kept on the device.
    pub fn new(store: Store, lang: Lang) -> Self {
        let draft = RwSignal::new(Draft::of(&store.state.get_untracked()));
        let shared = Memo::new(move |_| {
            let version = store.with(|e| e.dataset().casebook.version.clone()).unwrap_or_default();
            let state = store.state.with(|now| draft.with(|draft| draft.state(now, &version)));
            // An organisation that is asked for would be named in the address.
            let masked = (state.names_off && !store.state.with(|now| now.names_off))
                .then(|| store.with(|e| Mask::new(e.dataset()).state(&state)))
                .flatten();
            masked.unwrap_or(state)
        });
        Self {
            store,
            lang,
            sheet: RwSignal::new(None),
            draft,
            what: Memo::new(move |_| draft.with(|draft| draft.what)),
            chart: RwSignal::new(None),
            shared,
            paper: RwSignal::new(None),
            views: RwSignal::new(super::saved::kept()),
            masked: StoredValue::new(None),
        }
    }

    /// Begins anew with what is on screen, or the chart whose menu it was, when the dialog is opened.
    pub fn begin(&self, chart: Option<Shown>) {
        let mut fresh = self.store.state.with_untracked(Draft::of);
        self.chart.set(chart);
        if let Some(shown) = chart {
            fresh.what = What::Chart(shown);
        }
        if self.draft.with_untracked(|old| *old != fresh) {
            self.draft.set(fresh);
        }
    }

    /// Changes the draft.
    pub fn change(&self, change: impl FnOnce(&mut Draft)) {
        self.draft.update(change);
    }

    /// Where links lead: this site; where it is a file on a disk or a frame without an address, the casebook's own.
    pub fn root(&self) -> String {
        let here = self.store.root();
        if here.starts_with("http://") || here.starts_with("https://") {
            return here;
        }
        let own = self.store.with(|e| e.dataset().casebook.site_url.clone()).flatten();
        own.map_or(here, |url| format!("{}/", url.trim_end_matches('/')))
    }

    /// Root of the site whose static pages and files can be named, ending in `/`; the one-file edition (whose root is the
    /// file) has none unless the casebook names it.
    pub fn site(&self) -> Option<String> {
        Some(self.root()).filter(|root| root.ends_with('/'))
    }

    /// Whether links lead to a file on this device, which nobody else has.
    pub fn is_local(&self) -> bool {
        !self.root().starts_with("http")
    }

    /// The link to what is shared.
    pub fn link(&self) -> String {
        self.shared.with(|state| share::link(&self.root(), state))
    }

    /// Looks at what is shared as a view that can be written: the whole result, never a page of it. Untracked.
    pub fn with_view<T>(&self, read: impl FnOnce(&View) -> T) -> Option<T> {
        let (shared, what) = (self.shared.get_untracked(), self.draft.with_untracked(|d| d.what));
        // Without a site there are no pages to name; a path on this device is nobody's business.
        let (site, link) = untrack(|| (self.site(), (!self.is_local()).then(|| self.link())));
        let retrieved = browser::today().parse().ok();
        let look = |e: &mut Explorer| {
            let (adopted, _) = e.adopt(&shared);
            let answer = (what != What::Record).then(|| e.run(&adopted));
            let id = adopted.case.clone().unwrap_or_default();
            let mut view = match &answer {
                Some(answer) => View::of(e, &adopted, answer),
                None => {
                    let dataset = e.dataset();
                    let record = e.row(&id).and_then(|row| e.record(row));
                    let (case, article) = match record {
                        Some(Record::Incident(i, _)) => (Some(i), None),
                        Some(Record::Article(a)) => (None, Some(a)),
                        None => (None, None),
                    };
                    let kind = if article.is_some() { "kind=article&" } else { "" };
                    let (total, name) = match case {
                        Some(case) => (dataset.incidents.len(), case.case_no.clone().unwrap_or_else(|| id.clone())),
                        None => (dataset.articles.len(), id.clone()),
                    };
                    View {
                        case,
                        total,
                        query: format!("{kind}pick={id}"),
                        filters: Text { ja: name.clone(), en: name },
                        ..View::records(dataset, case, article)
                    }
                }
            };
            // A citation says which version; the link that is shared says it where its maker wants that.
            view.address = if site.is_none() { link } else { None };
            view.root = site;
            view.retrieved = retrieved;
            read(&view)
        };
        if !shared.names_off || self.store.names_off() {
            return self.store.ask(look);
        }
        self.store.with(|e| {
            let texts = &e.dataset().texts;
            self.masked.update_value(|slot| {
                if slot.as_ref().is_none_or(|(made_with, _)| made_with != texts) {
                    let masked = Mask::new(e.dataset()).dataset(e.dataset().clone());
                    *slot = Some((texts.clone(), Explorer::new(masked)));
                }
            });
        });
        self.masked.try_update_value(|slot| slot.as_mut().map(|(_, e)| look(e))).flatten()
    }

    /// Number of records that are shared.
    pub fn count(&self) -> usize {
        let shared = self.shared.get();
        match self.what.get() {
            What::Record => 1,
            What::Basket => shared.pick.len(),
            What::View | What::Chart(_) => self.store.answer.with(|a| a.0.matching as usize),
        }
    }

    /// A name for files: what is shared, the version, letters that every system takes.
    pub fn file_name(&self) -> String {
        let version = self.store.with(|e| e.dataset().casebook.version.clone()).unwrap_or_default();
        let what = self.shared.with(|s| match self.draft.with(|d| d.what) {
            What::Record => s.case.clone().unwrap_or_default(),
            What::Basket => "pick".to_owned(),
            What::Chart(shown) => shown.token(),
            What::View => {
                let values = s.filters.iter().filter(|f| !f.exclude).flat_map(|f| f.values.iter().take(1));
                let keys: Vec<String> = values.take(3).map(ToString::to_string).collect();
                if keys.is_empty() { "all".to_owned() } else { keys.join("-") }
            }
        });
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' || c == '.' { c } else { '-' };
        format!("jikenbo-{what}-{version}").chars().map(plain).collect()
    }
}

/// Writes the maker's words into the address of the screen as well, so that they stand above the result.
pub fn keep_words(desk: Desk) {
    let (title, note, what) = desk.draft.with_untracked(|d| (d.title.clone(), d.note.clone(), d.what));
    if what == What::Record {
        return;
    }
    desk.store.change(crate::ui::state::Step::Replace, |s| {
        s.title = url::plain_words(&title, url::MAX_TITLE_CHARS).0;
        s.note = url::plain_words(&note, url::MAX_NOTE_CHARS).0;
    });
}
