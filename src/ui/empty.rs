//! No result: near words, which word or filter to drop, the count that each of these would give, how to write a search.

use leptos::prelude::*;

use super::state::Store;
use crate::{
    dimensions::DIMENSIONS,
    explore::Relaxation,
    i18n::{self, explorer, search::Msg},
    model::Lang,
    url::ViewState,
};

#[component]
pub fn Empty(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let number = |n: u32| i18n::number(u64::from(n));
    move || {
        let state = store.state.get();
        if store.answer.with(|a| a.0.matching) > 0 {
            return ().into_any();
        }
        let searching = !state.q.is_empty() && !state.is_off("q");
        let offers = if searching { store.ask(|e| e.offers(&state)).unwrap_or_default() } else { Vec::new() };
        let link = |q: &str, words: String| {
            let href = store.href(&ViewState { q: q.to_owned(), ..state.clone() });
            view! { <li><a class="button" href=href>{words}</a></li> }
        };
        let mut words: Vec<&str> = Vec::new();
        for offer in offers.iter().filter(|offer| offer.near.is_some()) {
            if !words.contains(&offer.word.as_str()) {
                words.push(&offer.word);
            }
        }
        let near: Vec<_> = words
            .into_iter()
            .map(|word| {
                let items: Vec<_> = offers
                    .iter()
                    .filter(|offer| offer.word == word)
                    .filter_map(|offer| {
                        let near = offer.near.as_deref()?;
                        let n = number(offer.matching);
                        Some(link(&offer.q, Msg::NearOffer.fill(lang, &[("near", near), ("n", &n)])))
                    })
                    .collect();
                view! {
                    <p>{Msg::Near.fill(lang, &[("word", word)])}</p>
                    <ul class="near">{items}</ul>
                }
            })
            .collect();
        let without: Vec<_> = offers
            .iter()
            .filter(|offer| offer.near.is_none())
            .map(|offer| {
                let n = number(offer.matching);
                link(&offer.q, Msg::Without.fill(lang, &[("word", &offer.word), ("n", &n)]))
            })
            .collect();
        let found = store.ask(|e| e.relaxations(&state)).unwrap_or_default();
        let dropped: Vec<_> = found
            .iter()
            .map(|(relaxation, n)| {
                let name = match relaxation {
                    Relaxation::Dimension(d) => DIMENSIONS[*d].name(lang),
                    Relaxation::Search => explorer::Msg::SearchChip.text(lang),
                    Relaxation::Pick => explorer::Msg::PickChip.text(lang),
                    Relaxation::Hide => explorer::Msg::HideChip.text(lang),
                };
                let href = store.href(&relaxation.apply(&state));
                let words = Msg::DropOne.fill(lang, &[("name", name), ("n", &number(*n))]);
                view! { <li><a class="button" href=href>{words}</a></li> }
            })
            .collect();
        let some = !dropped.is_empty() || !without.is_empty();
        let all = number(store.answer.with(|a| a.0.total));
        let cleared = store.href(&state.cleared());
        view! {
            <div class="empty">
                <h2>{Msg::Empty.text(lang)}</h2>
                {near}
                {some.then(|| view! { <p>{Msg::Drop.text(lang)}</p> })}
                <ul>
                    {without}
                    {dropped}
                    <li><a class="button" href=cleared>{Msg::Nothing.fill(lang, &[("n", &all)])}</a></li>
                </ul>
                {searching.then(|| view! { <p class="soft">{Msg::Help.text(lang)}</p> })}
            </div>
        }
        .into_any()
    }
}
