//! The basket of hand-picked cases. It lives in the link as `pick=`; while one goes on looking it is paused
//! (`off=pick`), so that it does not narrow the result.

use super::live::maybe;
use leptos::prelude::*;

use super::{chips::paused, state::Store};
use crate::{i18n::explorer::Msg, model::Lang, url::ViewState};

#[component]
pub fn Basket(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    maybe(move || {
        let state = store.state.get();
        (!state.pick.is_empty()).then(|| {
            let narrowed = !state.is_off("pick");
            let toggle = store.href(&paused(&state, "pick"));
            let mut empty = state.clone();
            empty.pick.clear();
            empty.off.retain(|k| k != "pick");
            let clear = store.href(&empty);
            let count = Msg::BasketCount.fill(lang, &[("n", &state.pick.len().to_string())]);
            view! {
                <div class="basket" role="group" aria-label=Msg::PickChip.text(lang)>
                    <b>{count}</b>
                    <a class="button" href=toggle>{if narrowed { Msg::BasketBack } else { Msg::BasketShow }.text(lang)}</a>
                    <a class="quiet" href=clear>{Msg::BasketClear.text(lang)}</a>
                </div>
            }
            .into_any()
        })
    })
}

/// A copy in which a case is in the basket, or no longer.
pub fn toggled(state: &ViewState, id: &str) -> ViewState {
    let mut next = state.clone();
    if let Some(at) = next.pick.iter().position(|p| p == id) {
        next.pick.remove(at);
        if next.pick.is_empty() {
            next.off.retain(|k| k != "pick");
        }
        return next;
    }
    // The first case begins a collection; the result stays as it is until one asks for the collection alone.
    if next.pick.is_empty() {
        next.off.push("pick".to_owned());
    }
    next.pick.push(id.to_owned());
    next
}
