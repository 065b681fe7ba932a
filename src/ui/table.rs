//! The result as a table: any column, any order, the columns in the link.

use leptos::prelude::*;

use super::{
    sort,
    state::{Step, Store},
    virtual_list::{CHUNK, Chunks},
};
use crate::{
    dimensions::{DIMENSIONS, Record, Source},
    explore::Explorer,
    formats::columns::{LEADING, TRAILING, TextColumn, dimension_cell},
    i18n::{self, common, explorer::Msg, rooms},
    model::{Article, Incident, Lang, PartialDate, derive::Derived},
    url::ViewState,
};

/// Columns where the link names none.
const USUAL: [&str; 7] = ["id", "disclosed", "org", "headline", "label", "affected", "leak"];

/// Names of the columns that are no dimension; a table shows one language, so pairs are one column.
fn name_of(key: &str, lang: Lang) -> Option<String> {
    if let Some(d) = crate::dimensions::find(key) {
        return Some(DIMENSIONS[d].name(lang).to_owned());
    }
    if key == "headline" {
        return Some(match lang {
            Lang::Ja => "見出し".into(),
            Lang::En => "Headline".into(),
        });
    }
    let column = text_column(key)?;
    Some(if lang == Lang::Ja { column.help.0 } else { column.help.1 }.to_owned())
}

fn text_column(key: &str) -> Option<&'static TextColumn> {
    LEADING.iter().chain(TRAILING).find(|c| c.key == key)
}

/// The columns of a state.
fn columns(state: &ViewState) -> Vec<String> {
    if state.cols.is_empty() { USUAL.map(String::from).to_vec() } else { state.cols.clone() }
}

/// All columns that can be chosen, in their usual order.
fn choosable() -> Vec<&'static str> {
    let mut out = vec!["id", "org", "headline"];
    out.extend(LEADING.iter().map(|c| c.key).filter(|k| matches!(*k, "case_no" | "title")));
    out.extend(DIMENSIONS.iter().map(|d| d.key).filter(|k| !matches!(*k, "org" | "kind")));
    out.extend(TRAILING.iter().map(|c| c.key).filter(|k| matches!(*k, "discovered" | "contained" | "reviewed")));
    out
}

#[component]
pub fn Table(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let cols = Memo::new(move |_| store.state.with(columns));
    let rows = Signal::derive(move || store.answer.with(|a| a.0.order.len()));
    let chunks = Chunks::new(rows, 46, CHUNK, "#results-table");
    let head = move || {
        cols.get()
            .into_iter()
            .filter_map(|key| {
                let name = name_of(&key, lang)?;
                let sortable = (key != "headline" && text_column(&key).is_none()) || key == "id";
                // Organisations sort by their English name in English.
                let sort_key = if key == "org" && lang == Lang::En { "org_en".to_owned() } else { key.clone() };
                let numeric = is_numeric(&key);
                let state = {
                    let sort_key = sort_key.clone();
                    move || store.state.with(|s| s.sort.first().filter(|f| f.key == sort_key).map(|f| f.descending))
                };
                let arrow = state.clone();
                let href = move || {
                    store.href(&store.state.with(|s| ViewState { sort: sort::next(&s.sort, &sort_key), ..s.clone() }))
                };
                let help = rooms::Msg::SortBy.fill(lang, &[("name", &name)]);
                let aria = move || state().map(|down| if down { "descending" } else { "ascending" });
                Some(view! {
                    <th scope="col" class:numeric=numeric aria-sort=aria>
                        {if sortable {
                            view! {
                                <a href=href title=help>
                                    {name}
                                    <span class="arrow" aria-hidden="true">
                                        {move || match arrow() { Some(true) => " ▼", Some(false) => " ▲", None => "" }}
                                    </span>
                                </a>
                            }.into_any()
                        } else {
                            view! { <span>{name}</span> }.into_any()
                        }}
                    </th>
                })
            })
            .collect_view()
    };
    let body = move || {
        let (first, last) = chunks.drawn.get();
        let keys = cols.get();
        let width = keys.len().to_string();
        let (last, count) = (last.min(chunks.count()), chunks.count());
        let room = |chunks_away: std::ops::Range<usize>| {
            let empty = (!chunks_away.is_empty()).then_some("");
            let height = chunks.room(chunks_away);
            view! {
                <tbody data-empty=empty aria-hidden="true">
                    <tr><td colspan=width.clone() style:height=height></td></tr>
                </tbody>
            }
            .into_any()
        };
        let drawn = (first..last).map(|chunk| {
            let rows =
                store.answer.with(|a| a.0.order.iter().skip(chunk * CHUNK).take(CHUNK).copied().collect::<Vec<_>>());
            let rows: Vec<_> = rows.into_iter().filter_map(|row| line(store, row, &keys, lang)).collect();
            view! { <tbody data-chunk=chunk>{rows}</tbody> }.into_any()
        });
        std::iter::once(room(0..first)).chain(drawn).chain([room(last..count)]).collect::<Vec<_>>()
    };
    view! {
        <div class="table-frame" role="region" aria-label=Msg::ViewTable.text(lang) tabindex="0">
            <table id="results-table" class="results" aria-rowcount=move || rows.get().to_string()>
                <caption class="visually-hidden">{move || store.answer.with(|a| crate::page::say::count_of(&a.0, lang))}</caption>
                <thead><tr>{head}</tr></thead>
                {body}
            </table>
        </div>
    }
}

fn is_numeric(key: &str) -> bool {
    let dimension = crate::dimensions::find(key).map(|d| &DIMENSIONS[d]);
    dimension
        .is_some_and(|d| matches!(d.scale(), Some(crate::dimensions::Scale::Count | crate::dimensions::Scale::Days)))
}

fn line(store: Store, row: u32, keys: &[String], lang: Lang) -> Option<AnyView> {
    store
        .with(|e| {
            let links = store.links();
            let record = e.record(row)?;
            let href = crate::page::Links::case(&links, record.id());
            let cells: Vec<_> = match record {
                Record::Incident(incident, derived) => {
                    keys.iter().map(|key| cell(e, incident, derived, key, &href, lang)).collect()
                }
                Record::Article(article) => keys.iter().map(|key| article_cell(article, key, &href, lang)).collect(),
            };
            Some(view! { <tr>{cells}</tr> }.into_any())
        })
        .flatten()
}

fn missing(lang: Lang) -> AnyView {
    view! { <td class="soft">{common::Msg::NotStated.text(lang)}</td> }.into_any()
}

/// The same where numbers stand.
fn missing_number(lang: Lang) -> AnyView {
    view! { <td class="soft numeric">{common::Msg::NotStated.text(lang)}</td> }.into_any()
}

fn id_cell(id: &str, name: &str, href: &str) -> AnyView {
    let label = format!("{id} {name}");
    view! { <th scope="row"><a data-result="" data-id=id.to_owned() href=href.to_owned() aria-label=label>{id.to_owned()}</a></th> }.into_any()
}

fn headline_cell(headline: &str, href: &str) -> AnyView {
    view! { <td class="wide"><a href=href.to_owned()>{headline.to_owned()}</a></td> }.into_any()
}

fn date_cell(date: Option<PartialDate>, lang: Lang) -> AnyView {
    let Some(date) = date else { return missing(lang) };
    view! { <td class="nowrap"><time datetime=date.to_string()>{date.display(lang)}</time></td> }.into_any()
}

/// An article has a number, a headline and a date; what an incident has beside them it has not.
fn article_cell(a: &Article, key: &str, href: &str, lang: Lang) -> AnyView {
    let headline = a.headline.get(lang);
    match key {
        "id" => id_cell(&a.id, headline, href),
        "headline" => headline_cell(headline, href),
        "disclosed" | "updated" => date_cell(a.published, lang),
        _ => missing(lang),
    }
}

fn cell(e: &Explorer, i: &Incident, derived: &Derived, key: &str, href: &str, lang: Lang) -> AnyView {
    let taxonomies = &e.dataset().taxonomies;
    let missing = || missing(lang);
    let text = |t: String| if t.is_empty() { missing() } else { view! { <td>{t}</td> }.into_any() };
    match key {
        "id" => id_cell(&i.id, i.org.get(lang), href),
        "headline" => headline_cell(i.headline.get(lang), href),
        "org" => text(i.org.get(lang).to_owned()),
        "affected" => match i.principal() {
            Some(a) => view! { <td class="numeric">{i18n::count(taxonomies, a, lang)}</td> }.into_any(),
            None => missing_number(lang),
        },
        "disclosed" => date_cell(i.disclosed, lang),
        "updated" => date_cell(i.newest(), lang),
        _ => match crate::dimensions::find(key) {
            Some(d) if DIMENSIONS[d].is_category() => {
                let names = e.names(Record::Incident(i, derived), d, lang);
                text(names.join(if lang == Lang::Ja { "、" } else { ", " }))
            }
            Some(d) => {
                let source: &Source = &DIMENSIONS[d].source;
                let words = dimension_cell(source, Record::Incident(i, derived), taxonomies);
                if words.is_empty() {
                    if is_numeric(key) { missing_number(lang) } else { missing() }
                } else {
                    view! { <td class:numeric=is_numeric(key)>{words}</td> }.into_any()
                }
            }
            None => text(text_column(key).map(|c| (c.read)(i)).unwrap_or_default()),
        },
    }
}

/// Which columns are shown; each a check box that is a link.
#[component]
pub fn ColumnChooser(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let items = move || {
        let shown = store.state.with(columns);
        choosable()
            .into_iter()
            .filter_map(|key| {
                let name = name_of(key, lang)?;
                let on = shown.iter().any(|c| c == key);
                let toggle = {
                    let shown = shown.clone();
                    move |_| {
                        let mut next = shown.clone();
                        if on {
                            next.retain(|c| c != key);
                        } else {
                            next.push(key.to_owned());
                        }
                        if next.is_empty() || next == USUAL.map(String::from) {
                            next = Vec::new();
                        }
                        store.change(Step::Push, |s| s.cols = next);
                    }
                };
                Some(
                    view! { <li><label><input type="checkbox" prop:checked=on on:change=toggle /> {name}</label></li> },
                )
            })
            .collect_view()
    };
    view! {
        <details class="columns">
            <summary class="button">{rooms::Msg::Columns.text(lang)}</summary>
            <ul>{items}</ul>
        </details>
    }
}
