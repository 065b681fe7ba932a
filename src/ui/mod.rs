//! The browser app: state, loading, one file a screen. Everything a screen shows follows from [`state::Store`].
//!
//! Invariant: only `state` writes the address, only `browser` declares foreign functions, no element carries an inline
//! style attribute (the page's policy forbids it; `style:name=value` is allowed).

mod basket;
pub mod browser;
pub mod chart;
mod chart_save;
mod charts;
mod chips;
mod empty;
mod explorer;
mod facets;
mod header;
mod host;
mod keys;
mod lanes;
mod links;
mod live;
mod load;
mod notices;
mod patch;
mod range_facet;
mod record;
mod results;
mod room;
pub mod rooms;
mod sentence;
mod sheets;
mod sort;
mod state;
mod suggest;
mod table;
mod virtual_list;

use leptos::prelude::*;
use live::{live, maybe};
use wasm_bindgen::JsCast;

use crate::{
    i18n::explorer::Msg,
    model::Lang,
    url::{Chrome, View},
};
use state::{Phase, Store};

/// Begins the app and starts loading. It stands in place of the page's static content; where that is held
/// ([`host::is_held`]) it is drawn in a place behind it, unseen, until [`host::arrived`].
pub fn mount() {
    let document = host::document();
    let behind = document.get_element_by_id("app-behind");
    let Some(place) = behind.or_else(|| document.get_element_by_id("app")) else { return };
    let Ok(home) = document.create_element("div") else { return };
    home.set_id("app");
    if place.replace_with_with_node_1(&home).is_err() {
        return;
    }
    let Ok(home) = home.dyn_into() else { return };
    mount_to(home, App).forget();
}

/// The whole app.
#[component]
fn App() -> impl IntoView {
    let store = Store::of_address();
    provide_context(store);
    let names_off = Memo::new(move |_| store.state.with(|s| s.names_off));
    // The first time this begins the loading, later it exchanges the casebook.
    Effect::new(move |_| {
        names_off.get();
        load::load(store);
    });
    room::listen(store);
    links::listen(store);
    keys::listen(store);
    Effect::new(move |_| {
        host::set_language(store.lang.get());
        host::set_theme(match store.theme() {
            Some(crate::url::Theme::Light) => Some("light"),
            Some(crate::url::Theme::Dark) => Some("dark"),
            _ => None,
        });
    });
    // Words are plain text: another language draws everything anew.
    live(move || view! { <Shell lang=store.lang.get() /> }.into_any())
}

/// What is in the middle of the page.
#[derive(Clone, PartialEq, Eq)]
enum Screen {
    Loading,
    Failed(String),
    /// One that the second program draws.
    Room(&'static str),
    Record,
    View(View),
}

#[component]
fn Shell(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let screen = Memo::new(move |_| match store.phase.get() {
        Phase::Loading => Screen::Loading,
        Phase::Failed(why) => Screen::Failed(why),
        Phase::Ready => store.state.with(|s| match &s.case {
            Some(_) => Screen::Record,
            // Cards, table and lanes are one screen.
            None if matches!(s.view, View::Table | View::Timeline) => Screen::View(View::Cards),
            None if s.view == View::Articles => Screen::Room("articles"),
            None if s.view == View::About => Screen::Room("about"),
            None if s.view == View::Org => Screen::Room("org"),
            None => Screen::View(s.view),
        }),
    });
    let chrome = Memo::new(move |_| store.state.with(|s| s.ui));
    let sheets = move || store.sheets.get() && store.phase.with(|phase| *phase == Phase::Ready);
    view! {
        <a class="skip" href="#main">{Msg::SkipToResults.text(lang)}</a>
        {maybe(move || (chrome.get() == Chrome::Full).then(|| view! { <header::Header lang /> }.into_any()))}
        <notices::Notices lang />
        {live(move || {
            let screen = screen.get();
            if matches!(screen, Screen::Failed(_) | Screen::View(_)) {
                host::arrived();
            }
            match screen {
                Screen::Loading => explorer::loading(lang).into_any(),
                Screen::Failed(why) => explorer::failed(store, lang, &why).into_any(),
                Screen::Record => view! { <room::Record lang /> }.into_any(),
                Screen::Room(name) => view! { <room::Room name lang /> }.into_any(),
                Screen::View(view) => view! { <explorer::Explorer lang view /> }.into_any(),
            }
        })}
        // Not before the casebook is there: the rooms begin with it.
        {maybe(move || sheets().then(|| view! { <room::Room name="sheets" lang /> }.into_any()))}
        <keys::Help lang />
    }
}
