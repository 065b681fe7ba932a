//! The first screen of the start page, as it stands in the file: what the app shows of the whole casebook, with its
//! newest cases, in both languages, so that a reader has something to read before the app is there and without it.
//!
//! Same elements and classes as the app draws (`src/ui/{header,sentence,results}.rs`), so that nothing moves when it takes
//! over; links lead to static pages. What only the app can do carries `data-then`: a selector of the app's own control,
//! which `public/boot.js` presses once that is there.

use leptos::prelude::*;

use super::{RelativeLinks, Site};
use crate::{
    dataset::bytes,
    explore::{Answer, Explorer},
    i18n::{self, common, explorer::Msg, pages},
    model::{Incident, Lang},
    page::{Links, Marks, Part, Scene, card, list::in_order, say},
    url::{Theme, View, ViewState},
};

/// Cases on it: more than a tall phone or a desk shows at once.
const CARDS: usize = 6;

/// The screen in both languages; a rule of `style/frame.css` shows the one of the page's language.
pub(super) fn screens(site: &Site) -> String {
    // As the browser gets it, so that counts and order are the app's.
    let packed = bytes::encode(site.dataset).and_then(|parts| bytes::decode_list(&parts.list));
    let mut explorer = Explorer::new(packed.unwrap_or_default().without_withdrawn());
    let answer = explorer.run(&ViewState::default());
    let screens = Lang::ALL.map(|lang| {
        let links = RelativeLinks::new(0, lang).with_shelves(site.places.clone());
        let scene = Scene { lang, dataset: site.dataset, links: &links };
        super::render(|| screen(&scene, &links, &explorer, &answer))
    });
    screens.concat()
}

fn screen(scene: &Scene, links: &RelativeLinks, explorer: &Explorer, answer: &Answer) -> AnyView {
    let lang = scene.lang;
    let main = format!("first-{}", lang.tag());
    let n = i18n::number(u64::from(answer.matching));
    let all = pages::Msg::AllCases.fill(lang, &[("n", &i18n::number(in_order(&scene.dataset.incidents).len() as u64))]);
    let people = say::people(explorer, answer, lang).map(|people| view! { <small class="num">{people}</small> });
    let id = |row: &u32| explorer.dataset().incidents.get(*row as usize).map(|i| &i.id);
    // With their texts, which are packed apart.
    let whole = |id: &String| scene.dataset.incidents.iter().find(|i| i.id == *id);
    let newest = answer.order.iter().filter_map(id).filter_map(whole).take(CARDS);
    let results: Vec<AnyView> = newest.map(|incident| result(scene, incident)).collect();
    view! {
        <div class="first" lang=lang.tag()>
            <a class="skip" href=format!("#{main}")>{Msg::SkipToResults.text(lang)}</a>
            {top(links, lang, say::years(explorer).unwrap_or_default())}
            {places(links, lang)}
            <div class="notices"></div>
            <div class="explorer">
                <div class="panel-ghost" aria-hidden="true">{(0..3).map(|_| view! { <i></i><i></i><i></i><i></i> }).collect_view()}</div>
                <div class="first-main" id=main tabindex="-1">
                    <h1 class="say"><em class="num">{say::count_of(answer, lang)}</em>{people}</h1>
                    <h2 class="visually-hidden">{Msg::ViewCards.text(lang)}</h2>
                    <div class="room room-strip"></div>
                    {bar(links, lang, n)}
                    <div class="cards"><div>{results}</div></div>
                    <p class="method"><a href=links.page("")>{all}</a></p>
                </div>
                <div class="sheet-bar">
                    <button type="button" class="button strong" data-then=".sheet-bar button" aria-haspopup="dialog">
                        {Msg::FiltersWith.fill(lang, &[("n", "0")])}
                    </button>
                </div>
            </div>
            <p class="first-wait" role="status" data-words=Msg::Loading.text(lang)></p>
        </div>
    }
    .into_any()
}

fn top(links: &RelativeLinks, lang: Lang, years: String) -> AnyView {
    let (home, other) = (links.explore(&ViewState::default()), lang.other());
    let flip = links.explore(&ViewState { theme: Some(Theme::Dark), ..ViewState::default() });
    // Which of the two it will be, the browser knows.
    let flip_words = format!("{} / {}", Msg::ThemeToDark.text(lang), Msg::ThemeToLight.text(lang));
    let search = Msg::SearchLabel.text(lang);
    view! {
        <header class="top">
            <a class="brand" href=home>
                <span class="seal" aria-hidden="true">"簿"</span>
                <span>
                    <b>"事件簿"</b>
                    <span class="tagline">"JIKENBO · " {common::Msg::Tagline.text(lang)} " " <span class="num">{years}</span></span>
                </span>
            </a>
            <form class="search" role="search" aria-label=search>
                <svg class="glass" viewBox="0 0 20 20" aria-hidden="true"><circle cx="8.5" cy="8.5" r="5.5" /><path d="M13 13l4.5 4.5" /></svg>
                <input
                    type="search"
                    enterkeyhint="search"
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=search
                    placeholder=Msg::SearchPlaceholder.text(lang)
                    data-then="#q"
                />
                <kbd aria-hidden="true">"/"</kbd>
            </form>
            <div class="tools">
                <a class="button plain" href=RelativeLinks::new(0, other).explore(&ViewState::default()) hreflang=other.tag() lang=other.tag() aria-label=Msg::LanguageLabel.text(lang)>
                    {Msg::Language.text(lang)}
                </a>
                <a class="button plain" href=flip aria-label=flip_words data-then=".tools a:nth-of-type(2)">
                    <svg class="halfmoon" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="7" /><path d="M10 3a7 7 0 0 0 0 14z" /></svg>
                </a>
                <button type="button" class="button" data-then=".tools [data-opens]" aria-haspopup="dialog">{Msg::Share.text(lang)}</button>
            </div>
        </header>
    }
    .into_any()
}

fn places(links: &RelativeLinks, lang: Lang) -> AnyView {
    let view = |view: View| links.explore(&ViewState { view, ..ViewState::default() });
    view! {
        <nav class="places" aria-label=common::Msg::Name.text(lang)>
            <ul>
                <li><a href=view(View::Cards) aria-current="page">{common::Msg::Search.text(lang)}</a></li>
                <li><a href=view(View::Charts) data-then=".places li:nth-child(2) a">{common::Msg::Charts.text(lang)}</a></li>
                <li><a href=links.page("article/")>{common::Msg::Articles.text(lang)}</a></li>
                <li><a href=links.page("about/")>{common::Msg::About.text(lang)}</a></li>
            </ul>
        </nav>
    }
    .into_any()
}

fn bar(links: &RelativeLinks, lang: Lang, n: String) -> AnyView {
    let view = |view: View| links.explore(&ViewState { view, ..ViewState::default() });
    let orders: Vec<AnyView> = say::ORDERS
        .into_iter()
        .filter(|(key, _)| *key != say::order_of_other(lang) && *key != "relevance")
        .map(|(key, name)| view! { <option value=key selected=key.is_empty()>{name.text(lang)}</option> }.into_any())
        .collect();
    view! {
        <div class="bar">
            <p><b class="num">{n}</b> " " {common::Msg::Cases.text(lang)}</p>
            <label class="sort">
                <span class="visually-hidden">{Msg::SortLabel.text(lang)}</span>
                <select data-then=".sort select" autocomplete="off">{orders}</select>
            </label>
            <button type="button" class="quiet" data-then=".bar [data-opens]" aria-haspopup="dialog">{Msg::Export.text(lang)}</button>
            <ul class="segments" aria-label=Msg::ViewLabel.text(lang)>
                <li><a href=view(View::Cards) aria-current="true">{Msg::ViewCards.text(lang)}</a></li>
                <li><a href=view(View::Table) data-then=".segments li:nth-child(2) a">{Msg::ViewTable.text(lang)}</a></li>
                <li><a href=view(View::Timeline) data-then=".segments li:nth-child(3) a">{Msg::ViewLanes.text(lang)}</a></li>
            </ul>
        </div>
    }
    .into_any()
}

/// A card and what the app puts below it.
fn result(scene: &Scene, incident: &Incident) -> AnyView {
    let (lang, id) = (scene.lang, &incident.id);
    let name = format!("{id} {}", incident.org.get(lang));
    let then = |act: Part| {
        let name = act.attributes.iter().find(|(name, _)| *name == "data-act").map_or("", |(_, act)| act.as_ref());
        let then = format!(".result[data-id=\"{id}\"] [data-act={name}]");
        act.with("data-then", then)
    };
    let acts = card::acts(lang, &name, false).map(then);
    card::result(id.clone(), card::card(scene, incident, &Marks::default()), acts).view()
}
