//! Where the charts stand: the strip above the result, the page of large ones, the comparison of two selections.

use leptos::prelude::*;

use super::{
    browser,
    chart::{self as figure, ChartFigure},
    chart_save::Saved,
    host,
    state::{Step, Store},
};
use crate::{
    chart::{
        self, ChartId, ChartModel, Options, Shade, compare,
        export::Provenance,
        settings::{self, Settings},
    },
    dimensions::{self, DIMENSIONS},
    i18n::chart::Msg,
    model::Lang,
    share::Shown,
    url::{View, ViewState},
};

#[component]
pub fn Strip(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let figures = chart::STRIP.map(|id| chart_figure(store, lang, id, false)).into_iter().collect_view();
    view! { <div class="chart-strip">{figures}</div> }
}

#[component]
pub fn Page(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    // Which charts are there. The figures of those that stay are not made anew.
    // What the casebook says nothing about has no figure, but where a link asks for just that one.
    let without = Memo::new(move |_| {
        let all = ChartId::ALL.into_iter();
        store.with(|e| all.filter(|id| !chart::has_data(e, *id)).collect::<Vec<_>>()).unwrap_or_default()
    });
    let shown = Memo::new(move |_| {
        let all = store.state.with(shown);
        if all.len() == 1 { all } else { without.with(|w| all.into_iter().filter(|id| !w.contains(id)).collect()) }
    });
    let alone = move || shown.with(|all| all.len() == 1);
    view! {
        <Places lang />
        <div class="chart-page" class:alone=alone>
            <For each=move || shown.get() key=|id| *id children=move |id| chart_figure(store, lang, id, true) />
        </div>
        {move || without.with(|w| (!w.is_empty() && !alone()).then(|| left_out(w, lang)))}
        {move || more(store, lang)}
    }
}

/// Says which charts are not there.
fn left_out(without: &[ChartId], lang: Lang) -> AnyView {
    let title = |id: &ChartId| match id {
        ChartId::People => Some(Msg::PeopleBare),
        ChartId::Found => Some(Msg::FoundTitle),
        ChartId::Told => Some(Msg::ToldTitle),
        ChartId::Data => Some(Msg::DataTitle),
        ChartId::Flow => Some(Msg::FlowTitle),
        ChartId::Locus => Some(Msg::LocusTitle),
        ChartId::Map => Some(Msg::MapTitle),
        ChartId::A4 => Some(Msg::A4Title),
        ChartId::Time | ChartId::Ranking | ChartId::Heat => None,
    };
    let titles: Vec<&str> = without.iter().filter_map(title).map(|m| m.text(lang)).collect();
    let words = Msg::LeftOut.fill(lang, &[("charts", &titles.join(if lang == Lang::Ja { "、" } else { " · " }))]);
    view! { <p class="chart-note">{words}</p> }.into_any()
}

/// The charts that a state asks for.
fn shown(state: &ViewState) -> Vec<ChartId> {
    let settings = Settings::of(state);
    match (state.view, settings.show) {
        (View::Map, _) => vec![ChartId::Map],
        (_, Some(id)) => vec![id],
        _ => ChartId::ALL.into_iter().filter(|id| *id != ChartId::A4 || settings.expert).collect(),
    }
}

/// The way to what is not shown: all charts, or the grid for experts.
fn more(store: Store, lang: Lang) -> AnyView {
    let state = store.state.get();
    let settings = Settings::of(&state);
    if state.view == View::Map || settings.show.is_some() {
        let all = ViewState { view: View::Charts, ..settings::without(&state, "show") };
        return view! { <p class="chart-more"><a class="button" href=store.href(&all)>{Msg::AllCharts.text(lang)}</a></p> }
            .into_any();
    }
    let (next, words) = match settings.expert {
        true => (settings::without(&state, "expert"), Msg::ExpertHide),
        false => (settings::with(&state, "expert-a4"), Msg::ExpertShow),
    };
    view! { <p class="chart-more"><a class="button plain" href=store.href(&next)>{words.text(lang)}</a></p> }.into_any()
}

/// The three places of the charts: all, map, comparison.
#[component]
fn Places(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let place = move |view: View, name: Msg| {
        let here = move || store.state.with(|s| s.view == view).then_some("page");
        let address = move || store.href(&ViewState { view, ..settings::without(&store.state.get(), "show") });
        view! { <li><a href=address aria-current=here>{name.text(lang)}</a></li> }
    };
    view! {
        <nav class="chart-places" aria-label=Msg::ChartPlaces.text(lang)>
            <ul class="segments">
                {place(View::Charts, Msg::PlaceCharts)}
                {place(View::Map, Msg::PlaceMap)}
                {place(View::Compare, Msg::PlaceCompare)}
            </ul>
        </nav>
    }
}

fn options(store: Store, lang: Lang, large: bool) -> Options {
    Options {
        lang,
        shade: if store.dark.get() { Shade::Dark } else { Shade::Light },
        motion: !host::media("(prefers-reduced-motion: reduce)"),
        narrow: host::media("(max-width: 760px)"),
        large,
    }
}

/// One figure; it is made once and then only told its new numbers.
fn chart_figure(store: Store, lang: Lang, id: ChartId, large: bool) -> impl IntoView {
    let model = Memo::new(move |_| {
        let answer = store.answer.get();
        let (options, state) = (options(store, lang, large), store.state.get());
        store.ask(|e| chart::model(e, &state, &answer.0, &options, id)).unwrap_or_default()
    });
    figure_of(store, lang, model, large, Some(Shown::One(id)))
}

/// A figure with its links. `shown` is how a link names it; without a name it is shown with the whole page.
fn figure_of(store: Store, lang: Lang, model: Memo<ChartModel>, large: bool, shown: Option<Shown>) -> impl IntoView {
    let alone = move |state: &ViewState| shown.map_or_else(|| state.clone(), |s| s.alone(state));
    let link = move || store.href(&store.state.with_untracked(alone));
    let saved = large.then(|| Saved {
        provenance: Callback::new(move |()| {
            let state = store.state.get_untracked();
            untrack(|| {
                store.with(|e| {
                    let mut provenance = Provenance::of(e, &state, lang, browser::today(), link());
                    if let Some(other) = (state.view == View::Compare).then(|| compare::other(e, &state)).flatten() {
                        let words = |s: &ViewState| said(e.phrases(s, lang), lang);
                        provenance.filters = vec![format!("A: {}", words(&state)), format!("B: {}", words(&other))];
                    }
                    provenance
                })
            })
        }),
        options: Callback::new(move |()| untrack(|| options(store, lang, large))),
        link: Callback::new(move |()| store.href(&store.state.with(alone))),
        shown,
    });
    let model: Signal<ChartModel> = model.into();
    let on_activate = Callback::new(move |state| store.go(state, Step::Push));
    let href = Callback::new(move |state| store.href(&state));
    match saved {
        Some(saved) => view! { <ChartFigure model lang on_activate href saved /> }.into_any(),
        None => view! { <ChartFigure model lang on_activate href /> }.into_any(),
    }
}

/// Filters in one line; none are all cases.
fn said(phrases: Vec<String>, lang: Lang) -> String {
    if phrases.is_empty() { Msg::Everything.text(lang).to_owned() } else { phrases.join(" · ") }
}

/// Two selections side by side.
#[component]
pub fn Compare(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    // Everything of both sides at once: the sides are asked once for all charts.
    let page = Memo::new(move |_| {
        let answer = store.answer.get();
        let (options, state) = (options(store, lang, true), store.state.get());
        let models = store.ask(|e| {
            let sides = compare::Sides::of(e, &state, &answer.0)?;
            let models: Vec<ChartModel> =
                compare::page(e, &sides).iter().map(|s| compare::model(s, &options)).collect();
            Some((models, compare::figures(e, &sides, lang)))
        });
        models.flatten()
    });
    let keys = Memo::new(move |_| {
        page.with(|p| p.as_ref().map(|(all, _)| all.iter().map(|m| m.id).collect::<Vec<_>>()).unwrap_or_default())
    });
    let figure = move |id: &'static str| {
        let model = Memo::new(move |_| {
            let found = page.with(|p| p.as_ref().and_then(|(all, _)| all.iter().find(|m| m.id == id).cloned()));
            found.unwrap_or_default()
        });
        figure_of(store, lang, model, true, dimensions::find(id).map(Shown::Versus))
    };
    view! {
        <Places lang />
        {move || sides(store, lang)}
        {move || page.with(|p| p.as_ref().map(|(_, table)| figures(store, table, lang)))}
        <div class="chart-page compare">
            <For each=move || keys.get() key=|id| *id children=figure />
        </div>
        {move || page.with(Option::is_some).then(|| versus(store, lang))}
    }
}

/// What the two sides are, and the ways to change them.
fn sides(store: Store, lang: Lang) -> AnyView {
    let state = store.state.get();
    let (words, other) = store
        .with(|e| {
            let other = compare::other(e, &state);
            (said(e.phrases(&state, lang), lang), other.map(|o| (said(e.phrases(&o, lang), lang), o)))
        })
        .unwrap_or_default();
    let link =
        |state: &ViewState, text: String| view! { <li><a class="button plain" href=store.href(state)>{text}</a></li> };
    // Against everything, against the year before, against each of the other values of the first filter.
    let everything = compare::against(&state, &ViewState::default());
    let mut ways = vec![link(&everything, Msg::AgainstAll.text(lang).to_owned())];
    ways.extend(store.with(|e| inverse(&state).map(|b| (e.phrases(&b, lang), b))).flatten().map(|(phrases, b)| {
        link(&compare::against(&state, &b), Msg::Against.fill(lang, &[("what", &said(phrases, lang))]))
    }));
    let Some((other_words, other)) = other else {
        return view! {
            <section class="sides" aria-label=Msg::PlaceCompare.text(lang)>
                <p>{Msg::CompareStart.text(lang)}</p>
                <p class="side"><b>"A"</b> {words}</p>
                <ul class="acts">
                    {ways}
                    {link(&compare::against(&state, &state), Msg::AgainstThis.text(lang).to_owned())}
                </ul>
            </section>
        }
        .into_any();
    };
    let swapped = compare::swapped(&state, &other);
    let none = ViewState { vs: None, ..state.clone() };
    view! {
        <section class="sides" aria-label=Msg::PlaceCompare.text(lang)>
            <p class="side"><b>"A"</b> {words}</p>
            <p class="side"><b>"B"</b> {other_words}</p>
            <p class="soft">{Msg::CompareHelp.text(lang)}</p>
            <ul class="acts">
                {link(&swapped, Msg::Swap.text(lang).to_owned())}
                {ways}
                {link(&none, Msg::NoB.text(lang).to_owned())}
            </ul>
        </section>
    }
    .into_any()
}

/// The same question with its first condition turned round: those without it.
fn inverse(state: &ViewState) -> Option<ViewState> {
    let mut b = state.question();
    let first = b.filters.first_mut()?;
    first.exclude = !first.exclude;
    Some(b)
}

/// The key figures of both sides.
fn figures(store: Store, table: &chart::Table, lang: Lang) -> AnyView {
    let href = Callback::new(move |state: ViewState| store.href(&state));
    let headers = table.headers.iter().map(|h| view! { <th scope="col">{h.clone()}</th> }).collect_view();
    let rows = table.rows.iter().map(|cells| figure::row(cells, href)).collect_view();
    view! {
        <div class="chart-table figures">
            <table aria-label=Msg::Figures.text(lang)>
                <thead><tr>{headers}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// By which other dimension to compare.
fn versus(store: Store, lang: Lang) -> AnyView {
    let state = store.state.get();
    let current = Settings::of(&state).versus;
    let wanted = |d: &'static dimensions::Dimension| settings::gridable(d.key).map(|id| (id, d));
    let all: Vec<(usize, &dimensions::Dimension)> = DIMENSIONS.iter().filter_map(wanted).collect();
    let options: Vec<_> = all
        .iter()
        .map(|(id, d)| view! { <option value=d.key selected=current == Some(*id)>{d.name(lang)}</option> })
        .collect();
    let choose = move |key: String| {
        let state = store.state.get_untracked();
        let next = match key.is_empty() {
            true => settings::without(&state, "versus"),
            false => settings::with(&state, &format!("versus-{key}")),
        };
        store.go(next, Step::Push);
    };
    view! {
        <p class="chart-more">
            <label class="chart-choices">
                <span>{Msg::CompareBy.text(lang)}</span>
                <select on:change:target=move |e| choose(e.target().value())>
                    <option value="" selected=current.is_none()>{Msg::Usual.text(lang)}</option>
                    {options}
                </select>
            </label>
        </p>
    }
    .into_any()
}
