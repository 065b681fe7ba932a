//! What of a link could not be used; each is shown once and can be dismissed.

use super::live::maybe;
use leptos::prelude::*;

use super::state::Store;
use crate::{
    dataset::Texts,
    i18n::{
        common::{self, LinkProblem},
        explorer::Msg,
    },
    model::Lang,
};

#[component]
pub fn Notices(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let texts_failed = move || store.with(|e| matches!(e.dataset().texts, Texts::Failed(_))).unwrap_or(false);
    let masked = move || store.state.with(|s| s.names_off);
    view! {
        <div class="notices" aria-live="polite">
            {maybe(move || {
                let all = store.notices.get();
                (!all.is_empty()).then(|| {
                    let parts: Vec<_> = all
                        .iter()
                        .map(|d| {
                            let why = LinkProblem::from(d.problem).text(lang);
                            view! { <li>{Msg::NoticePart.fill(lang, &[("part", &d.part), ("why", why)])}</li> }
                        })
                        .collect();
                    view! {
                        <div class="notice">
                            <div>
                                <strong>{Msg::NoticeTitle.text(lang)}</strong>
                                <ul>{parts}</ul>
                            </div>
                            <button class="close" on:click=move |_| store.notices.set(Vec::new()) aria-label=common::Msg::Close.text(lang)>
                                "✕"
                            </button>
                        </div>
                    }
                    .into_any()
                })
            })}
            {maybe(move || masked().then(|| view! { <p class="notice">{Msg::NamesMasked.text(lang)}</p> }.into_any()))}
            {maybe(move || texts_failed().then(|| view! { <p class="notice">{Msg::TextsFailed.text(lang)}</p> }.into_any()))}
        </div>
    }
}
