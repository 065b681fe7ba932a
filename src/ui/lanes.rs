//! The result as lanes: what happened when, case by case, on one scale.

use leptos::prelude::*;

use super::{
    state::Store,
    virtual_list::{CHUNK, Chunks},
};
use crate::{
    dimensions::Record,
    model::Lang,
    page::{self, Part, lanes},
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
        rows.filter_map(|row| row_part(store, *row, lang)).collect()
    };
    chunks.keep(home, move || store.answer.get(), draw);
    view! {
        {lanes::scale(lang)}
        <div id="results-lanes" class="lanes" node_ref=home><div></div><div></div></div>
    }
}

fn row_part(store: Store, row: u32, lang: Lang) -> Option<Part> {
    let drawn = store.with(|explorer| {
        let links = store.links();
        let scene = page::Scene { lang, dataset: explorer.dataset(), links: &links };
        explorer.record(row).map(|record| {
            let lane = match record {
                Record::Incident(incident, _) => lanes::lane(&scene, incident),
                Record::Article(article) => lanes::article(&scene, article),
            };
            (record.id().to_owned(), lane)
        })
    });
    let (id, lane) = drawn.flatten()?;
    Some(Part::new("div", "result").with("data-id", id).holding([lane]))
}
