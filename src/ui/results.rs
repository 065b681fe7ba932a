//! The result: its bar (count, order, view), the cards, the charts strip above it, the method note below.

use leptos::prelude::*;

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
    page::{self, Links},
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
    // Cards come and go with each filter, and a signal never forgets who has followed it: what each of them followed by
    // itself would be kept for ever. So they are plain, and the list follows for all.
    let picks = Memo::new(move |_| store.state.with(|s| s.pick.clone()));
    let home = NodeRef::new();
    let draw = move |chunk: usize| {
        let (answer, picks) = (store.answer.get_untracked(), picks.get_untracked());
        let rows = answer.0.order.iter().skip(chunk * CARDS).take(CARDS);
        let cards: Vec<_> = rows.filter_map(|row| card(store, *row, &picks, lang)).collect();
        view! { <div data-chunk=chunk>{cards}</div> }.into_any()
    };
    chunks.keep(home, move || (store.answer.get(), picks.get()), draw);
    view! { <div id="results-cards" class="cards" node_ref=home><div></div><div></div></div> }
}

/// One result with its basket and hide buttons.
fn card(store: Store, row: u32, picks: &[String], lang: Lang) -> Option<AnyView> {
    let drawn = store
        .with(|e| {
            let links = store.links();
            let dataset = e.dataset();
            let scene = page::Scene { lang, dataset, links: &links };
            let hits =
                |field: &str, text: &str| store.answer.with(|a| text::highlights(text, field, &a.0.text, e.synonyms()));
            match e.record(row)? {
                Record::Incident(incident, _) => {
                    let marks = page::Marks {
                        org: hits("org", incident.org.get(lang)),
                        headline: hits("title", incident.headline.get(lang)),
                        summary: hits("summary", incident.summary.get(lang)),
                    };
                    let view = page::card(&scene, incident, &marks);
                    Some((view, incident.id.clone(), format!("{} {}", incident.id, incident.org.get(lang))))
                }
                Record::Article(article) => {
                    let marks = page::Marks {
                        org: Vec::new(),
                        headline: hits("title", article.headline.get(lang)),
                        summary: hits("summary", article.summary.get(lang)),
                    };
                    let view = page::card::article_card(&scene, article, &marks);
                    Some((view, article.id.clone(), article.headline.get(lang).to_owned()))
                }
            }
        })
        .flatten();
    let (view, id, name) = drawn?;
    let at = id.clone();
    let picked = picks.contains(&id);
    let pick = {
        let id = id.clone();
        move |_| store.go(store.state.with_untracked(|s| toggled(s, &id)), Step::Push)
    };
    let hide = move |_| {
        let id = id.clone();
        store.change(Step::Push, move |s| s.hide.push(id));
    };
    let pick_words = if picked { Msg::UnpickCase } else { Msg::PickCase }.fill(lang, &[("name", &name)]);
    let hide_words = Msg::HideCase.fill(lang, &[("name", &name)]);
    Some(
        view! {
            <div class="result" data-id=at>
                {view}
                <div class="result-acts">
                    <button class="quiet" aria-pressed=if picked { "true" } else { "false" } aria-label=pick_words on:click=pick>
                        {if picked { Msg::Picked } else { Msg::Pick }.text(lang)}
                    </button>
                    <button class="quiet" aria-label=hide_words on:click=hide>{Msg::Hide.text(lang)}</button>
                </div>
            </div>
        }
        .into_any(),
    )
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
