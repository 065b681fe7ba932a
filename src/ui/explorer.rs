//! The start page: facets on the left, the sentence, chips, charts and the result in the middle.

use super::live::{maybe, words};
use gloo::timers::callback::Timeout;
use leptos::prelude::*;

use super::{basket, chips, facets, results, room::Room, sentence, state::Store};
use crate::{
    i18n::{common, explorer::Msg},
    model::Lang,
    url::{Chrome, View},
};

#[component]
pub fn Explorer(lang: Lang, view: View) -> impl IntoView {
    let store = expect_context::<Store>();
    let sheet = RwSignal::new(false);
    let chrome = Memo::new(move |_| store.state.with(|s| s.ui));
    // Kept, for one that is forgotten is never freed.
    let waiting: StoredValue<Option<Timeout>, LocalStorage> = StoredValue::new_local(None);
    Effect::new(move |_| {
        let phrases = store.with(|e| store.state.with(|s| e.phrases(s, lang))).unwrap_or_default();
        let name = common::Msg::Name.text(lang);
        let title = if phrases.is_empty() { name.to_owned() } else { format!("{} · {name}", phrases.join(" · ")) };
        // The tab can wait for what is on the page.
        waiting.set_value(Some(Timeout::new(0, move || super::host::set_title(&title))));
    });
    let headed = Memo::new(move |_| store.state.with(|s| !s.title.is_empty() || !s.note.is_empty()));
    let filters = move || store.state.with(|s| s.filters.len());
    let matching = move || crate::i18n::number(u64::from(store.answer.with(|a| a.0.matching)));
    view! {
        <div class="explorer" class:sheet-open=move || sheet.get()>
            {maybe(move || (chrome.get() == Chrome::Full).then(|| view! { <facets::Panel lang sheet /> }.into_any()))}
            <main id="main" tabindex="-1">
                {maybe(move || headed.get().then(|| view! { <Room name="heading" lang /> }.into_any()))}
                <sentence::Sentence lang />
                {maybe(move || (chrome.get() != Chrome::None).then(|| view! { <chips::Chips lang /> }.into_any()))}
                <basket::Basket lang />
                {match view {
                    View::Charts | View::Map | View::Compare => view! { <results::ChartsPage lang view /> }.into_any(),
                    _ => view! { <results::Results lang /> }.into_any(),
                }}
            </main>
            {maybe(move || (chrome.get() == Chrome::Full).then(|| view! {
                <div class="sheet-bar">
                    <button class="button strong" on:click=move |_| sheet.set(true) aria-haspopup="dialog">
                        {words(move || Msg::FiltersWith.fill(lang, &[("n", &filters().to_string())]))}
                    </button>
                </div>
                <div class="sheet-foot">
                    <button class="button strong" on:click=move |_| sheet.set(false)>
                        {words(move || Msg::ShowResults.fill(lang, &[("n", &matching())]))}
                    </button>
                </div>
            }.into_any()))}
        </div>
    }
}

/// The frame of the page while the casebook is on its way.
pub fn loading(lang: Lang) -> impl IntoView {
    view! {
        <div class="explorer loading">
            <div class="panel-ghost" aria-hidden="true">{(0..3).map(|_| view! { <i></i><i></i><i></i><i></i> }).collect_view()}</div>
            <main id="main" tabindex="-1" aria-busy="true">
                <p class="say" role="status">{Msg::Loading.text(lang)}</p>
                <div class="list-ghost" aria-hidden="true"><i></i><i></i><i></i></div>
            </main>
        </div>
    }
}

/// What happened, what still works and what to do.
pub fn failed(store: Store, lang: Lang, why: &str) -> impl IntoView + use<> {
    let list = format!("{}{}/", store.root(), lang.tag());
    view! {
        <main id="main" class="plain" tabindex="-1">
            <div class="failure" role="alert">
                <h1>{Msg::LoadFailed.text(lang)}</h1>
                <p><code>{why.to_owned()}</code></p>
                <p>{Msg::LoadFailedHelp.text(lang)}</p>
                <p class="acts">
                    <button class="button strong" on:click=move |_| super::load::load(store)>{Msg::Retry.text(lang)}</button>
                    <a class="button" href=list>{Msg::StaticList.text(lang)}</a>
                </p>
            </div>
        </main>
    }
}
