//! The result as lanes: what happened when, case by case, on one scale.

use leptos::prelude::*;

use super::{
    state::Store,
    virtual_list::{CHUNK, Chunks},
};
use crate::{
    dimensions::Record,
    model::Lang,
    page::{self, lanes},
};

/// The lanes of the result, in its order.
#[component]
pub fn Lanes(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let rows = Signal::derive(move || store.answer.with(|a| a.0.order.len()));
    let chunks = Chunks::new(rows, 120, CHUNK, "#results-lanes");
    let home = NodeRef::new();
    let draw = move |chunk: usize| {
        let answer = store.answer.get_untracked();
        let rows = answer.0.order.iter().skip(chunk * CHUNK).take(CHUNK);
        let drawn: Vec<_> = rows.filter_map(|row| row_view(store, *row, lang)).collect();
        view! { <div data-chunk=chunk>{drawn}</div> }.into_any()
    };
    chunks.keep(home, move || store.answer.get(), draw);
    view! {
        {lanes::scale(lang)}
        <div id="results-lanes" class="lanes" node_ref=home><div></div><div></div></div>
    }
}

fn row_view(store: Store, row: u32, lang: Lang) -> Option<AnyView> {
    let drawn = store.with(|explorer| {
        let links = store.links();
        let scene = page::Scene { lang, dataset: explorer.dataset(), links: &links };
        explorer.record(row).map(|record| {
            let view = match record {
                Record::Incident(incident, _) => lanes::lane(&scene, incident),
                Record::Article(article) => lanes::article(&scene, article),
            };
            (record.id().to_owned(), view)
        })
    });
    let (id, view) = drawn.flatten()?;
    Some(view! { <div class="result" data-id=id>{view}</div> }.into_any())
}
