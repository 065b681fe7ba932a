//! The order of the result.

use leptos::prelude::*;

use super::state::{Step, Store};
use crate::{dimensions::find, i18n::explorer::Msg, model::Lang, page::say, url::Sort};

fn written(sort: &[Sort]) -> String {
    sort.iter().map(|s| format!("{}{}", if s.descending { "-" } else { "" }, s.key)).collect::<Vec<_>>().join(",")
}

/// Reads `-affected,org`.
fn read(text: &str) -> Vec<Sort> {
    crate::url::parse(&format!("sort={text}")).0.sort
}

#[component]
pub fn SortSelect(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let now = Memo::new(move |_| store.state.with(|s| written(&s.sort)));
    let options = move || {
        let now = now.get();
        let other = say::order_of_other(lang);
        let searching = store.state.with(|s| !s.q.is_empty());
        let mut named: Vec<(String, String)> = say::ORDERS
            .iter()
            .filter(|(key, _)| *key != other && (*key != "relevance" || searching || now == "relevance"))
            .map(|(key, msg)| ((*key).to_owned(), msg.text(lang).to_owned()))
            .collect();
        if !named.iter().any(|(key, _)| *key == now) {
            named.push((now.clone(), Msg::SortCustom.text(lang).to_owned()));
        }
        named
            .into_iter()
            .map(|(key, name)| {
                let selected = key == now;
                view! { <option value=key selected=selected>{name}</option> }
            })
            .collect_view()
    };
    view! {
        <label class="sort">
            <span class="visually-hidden">{Msg::SortLabel.text(lang)}</span>
            <select on:change:target=move |e| {
                let sort = read(&e.target().value());
                store.change(Step::Push, |s| s.sort = sort);
            }>{options}</select>
        </label>
    }
}

/// The sort keys after a click on a column's head: down, up, default.
pub fn next(sort: &[Sort], key: &str) -> Vec<Sort> {
    // Counts and dates are asked for from the top, names from the beginning.
    let largest_first = find(key).is_some_and(|d| !crate::dimensions::DIMENSIONS[d].is_category());
    match sort.first() {
        Some(first) if first.key == key && first.descending == largest_first => {
            vec![Sort { key: key.to_owned(), descending: !largest_first }]
        }
        Some(first) if first.key == key => Vec::new(),
        _ => vec![Sort { key: key.to_owned(), descending: largest_first }],
    }
}
