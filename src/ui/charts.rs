//! Where the charts stand: the strip above the result, and the page of large ones.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    chart::ChartFigure,
    host,
    state::{Step, Store},
};
use crate::{
    chart::{self, ChartModel, Options, Shade},
    model::Lang,
};

#[component]
pub fn Strip(lang: Lang) -> impl IntoView {
    view! { <div class="chart-strip">{figures(lang)}</div> }
}

#[component]
pub fn Page(lang: Lang) -> impl IntoView {
    view! { <div class="chart-page">{figures(lang)}</div> }
}

/// One figure for each chart; they are made once and then only told their new numbers.
fn figures(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let models = Memo::new(move |_| {
        let answer = store.answer.get();
        let options = Options {
            lang,
            shade: if store.dark.get() { Shade::Dark } else { Shade::Light },
            motion: !host::media("(prefers-reduced-motion: reduce)"),
            narrow: host::media("(max-width: 760px)"),
        };
        let state = store.state.get();
        let models = store.ask(|e| chart::strip(e, &state, &answer.0, &options));
        Arc::new(models.map(Vec::from).unwrap_or_default())
    });
    (0..chart::CHARTS)
        .map(|at| {
            let model = Memo::new(move |_| models.with(|m| m.get(at).cloned().unwrap_or_default()));
            let model: Signal<ChartModel> = model.into();
            view! {
                <ChartFigure
                    model
                    lang
                    on_activate=Callback::new(move |state| store.go(state, Step::Push))
                    href=Callback::new(move |state| store.href(&state))
                />
            }
        })
        .collect_view()
}
