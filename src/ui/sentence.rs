//! The sentence that says what is on screen, in words, always true; and its polite echo for screen readers.

use super::live::{maybe, words};
use gloo::timers::callback::Timeout;
use leptos::prelude::*;

use super::{chips, state::Store};
use crate::{
    explore::{Answer, SYNONYMS},
    i18n::explorer::Msg,
    model::Lang,
    page::say,
    text::TextReason,
    url::ViewState,
};

/// How long counts must stand still before they are announced, in milliseconds.
const REST_MS: u32 = 600;

#[component]
pub fn Sentence(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let head = Memo::new(move |_| store.answer.with(|a| say::count_of(&a.0, lang)));
    let phrases = move || store.with(|e| store.state.with(|s| e.phrases(s, lang))).unwrap_or_default();
    let people = move || store.with(|e| store.answer.with(|a| say::people(e, &a.0, lang))).flatten();
    let expansions = move || store.answer.with(|a| expansions(&a.0, lang));
    let unused = move || store.answer.with(|a| unused(&a.0, lang));
    // Announced once typing or clicking has come to rest.
    let echo = RwSignal::new(String::new());
    let waiting: StoredValue<Option<Timeout>, LocalStorage> = StoredValue::new_local(None);
    Effect::new(move |_| {
        let text = head.get();
        // A new wait drops, and so cancels, the one before.
        waiting.set_value(Some(Timeout::new(REST_MS, move || {
            echo.try_set(text);
        })));
    });
    let article_hits = articles_found(store, lang);
    view! {
        <h1 class="say">
            <em class="num">{words(move || head.get())}</em>
            {words(move || {
                let phrases = phrases().join(if lang == Lang::Ja { "、" } else { ", " });
                if phrases.is_empty() { phrases } else { format!(" · {phrases}") }
            })}
            {maybe(move || people().map(|p| view! { <small class="num">{p}</small> }.into_any()))}
        </h1>
        {maybe(move || {
            let used = expansions();
            let off = store.state.with(|s| !s.q.is_empty() && s.is_off(SYNONYMS));
            (off || used.is_some()).then(|| {
                let href = store.href(&chips::paused(&store.state.get(), SYNONYMS));
                let other = if off { Msg::SynonymsOn } else { Msg::SynonymsOff };
                view! { <p class="aside-line">{used} " " <a href=href>{other.text(lang)}</a></p> }.into_any()
            })
        })}
        {maybe(move || unused().map(|text| view! { <p class="aside-line">{text}</p> }.into_any()))}
        {article_hits}
        <p class="visually-hidden" role="status" aria-live="polite">{words(move || echo.get())}</p>
    }
}

/// What synonyms added to the search, said plainly.
fn expansions(answer: &Answer, lang: Lang) -> Option<String> {
    let mut words: Vec<&str> = answer.expansions.iter().flat_map(|e| &e.words).map(String::as_str).collect();
    words.dedup();
    words.truncate(8);
    let separator = if lang == Lang::Ja { "、" } else { ", " };
    (!words.is_empty()).then(|| Msg::SynonymsUsed.fill(lang, &[("words", &words.join(separator))]))
}

fn unused(answer: &Answer, lang: Lang) -> Option<String> {
    let parts = answer.text_diagnostics.iter().map(|d| {
        let why = match d.reason {
            TextReason::UnknownField => Msg::NoSuchField,
            TextReason::UnknownValue => Msg::NoSuchValue,
            TextReason::BadRange => Msg::NoRange,
            _ => return d.part.clone(),
        };
        format!("{} ({})", d.part, why.text(lang))
    });
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| Msg::TextPartUnused.fill(lang, &[("part", &parts.join(" "))]))
}

/// A search also says how many articles it would find.
fn articles_found(store: Store, lang: Lang) -> AnyView {
    maybe(move || {
        let q = store.state.with(|s| if s.is_off("q") { String::new() } else { s.q.clone() });
        if q.is_empty() {
            return None;
        }
        let (mut state, _) = crate::url::parse("kind=article");
        state.q = q;
        let n = store.ask(|e| e.count(&state)).unwrap_or(0);
        (n > 0).then(|| {
            let now = store.state.get_untracked();
            let href =
                store.href(&ViewState { view: crate::url::View::Articles, lang: now.lang, theme: now.theme, ..state });
            view! { <p class="aside-line"><a href=href>{Msg::InArticles.fill(lang, &[("n", &n.to_string())])}</a></p> }
                .into_any()
        })
    })
}
