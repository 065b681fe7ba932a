//! Hand-outs: the result or the basket on A4 paper, or as slides of 16:9; they stand in place of the screen until one
//! goes back, so that what is printed can be seen first. The page of a case has a print style of its own.

use leptos::{ev::KeyboardEvent, prelude::*};

use super::{
    desk::Desk,
    share::{WhatPart, code},
};
use crate::{
    formats::View,
    i18n::{self, cite, share::Msg},
    model::{Article, Incident, Lang},
    page::{self, Links, Marks, Scene},
    share::What,
    ui::{browser, host},
    url::ViewState,
};

/// The shape of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// A list on A4, upright.
    A4,
    /// One case a page, 16:9.
    Wide,
}

impl Paper {
    const fn key(self) -> &'static str {
        match self {
            Paper::A4 => "a4",
            Paper::Wide => "wide",
        }
    }
}

/// Which hand-out.
#[component]
pub fn Choice(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let make = move |paper: Paper| {
        move |_| {
            desk.sheet.set(None);
            desk.paper.set(Some(paper));
        }
    };
    let record = move |_| {
        desk.sheet.set(None);
        request_animation_frame(browser::print);
    };
    let pages = move || Msg::PrintWideHelp.fill(lang, &[("n", &i18n::number(desk.count() as u64 + 2))]);
    let is_record = move || desk.what.get() == What::Record;
    view! {
        <WhatPart desk />
        <p class="soft small">{Msg::PrintHelp.text(lang)}</p>
        <ul class="papers">
            {move || is_record().then(|| view! {
                <li>
                    <button type="button" class="button strong" data-paper="record" on:click=record>{Msg::PrintRecord.text(lang)}</button>
                    <small>{Msg::PrintRecordHelp.text(lang)}</small>
                </li>
            })}
            <li>
                <button type="button" class="button strong" data-paper="a4" on:click=make(Paper::A4)>{Msg::PrintA4.text(lang)}</button>
                <small>{Msg::PrintA4Help.text(lang)}</small>
            </li>
            <li>
                <button type="button" class="button strong" data-paper="wide" on:click=make(Paper::Wide)>{Msg::PrintWide.text(lang)}</button>
                <small>{pages}</small>
            </li>
        </ul>
        {browser::is_framed().then(|| super::export::framed(desk, "print"))}
    }
}

/// The hand-out in place of the screen.
#[component]
pub fn Handout(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    Effect::new(move |_| {
        host::set_data("paper", desk.paper.get().map_or("", Paper::key));
        if desk.paper.get().is_some() {
            request_animation_frame(|| {
                host::scroll_to(0.0);
                host::focus_quietly(".handout-bar button");
            });
        }
    });
    on_cleanup(|| host::set_data("paper", ""));
    let back = move || {
        desk.paper.set(None);
        request_animation_frame(|| {
            host::focus("[data-opens]");
        });
    };
    let keys = move |e: KeyboardEvent| {
        e.stop_propagation();
        if e.key() == "Escape" {
            back();
        }
    };
    move || {
        desk.paper.get().map(|paper| {
            // Asked before the casebook is: it is lent out to one at a time.
            let link = untrack(|| desk.link());
            view! {
                <div class="handout-place" on:keydown=keys>
                    <div class="handout-bar" role="toolbar" aria-label=Msg::PrintLook.text(lang)>
                        <b>{Msg::PrintLook.text(lang)}</b>
                        <button type="button" class="button strong" data-act="print" on:click=move |_| browser::print()>{Msg::PrintNow.text(lang)}</button>
                        <button type="button" class="button" data-act="back" on:click=move |_| back()>{Msg::PrintBack.text(lang)}</button>
                    </div>
                    {desk.with_view(|view| sheet(view, &link, paper, lang))}
                </div>
            }
        })
    }
}

/// Links of a hand-out lead to pages that others can open.
struct Printed<'v, 'a> {
    view: &'v View<'a>,
    /// Where the app is.
    root: String,
    lang: Lang,
}

impl Printed<'_, '_> {
    /// A page of the site; where there is none (the one-file edition), a view of the app.
    fn page(&self, path: &str, query: &str) -> String {
        match &self.view.root {
            Some(root) => format!("{root}{}/{path}/", self.lang.tag()),
            None => format!("{}?{query}", self.root),
        }
    }
}

impl Links for Printed<'_, '_> {
    fn case(&self, id: &str) -> String {
        self.page(&format!("i/{id}"), &format!("case={id}"))
    }

    fn article(&self, id: &str) -> String {
        self.page(&format!("article/{id}"), &format!("case={id}"))
    }

    fn org(&self, slug: &str) -> String {
        self.page(&format!("org/{slug}"), &format!("view=org&org={slug}"))
    }

    fn explore(&self, state: &ViewState) -> String {
        crate::share::link(&self.root, state)
    }
}

fn sheet(view: &View, link: &str, paper: Paper, lang: Lang) -> AnyView {
    let links = Printed { view, root: link.split(['?', '#']).next().unwrap_or_default().to_owned(), lang };
    let scene = Scene { lang, dataset: view.dataset, links: &links };
    match paper {
        Paper::A4 => a4(view, &scene, link),
        Paper::Wide => wide(view, &scene, link),
    }
}

/// Its maker's title, else the filters.
fn title(view: &View, lang: Lang) -> String {
    if view.heading.is_empty() { view.title(lang) } else { view.heading.clone() }
}

/// `134件中 7件 · フィッシング`, where the title does not say so already.
fn selection(view: &View, lang: Lang) -> AnyView {
    let filters = (!view.heading.is_empty()).then(|| format!(" · {}", view.title(lang)));
    view! { <p class="handout-count"><b class="num">{view.count(lang)}</b>{filters}</p> }.into_any()
}

fn qr_figure(link: &str, lang: Lang) -> AnyView {
    view! {
        <figure class="handout-qr">
            {code(link, lang)}
            <figcaption>{Msg::HandoutScan.text(lang)}</figcaption>
        </figure>
    }
    .into_any()
}

/// Where it comes from: source, licence, version, day, address.
fn origin(view: &View, link: &str, lang: Lang) -> AnyView {
    let casebook = &view.dataset.casebook;
    let source = match &casebook.source_url {
        Some(url) => format!("{} {url}", casebook.source_name.get(lang)),
        None => casebook.source_name.get(lang).to_owned(),
    };
    let mut rows = vec![
        (cite::Msg::Source, source),
        (cite::Msg::Licence, format!("{} {}", casebook.licence, casebook.licence_url)),
        (cite::Msg::LicenceNote, casebook.licence_note.get(lang).to_owned()),
        (cite::Msg::Coverage, casebook.coverage.get(lang).to_owned()),
        (cite::Msg::DataVersion, format!("{} {}", casebook.name.get(lang), casebook.version)),
    ];
    rows.extend(view.retrieved.map(|day| (cite::Msg::Retrieved, day.display(lang))));
    rows.push((cite::Msg::Link, link.to_owned()));
    let rows = rows
        .into_iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(name, value)| view! { <div><dt>{name.text(lang)}</dt><dd>{value}</dd></div> })
        .collect_view();
    view! { <dl class="handout-origin">{rows}</dl> }.into_any()
}

fn cards(view: &View, scene: &Scene) -> Vec<AnyView> {
    let cases = view.incidents.iter().map(|i| page::card(scene, i, &Marks::default()).view());
    cases.chain(view.articles.iter().map(|a| page::card::article_card(scene, a, &Marks::default()).view())).collect()
}

fn a4(view: &View, scene: &Scene, link: &str) -> AnyView {
    let lang = scene.lang;
    let cards = cards(view, scene);
    let note = (!view.note.is_empty()).then(|| view! { <p class="handout-note">{view.note.clone()}</p> });
    view! {
        <main id="handout" class="handout a4" tabindex="-1">
            <header class="handout-head">
                <div>
                    <p class="handout-eyebrow">{Msg::HandoutEyebrow.text(lang)}</p>
                    <h1>{title(view, lang)}</h1>
                    {note}
                    {selection(view, lang)}
                </div>
                {qr_figure(link, lang)}
            </header>
            {cards.is_empty().then(|| view! { <p>{Msg::HandoutNone.text(lang)}</p> })}
            <div class="handout-cards">{cards}</div>
            <footer class="handout-foot">{origin(view, link, lang)}</footer>
        </main>
    }
    .into_any()
}

fn wide(view: &View, scene: &Scene, link: &str) -> AnyView {
    let lang = scene.lang;
    let n = view.incidents.len() + view.articles.len();
    let place = |at: usize| view! { <p class="slide-place num">{format!("{} / {}", at + 1, n)}</p> };
    let cases = view.incidents.iter().enumerate().map(|(at, i)| slide(scene, i, place(at).into_any()));
    let before = view.incidents.len();
    let articles =
        view.articles.iter().enumerate().map(|(at, a)| article_slide(a, lang, place(before + at).into_any()));
    let slides: Vec<AnyView> = cases.chain(articles).collect();
    let note = (!view.note.is_empty()).then(|| view! { <p class="handout-note">{view.note.clone()}</p> });
    view! {
        <main id="handout" class="handout wide" tabindex="-1">
            <section class="slide cover">
                <div>
                    <p class="handout-eyebrow">{view.dataset.casebook.name.get(lang).to_owned()}</p>
                    <h1>{title(view, lang)}</h1>
                    {note}
                    {selection(view, lang)}
                </div>
                {qr_figure(link, lang)}
            </section>
            {slides}
            <section class="slide last">
                <h2>{Msg::HandoutOrigin.text(lang)}</h2>
                {origin(view, link, lang)}
            </section>
        </main>
    }
    .into_any()
}

/// One case on a page: what a room reads from its chairs.
fn slide(scene: &Scene, i: &Incident, place: AnyView) -> AnyView {
    let (lang, taxonomies) = (scene.lang, &scene.dataset.taxonomies);
    let separator = if lang == Lang::Ja { "、" } else { ", " };
    let names = |taxonomy: &str, keys: &[String]| {
        keys.iter().map(|key| taxonomies.name(taxonomy, key, lang)).collect::<Vec<_>>().join(separator)
    };
    let not_stated = || i18n::common::Msg::NotStated.text(lang).to_owned();
    let facts = [
        (cite::Msg::Disclosed.text(lang), i.disclosed.map_or_else(not_stated, |d| d.display(lang))),
        (cite::Msg::Affected.text(lang), i.principal().map_or_else(not_stated, |a| i18n::count(taxonomies, a, lang))),
        (cite::Msg::Types.text(lang), names("label", &i.labels)),
    ];
    let facts = facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
        .collect_view();
    let lesson = i.lesson.as_ref().map(|t| t.get(lang)).filter(|t| !t.is_empty()).map(|lesson| {
        view! { <p class="slide-lesson"><b>{cite::Msg::Lesson.text(lang)}</b> {lesson.to_owned()}</p> }
    });
    let number = i.case_no.clone().unwrap_or_else(|| i.id.clone());
    view! {
        <section class="slide">
            <header><p class="case-number">{number}</p>{place}</header>
            <h2>{format!("{} — {}", i.org.get(lang), i.headline.get(lang))}</h2>
            <p class="slide-lead">{i.summary.get(lang).to_owned()}</p>
            {lesson}
            <dl class="slide-facts">{facts}</dl>
        </section>
    }
    .into_any()
}

fn article_slide(a: &Article, lang: Lang, place: AnyView) -> AnyView {
    view! {
        <section class="slide">
            <header><p class="case-number">{a.id.clone()}</p>{place}</header>
            <h2>{a.headline.get(lang).to_owned()}</h2>
            <p class="slide-lead">{a.summary.get(lang).to_owned()}</p>
        </section>
    }
    .into_any()
}
