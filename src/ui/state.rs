//! The state of the screen and the only writer of the address.
//!
//! The app's two programs each have a store. The explorer's owns the address; that of the rooms follows it and hands
//! every change over to it ([`Door`]).
//!
//! A click or a key gives a new [`ViewState`]; `go` writes it into the address and into the signal; everything on
//! screen follows from the signal. Back and Forward bring a state in by the other door. Where a frame denies history
//! calls the signal alone is the state.

use std::{rc::Rc, sync::Arc};

use leptos::prelude::*;

use super::{host, room::Feed};
use crate::{
    dataset::Texts,
    explore::{Answer, Explorer},
    model::Lang,
    page::Links,
    url::{self, Diagnostic, Theme, View, ViewState},
};

/// Whether a new state is a step that Back undoes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A new entry in the history.
    Push,
    /// In place of the present entry: typing, corrections.
    Replace,
}

/// How far loading has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing there yet.
    Loading,
    /// The list is there.
    Ready,
    /// It cannot be had.
    Failed(String),
}

/// An answer that is equal only to itself, so that a memo passes on each new one.
#[derive(Clone, Debug, Default)]
pub struct Shown(pub Arc<Answer>);

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Takes a query, and whether it is a step that Back undoes.
type Owner = dyn Fn(&str, bool);

/// Where a new state goes.
#[derive(Clone)]
pub enum Door {
    /// Into the address bar.
    Address,
    /// To the program that owns it.
    Owner(Rc<Owner>),
}

/// The app's state. Cheap to copy; all copies are the same store.
#[derive(Clone, Copy)]
pub struct Store {
    /// What is on screen.
    pub state: RwSignal<ViewState>,
    /// What of the link could not be used.
    pub notices: RwSignal<Vec<Diagnostic>>,
    /// How far loading has come.
    pub phase: RwSignal<Phase>,
    /// The casebook, once it is there.
    explorer: StoredValue<Option<Explorer>>,
    /// Counts up whenever the casebook changes (texts arrive).
    epoch: RwSignal<u32>,
    /// The answer to the state.
    pub answer: Memo<Shown>,
    /// The language of the screen.
    pub lang: Memo<Lang>,
    /// Whether the colours are dark: what the link says, else as the system.
    pub dark: Memo<bool>,
    root: StoredValue<String>,
    door: StoredValue<Door, LocalStorage>,
    /// Whether the sheets (share, cite, export, print) have been asked for; which one stands in `data-sheet` of `<html>`.
    pub sheets: RwSignal<bool>,
    /// What the second program is given.
    pub feed: StoredValue<Feed, LocalStorage>,
}

/// The part of a state that decides the answer.
fn question(state: &ViewState) -> ViewState {
    ViewState { sort: state.sort.clone(), ..state.question() }
}

impl Store {
    /// The store that owns the address, and begins with what it says.
    pub fn of_address() -> Self {
        let (state, diagnostics) = read_address();
        Self::new(state, diagnostics, Door::Address)
    }

    /// A store that follows another one.
    pub fn following(owner: impl Fn(&str, bool) + 'static) -> Self {
        Self::new(ViewState::default(), Vec::new(), Door::Owner(Rc::new(owner)))
    }

    fn new(state: ViewState, diagnostics: Vec<Diagnostic>, door: Door) -> Self {
        let state = RwSignal::new(state);
        let explorer: StoredValue<Option<Explorer>> = StoredValue::new(None);
        let epoch = RwSignal::new(0);
        let asked = Memo::new(move |_| state.with(question));
        let answer = Memo::new(move |_| {
            epoch.track();
            let asked = asked.get();
            let answer = explorer.try_update_value(|e| e.as_mut().map(|e| e.run(&asked))).flatten();
            Shown(Arc::new(answer.unwrap_or_default()))
        });
        let of_page = host::language();
        Self {
            state,
            notices: RwSignal::new(diagnostics),
            phase: RwSignal::new(Phase::Loading),
            explorer,
            epoch,
            answer,
            lang: Memo::new(move |_| state.with(|s| s.lang).unwrap_or(of_page)),
            dark: Memo::new(move |_| match state.with(|s| s.theme) {
                Some(Theme::Dark) => true,
                Some(Theme::Light) => false,
                _ => host::prefers_dark(),
            }),
            root: StoredValue::new(host::root()),
            door: StoredValue::new_local(door),
            sheets: RwSignal::new(host::data("sheet").is_some()),
            feed: StoredValue::new_local(Feed::default()),
        }
    }

    /// Takes a casebook in.
    pub fn set_explorer(&self, explorer: Explorer) {
        self.explorer.set_value(Some(explorer));
        self.renew();
    }

    /// Shows the casebook as it is now.
    fn renew(&self) {
        let mut dropped = Vec::new();
        let adopted = self.adopt(self.state.get_untracked(), &mut dropped);
        if adopted != self.state.get_untracked() {
            self.state.set(adopted);
        }
        self.add_notices(dropped);
        self.epoch.update(|n| *n += 1);
        self.phase.set(Phase::Ready);
    }

    /// Adds the packed texts to the casebook whose packed list is `list`; `folded` as in [`Explorer::index`].
    ///
    /// # Errors
    /// In words, what is wrong with the bytes; the casebook goes on without them.
    pub fn add_texts(&self, list: &[u8], texts: &[u8], folded: Option<&[u8]>) -> Result<(), String> {
        let add = |e: &mut Option<Explorer>| e.as_mut().map_or(Ok(()), |e| e.add_texts(list, texts, folded));
        if let Some(Err(why)) = self.explorer.try_update_value(add) {
            return Err(why.to_string());
        }
        self.renew();
        Ok(())
    }

    /// Says that the texts will not come.
    pub fn texts_failed(&self, why: String) {
        self.explorer.update_value(|e| {
            if let Some(explorer) = e {
                explorer.set_texts(Texts::Failed(why));
            }
        });
        self.epoch.update(|n| *n += 1);
    }

    /// Looks at the casebook; `None` before it is there. Follows its changes.
    pub fn with<T>(&self, read: impl FnOnce(&Explorer) -> T) -> Option<T> {
        self.epoch.track();
        self.explorer.with_value(|e| e.as_ref().map(read))
    }

    /// Asks the casebook something that needs its engine.
    pub fn ask<T>(&self, ask: impl FnOnce(&mut Explorer) -> T) -> Option<T> {
        self.epoch.track();
        self.explorer.try_update_value(|e| e.as_mut().map(ask)).flatten()
    }

    /// Shows a new state.
    pub fn go(&self, next: ViewState, step: Step) {
        let before = self.state.get_untracked();
        let next = next.held(&before);
        if next == before {
            return;
        }
        match self.door.get_value() {
            Door::Address => {
                // Where a frame denies this, the signal alone is the state: everything works but Back.
                host::set_address(&self.href(&next), step == Step::Push);
                self.state.set(next);
            }
            // The owner tells us in turn, through `follow`.
            Door::Owner(owner) => owner(&url::write(&next), step == Step::Push),
        }
    }

    /// Shows a state changed by `change`.
    pub fn change(&self, step: Step, change: impl FnOnce(&mut ViewState)) {
        let mut next = self.state.get_untracked();
        change(&mut next);
        self.go(next, step);
    }

    /// Takes the state of the address bar in, after Back or Forward or a link.
    pub fn read(&self) {
        let (state, mut diagnostics) = read_address();
        let state = self.adopt(state, &mut diagnostics);
        let state = state.held(&self.state.get_untracked());
        self.notices.set(diagnostics);
        self.state.set(state);
    }

    /// Opens a link of our own: what stands behind `?`.
    pub fn open(&self, query: &str, step: Step) {
        let (state, mut diagnostics) = url::parse(query);
        let state = self.adopt(state, &mut diagnostics);
        self.add_notices(diagnostics);
        self.go(state, step);
    }

    /// Whether organisations are to be masked. Not followed.
    pub fn names_off(&self) -> bool {
        self.state.with_untracked(|s| s.names_off)
    }

    /// The state as it stands behind `?`. Not followed.
    pub fn query(&self) -> String {
        self.state.with_untracked(url::write)
    }

    /// Takes the owner's state in, for a store that follows.
    pub fn follow(&self, query: &str) {
        let (state, _) = url::parse(query);
        if self.state.with_untracked(|now| *now != state) {
            self.state.set(state);
        }
    }

    fn adopt(&self, state: ViewState, diagnostics: &mut Vec<Diagnostic>) -> ViewState {
        let adopted = self.explorer.with_value(|e| e.as_ref().map(|e| e.adopt(&state)));
        match adopted {
            Some((state, dropped)) => {
                diagnostics.extend(dropped);
                state
            }
            None => state,
        }
    }

    fn add_notices(&self, new: Vec<Diagnostic>) {
        if !new.is_empty() {
            self.notices.update(|all| {
                for d in new {
                    if !all.contains(&d) {
                        all.push(d);
                    }
                }
            });
        }
    }

    /// The address of a state.
    pub fn href(&self, state: &ViewState) -> String {
        self.href_of(&url::write(state))
    }

    /// The address of what stands behind `?`.
    pub fn href_of(&self, query: &str) -> String {
        self.root.with_value(|root| if query.is_empty() { root.clone() } else { format!("{root}?{query}") })
    }

    /// The site's root, ending in `/`.
    pub fn root(&self) -> String {
        self.root.get_value()
    }

    /// Link maker of the views. Links keep what belongs to the reader rather than to the question: language, theme.
    pub fn links(&self) -> AppLinks {
        AppLinks { store: *self, now: self.state.get_untracked() }
    }

    /// Colours: what the link says, `None` = as the system.
    pub fn theme(&self) -> Option<Theme> {
        self.state.with(|s| s.theme)
    }
}

/// Links inside the app: everything is the root with a query.
pub struct AppLinks {
    store: Store,
    now: ViewState,
}

impl AppLinks {
    fn with_reader(&self, state: ViewState) -> ViewState {
        ViewState {
            lang: self.now.lang,
            theme: self.now.theme,
            ui: self.now.ui,
            names_off: self.now.names_off,
            pin: self.now.pin.clone(),
            ..state
        }
    }
}

impl Links for AppLinks {
    fn case(&self, id: &str) -> String {
        self.store.href(&ViewState { case: Some(id.to_owned()), ..self.now.clone() })
    }

    fn article(&self, id: &str) -> String {
        self.case(id)
    }

    fn org(&self, slug: &str) -> String {
        let query = self.store.with(|e| e.org_query(slug)).unwrap_or_default();
        let (state, _) = url::parse(&query);
        self.store.href(&self.with_reader(state))
    }

    fn explore(&self, state: &ViewState) -> String {
        self.store.href(&self.with_reader(state.clone()))
    }
}

/// The query of the address bar over what the page itself stands for.
fn read_address() -> (ViewState, Vec<Diagnostic>) {
    let (mut state, diagnostics) = url::parse(&host::query());
    if state.case.is_none()
        && let Some(case) = host::data("case")
        && !host::is_root()
    {
        state.case = Some(case);
    }
    if let Some(view) = host::data("view").filter(|_| !host::is_root()) {
        let (of_page, _) = url::parse(&view);
        if state.view == View::default() {
            state.view = of_page.view;
        }
        state.off.extend(of_page.off.iter().filter(|key| !state.off.contains(key)).cloned().collect::<Vec<_>>());
        for filter in of_page.filters {
            if state.filters_on(filter.dimension).next().is_none() {
                state.filters.push(filter);
            }
        }
    }
    (state, diagnostics)
}
