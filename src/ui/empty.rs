//! No result: which filter to drop, and the count that would give.

use super::live::live;
use leptos::prelude::*;

use super::state::Store;
use crate::{
    dimensions::DIMENSIONS,
    explore::Relaxation,
    i18n::{self, explorer::Msg},
    model::Lang,
};

#[component]
pub fn Empty(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    live(move || {
        let state = store.state.get();
        let found = store.ask(|e| e.relaxations(&state)).unwrap_or_default();
        let all = store.answer.with(|a| a.0.total);
        let items: Vec<_> = found
            .iter()
            .map(|(relaxation, n)| {
                let name = match relaxation {
                    Relaxation::Dimension(d) => DIMENSIONS[*d].name(lang),
                    Relaxation::Search => Msg::SearchChip.text(lang),
                    Relaxation::Pick => Msg::PickChip.text(lang),
                    Relaxation::Hide => Msg::HideChip.text(lang),
                };
                let href = store.href(&relaxation.apply(&state));
                let words = Msg::EmptyDrop.fill(lang, &[("name", name), ("n", &i18n::number(u64::from(*n)))]);
                view! { <li><a class="button" href=href>{words}</a></li> }
            })
            .collect();
        let cleared = store.href(&state.cleared());
        view! {
            <div class="empty">
                <h2>{Msg::Empty.text(lang)}</h2>
                {(!items.is_empty()).then(|| view! { <p>{Msg::EmptyHelp.text(lang)}</p> })}
                <ul>
                    {items}
                    <li><a class="button" href=cleared>
                        {Msg::EmptyNothing.fill(lang, &[("n", &i18n::number(u64::from(all)))])}
                    </a></li>
                </ul>
            </div>
        }
        .into_any()
    })
}
