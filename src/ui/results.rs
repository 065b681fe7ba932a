//! The result: its bar (count, order, view), the cards, the charts strip above it, the method note below.

use leptos::{ev::MouseEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{
    basket::toggled,
    live::{live, maybe},
    room::Room,
    sort::SortSelect,
    state::{Step, Store},
    virtual_list::{CARDS, Chunks},
};
use crate::{
    dimensions::Record,
    i18n::{self, explorer::Msg},
    model::Lang,
    page::{self, Links, Part, card},
    text,
    url::{Chrome, View, ViewState},
};

#[component]
pub fn Results(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let view = Memo::new(move |_| store.state.with(|s| s.view));
    let none = Memo::new(move |_| store.answer.with(|a| a.0.matching == 0));
    let chrome = Memo::new(move |_| store.state.with(|s| s.ui));
    view! {
        <h2 class="visually-hidden">{Msg::ViewCards.text(lang)}</h2>
        {maybe(move || (chrome.get() == Chrome::Full).then(|| view! { <Room name="strip" lang /> }.into_any()))}
        <Bar lang />
        {live(move || match (none.get(), view.get()) {
            (true, _) => view! { <Room name="empty" lang /> }.into_any(),
            (false, View::Table) => view! { <Room name="table" lang /> }.into_any(),
            (false, View::Timeline) => view! { <Room name="lanes" lang /> }.into_any(),
            (false, _) => view! { <Cards lang /> }.into_any(),
        })}
        <MethodNote lang />
    }
}

/// All charts, large.
#[component]
pub fn ChartsPage(lang: Lang, view: View) -> impl IntoView {
    view! {
        <p class="aside-line">{Msg::ChartsIntro.text(lang)}</p>
        <Room name=if view == View::Compare { "compare" } else { "charts" } lang />
        <MethodNote lang />
    }
}

#[component]
fn Bar(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let matching = move || i18n::number(u64::from(store.answer.with(|a| a.0.matching)));
    let view_link = move |view: View, name: Msg| {
        let here = move || store.state.with(|s| s.view == view);
        let href = move || store.href(&store.state.with(|s| ViewState { view, ..s.clone() }));
        view! { <li><a href=href aria-current=move || here().then_some("true")>{name.text(lang)}</a></li> }
    };
    view! {
        <div class="bar">
            <p><b class="num">{matching}</b> " " {crate::i18n::common::Msg::Cases.text(lang)}</p>
            <SortSelect lang />
            {maybe(move || store.state.with(|s| s.view == View::Table).then(|| view! { <Room name="columns" lang /> }.into_any()))}
            <button type="button" class="quiet" data-opens="export" aria-haspopup="dialog">{Msg::Export.text(lang)}</button>
            <ul class="segments" aria-label=Msg::ViewLabel.text(lang)>
                {view_link(View::Cards, Msg::ViewCards)}
                {view_link(View::Table, Msg::ViewTable)}
                {view_link(View::Timeline, Msg::ViewLanes)}
            </ul>
        </div>
    }
}

#[component]
fn Cards(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let rows = Signal::derive(move || store.answer.with(|a| a.0.order.len()));
    let chunks = Chunks::new(rows, 170, CARDS, "#results-cards");
    let picks = Memo::new(move |_| store.state.with(|s| s.pick.clone()));
    let home = NodeRef::new();
    let draw = move |chunk: usize| {
        let (answer, picks) = (store.answer.get_untracked(), picks.get_untracked());
        let rows = answer.0.order.iter().skip(chunk * CARDS).take(CARDS);
        rows.filter_map(|row| result(store, *row, &picks, lang)).collect()
    };
    chunks.keep(home, move || (store.answer.get(), picks.get()), draw);
    // The cards come and go; the list listens for all.
    let act = move |event: MouseEvent| {
        let found = || {
            let target: Element = event.target()?.dyn_into().ok()?;
            let button = target.closest("[data-act]").ok()??;
            let id = button.closest(".result").ok()??.get_attribute("data-id")?;
            Some((button.get_attribute("data-act")?, id))
        };
        match found() {
            Some((act, id)) if act == card::HIDE => store.change(Step::Push, move |s| s.hide.push(id)),
            Some((_, id)) => store.go(store.state.with_untracked(|s| toggled(s, &id)), Step::Push),
            None => {}
        }
    };
    view! { <div id="results-cards" class="cards" node_ref=home on:click=act><div></div><div></div></div> }
}

/// One result with its basket and hide buttons.
fn result(store: Store, row: u32, picks: &[String], lang: Lang) -> Option<Part> {
    let drawn = store
        .with(|e| {
            let links = store.links();
            let scene = page::Scene { lang, dataset: e.dataset(), links: &links };
            let hits =
                |field: &str, text: &str| store.answer.with(|a| text::highlights(text, field, &a.0.text, e.synonyms()));
            match e.record(row)? {
                Record::Incident(incident, _) => {
                    let marks = page::Marks {
                        org: hits("org", incident.org.get(lang)),
                        headline: hits("title", incident.headline.get(lang)),
                        summary: hits("summary", incident.summary.get(lang)),
                    };
                    let card = page::card(&scene, incident, &marks);
                    Some((card, incident.id.clone(), format!("{} {}", incident.id, incident.org.get(lang))))
                }
                Record::Article(article) => {
                    let marks = page::Marks {
                        org: Vec::new(),
                        headline: hits("title", article.headline.get(lang)),
                        summary: hits("summary", article.summary.get(lang)),
                    };
                    let card = card::article_card(&scene, article, &marks);
                    Some((card, article.id.clone(), article.headline.get(lang).to_owned()))
                }
            }
        })
        .flatten();
    let (drawn, id, name) = drawn?;
    let acts = card::acts(lang, &name, picks.contains(&id));
    Some(card::result(id, drawn, acts))
}

/// How it is counted and how it leans, beside every result.
#[component]
fn MethodNote(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let note = move || {
        store.with(|e| {
            let c = &e.dataset().casebook;
            let note =
                Msg::MethodNote.fill(lang, &[("counting", c.counting.get(lang)), ("coverage", c.coverage.get(lang))]);
            (note, Msg::DataVersion.fill(lang, &[("version", &c.version)]))
        })
    };
    let about = move || store.links().explore(&ViewState { view: View::About, ..ViewState::default() });
    maybe(move || {
        note().map(|(note, version)| {
            view! {
                <p class="method">
                    {note} " " <a href=about>{Msg::MethodLink.text(lang)}</a> " · " <span class="num">{version}</span>
                </p>
            }
            .into_any()
        })
    })
}
