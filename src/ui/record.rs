//! One record on the whole page: a case within the present result, an article, an organisation, the method page.

use leptos::prelude::*;

use super::{
    host,
    state::{Step, Store},
};
use crate::{
    dimensions::{Record as Row, find},
    i18n::{self, common, explorer::Msg, rooms},
    model::Lang,
    page::{self, Links, Scene},
    text,
    url::{Value, ViewState},
};

#[component]
pub fn Record(id: String, lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    // In place of the same record as the page says it, the reader goes on where it was read.
    if !host::is_held() {
        request_animation_frame(move || {
            host::focus_quietly("#main");
            host::scroll_to(0.0);
        });
    }
    let shown = {
        let id = id.clone();
        move || {
            store
                .with(|e| {
                    let links = store.links();
                    let dataset = e.dataset();
                    let scene = Scene { lang, dataset, links: &links };
                    let record = e.row(&id).and_then(|row| e.record(row))?;
                    Some(match record {
                        Row::Incident(incident, derived) => {
                            host::set_title(&format!(
                                "{} {} · {}",
                                incident.id,
                                incident.org.get(lang),
                                common::Msg::Name.text(lang)
                            ));
                            page::case_view(&scene, incident, derived, None)
                        }
                        Row::Article(article) => {
                            host::set_title(&format!(
                                "{} · {}",
                                article.headline.get(lang),
                                common::Msg::Name.text(lang)
                            ));
                            page::article_view(&scene, article)
                        }
                    })
                })
                .flatten()
        }
    };
    view! {
        <Neighbours id=id.clone() lang />
        <main id="main" class="record" tabindex="-1">
            {move || shown().unwrap_or_else(|| unknown(store, &id, lang))}
        </main>
    }
}

/// The way back, the previous and the next within the present result.
#[component]
fn Neighbours(id: String, lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let back = move || store.href(&store.state.with(|s| ViewState { case: None, ..s.clone() }));
    let place = Memo::new(move |_| {
        let row = store.with(|e| e.row(&id)).flatten()?;
        store.answer.with(|a| {
            let at = a.0.order.iter().position(|r| *r == row)?;
            let neighbour = |at: Option<usize>| at.and_then(|at| a.0.order.get(at)).copied();
            Some((at + 1, a.0.order.len(), neighbour(at.checked_sub(1)), neighbour(Some(at + 1))))
        })
    });
    let case_link = move |row: Option<u32>, words: rooms::Msg, rel: &'static str| {
        let id = row.and_then(|row| store.with(|e| e.record(row).map(|r| r.id().to_owned())).flatten());
        match id {
            Some(id) => view! { <a href=store.links().case(&id) rel=rel>{words.text(lang)}</a> }.into_any(),
            None => view! { <span class="soft">{words.text(lang)}</span> }.into_any(),
        }
    };
    let count = move || i18n::number(u64::from(store.answer.with(|a| a.0.matching)));
    view! {
        <nav class="neighbours" aria-label=Msg::ViewLabel.text(lang)>
            <a class="back" href=back>"← " {move || rooms::Msg::BackToList.fill(lang, &[("n", &count())])}</a>
            {move || place.get().map(|(at, of, previous, next)| view! {
                <span class="steps">
                    {case_link(previous, rooms::Msg::PreviousCase, "prev")}
                    <b class="num">
                        {rooms::Msg::PositionInResult.fill(lang, &[("i", &i18n::number(at as u64)), ("n", &i18n::number(of as u64))])}
                    </b>
                    {case_link(next, rooms::Msg::NextCase, "next")}
                </span>
            })}
            <span class="record-acts">
                <button type="button" class="quiet" data-opens="share" aria-haspopup="dialog">{Msg::Share.text(lang)}</button>
                <button type="button" class="quiet" data-opens="cite" aria-haspopup="dialog">{crate::i18n::share::Msg::TabCite.text(lang)}</button>
                <button type="button" class="quiet" data-opens="export" aria-haspopup="dialog">{Msg::Export.text(lang)}</button>
                <button type="button" class="quiet" data-opens="print" aria-haspopup="dialog">{crate::i18n::share::Msg::TabPrint.text(lang)}</button>
            </span>
        </nav>
    }
}

fn unknown(store: Store, id: &str, lang: Lang) -> AnyView {
    let all = store.links().explore(&ViewState::default());
    view! {
        <div class="failure" role="alert">
            <h1>{rooms::Msg::UnknownCase.text(lang)}</h1>
            <p>{rooms::Msg::UnknownCaseHelp.fill(lang, &[("id", id)])}</p>
            <p><a class="button strong" href=all>{rooms::Msg::AllCases.text(lang)}</a></p>
        </div>
    }
    .into_any()
}

/// The reading room; a search narrows it.
pub fn articles(store: Store, lang: Lang) -> impl IntoView {
    let shown = move || {
        let q = store.state.with(|s| s.q.clone());
        let found = (!q.is_empty()).then(|| {
            let asked = ViewState { q, ..crate::url::parse("kind=article").0 };
            store.ask(|e| e.run(&asked)).unwrap_or_default()
        });
        store.with(|e| {
            let links = store.links();
            let dataset = e.dataset();
            let scene = Scene { lang, dataset, links: &links };
            let Some(found) = found else { return page::articles_view(&scene) };
            let cards: Vec<_> = found
                .order
                .iter()
                .filter_map(|row| match e.record(*row) {
                    Some(Row::Article(article)) => Some(article),
                    _ => None,
                })
                .map(|article| {
                    let hits = |field: &str, words: &str| text::highlights(words, field, &found.text, e.synonyms());
                    let marks = page::Marks {
                        org: Vec::new(),
                        headline: hits("title", article.headline.get(lang)),
                        summary: hits("summary", article.summary.get(lang)),
                    };
                    page::card::article_card(&scene, article, &marks).view()
                })
                .collect();
            let count = crate::page::say::count_of(&found, lang);
            view! { <div class="reading"><h1 class="say num">{count}</h1>{cards}</div> }.into_any()
        })
    };
    host::set_title(&format!("{} · {}", common::Msg::Articles.text(lang), common::Msg::Name.text(lang)));
    view! { <main id="main" class="record" tabindex="-1">{shown}</main> }
}

/// The method page.
pub fn about(store: Store, lang: Lang) -> impl IntoView {
    host::set_title(&format!("{} · {}", common::Msg::About.text(lang), common::Msg::Name.text(lang)));
    let shown = move || {
        store.with(|e| {
            let links = store.links();
            let dataset = e.dataset();
            page::about_view(&Scene { lang, dataset, links: &links })
        })
    };
    view! { <main id="main" class="record" tabindex="-1">{shown}</main> }
}

/// The page of an organisation: the first one the filters name, as heading organisation or as contractor.
#[component]
pub fn Org(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let slug = Memo::new(move |_| {
        store.state.with(|s| {
            let of = |key: &str| {
                let values = find(key).into_iter().flat_map(|d| s.filters_on(d)).flat_map(|f| f.values.clone());
                values.into_iter().find_map(|v| if let Value::Key(k) = v { Some(k) } else { None })
            };
            of("org").or_else(|| of("contractor"))
        })
    });
    move || match slug.get() {
        Some(slug) => {
            let shown = move || {
                store.with(|e| {
                    let links = store.links();
                    let dataset = e.dataset();
                    page::org_view(&Scene { lang, dataset, links: &links }, &slug)
                })
            };
            view! { <main id="main" class="record" tabindex="-1">{shown}</main> }.into_any()
        }
        // Without an organisation there is no such page: the list says more than an empty one.
        None => {
            store.change(Step::Replace, |s| s.view = crate::url::View::Cards);
            ().into_any()
        }
    }
}
