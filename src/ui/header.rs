//! The top of the page: name, search, language, colours, link; and the places one can go.

use super::live::{maybe, words};
use leptos::prelude::*;

use super::{
    host,
    room::Room,
    state::{Step, Store},
};
use crate::{
    i18n::{common, explorer::Msg},
    model::Lang,
    page::say,
    url::{Theme, View, ViewState},
};

#[component]
pub fn Header(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let years = move || store.with(say::years).flatten().unwrap_or_default();
    let home = move || {
        let s = store.state.get();
        store.href(&ViewState { lang: s.lang, theme: s.theme, names_off: s.names_off, ..ViewState::default() })
    };
    view! {
        <header class="top">
            <a class="brand" href=home>
                <span class="seal" aria-hidden="true">"簿"</span>
                <span>
                    <b>"事件簿"</b>
                    <span class="tagline">"JIKENBO · " {common::Msg::Tagline.text(lang)} " " <span class="num">{words(years)}</span></span>
                </span>
            </a>
            <SearchBox lang />
            <Tools lang />
        </header>
        <Places lang />
    }
}

#[component]
fn SearchBox(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    // What is typed, with the blanks at its ends that the query does not keep.
    let typed = RwSignal::new(store.state.with_untracked(|s| s.q.clone()));
    let asked = Memo::new(move |_| store.state.with(|s| s.q.clone()));
    Effect::new(move |_| {
        let q = asked.get();
        if typed.with_untracked(|t| t.trim() != q) {
            typed.set(q);
        }
    });
    // The first keystroke is a step that Back undoes; the rest of the typing replaces it.
    let typing = StoredValue::new(false);
    // Suggestions come with the first keystroke.
    let begun = RwSignal::new(false);
    let search = move |text: String| {
        if !begun.get_untracked() {
            begun.set(true);
        }
        typed.set(text.clone());
        let step = if typing.get_value() { Step::Replace } else { Step::Push };
        typing.set_value(true);
        store.change(step, |s| {
            s.q = text.trim().chars().take(crate::url::MAX_QUERY_CHARS).collect();
            s.off.retain(|k| k != "q");
            s.case = None;
            if !matches!(s.view, View::Cards | View::Table | View::Timeline | View::Charts | View::Map | View::Compare)
            {
                s.view = View::Cards;
            }
        });
    };
    view! {
        <form class="search" role="search" on:submit=move |e| {
            e.prevent_default();
            typing.set_value(false);
        }>
            <svg class="glass" viewBox="0 0 20 20" aria-hidden="true"><circle cx="8.5" cy="8.5" r="5.5" /><path d="M13 13l4.5 4.5" /></svg>
            <input
                id="q"
                type="search"
                enterkeyhint="search"
                autocomplete="off"
                spellcheck="false"
                aria-label=Msg::SearchLabel.text(lang)
                placeholder=Msg::SearchPlaceholder.text(lang)
                prop:value=move || typed.get()
                on:input:target=move |e| search(e.target().value())
                on:blur=move |_| typing.set_value(false)
            />
            {maybe(move || (!typed.with(String::is_empty)).then(|| view! {
                <button type="button" class="clear" aria-label=Msg::ClearSearch.text(lang) on:click=move |_| {
                    search(String::new());
                    host::focus("#q");
                }>"✕"</button>
            }.into_any()))}
            <kbd aria-hidden="true">"/"</kbd>
            {maybe(move || begun.get().then(|| view! { <Room name="suggest" lang /> }.into_any()))}
        </form>
    }
}

#[component]
fn Tools(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let other = move || {
        let mut s = store.state.get();
        s.lang = Some(lang.other());
        store.href(&s)
    };
    let dark = store.dark;
    let flip = move || {
        let mut s = store.state.get();
        s.theme = Some(if dark.get() { Theme::Light } else { Theme::Dark });
        store.href(&s)
    };
    let theme_words = move || if dark.get() { Msg::ThemeToLight } else { Msg::ThemeToDark }.text(lang);
    view! {
        <div class="tools">
            <a class="button plain" href=other hreflang=lang.other().tag() lang=lang.other().tag() aria-label=Msg::LanguageLabel.text(lang)>
                {Msg::Language.text(lang)}
            </a>
            <a class="button plain" href=flip aria-label=theme_words title=theme_words>
                <svg class="halfmoon" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="7" /><path d="M10 3a7 7 0 0 0 0 14z" /></svg>
            </a>
            <button type="button" class="button" data-opens="share" aria-haspopup="dialog">{Msg::Share.text(lang)}</button>
        </div>
    }
}

#[component]
fn Places(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let places = [
        (View::Cards, common::Msg::Search),
        (View::Charts, common::Msg::Charts),
        (View::Articles, common::Msg::Articles),
        (View::About, common::Msg::About),
    ];
    let links: Vec<_> = places
        .into_iter()
        .map(|(view, name)| {
            let here = move || {
                store.state.with(|s| {
                    s.case.is_none()
                        && (s.view == view
                            || view == View::Cards && matches!(s.view, View::Table | View::Timeline | View::Org)
                            || view == View::Charts && matches!(s.view, View::Map | View::Compare))
                })
            };
            let href = move || {
                let mut s = store.state.get();
                (s.view, s.case) = (view, None);
                store.href(&s)
            };
            view! { <li><a href=href aria-current=move || here().then_some("page")>{name.text(lang)}</a></li> }
        })
        .collect();
    view! { <nav class="places" aria-label=common::Msg::Name.text(lang)><ul>{links}</ul></nav> }
}
