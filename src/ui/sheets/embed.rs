//! The HTML that shows a view on another site, with a live preview.

use leptos::prelude::*;

use super::{copy::CopyBox, desk::Desk, share::lock};
use crate::{
    chart::{ChartId, settings},
    i18n::{self, share::Msg},
    model::Lang,
    share::{self, What, frame},
    ui::browser,
    url::{Chrome, Theme, View, ViewState},
};

/// What the frame shows of the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    AsIs,
    List,
    Table,
    Charts,
    Chart(ChartId),
}

impl Part {
    fn all() -> Vec<Part> {
        let charts = ChartId::ALL.into_iter().map(Part::Chart);
        [Part::AsIs, Part::List, Part::Table, Part::Charts].into_iter().chain(charts).collect()
    }

    fn key(self) -> String {
        match self {
            Part::AsIs => "as-is".to_owned(),
            Part::List => "list".to_owned(),
            Part::Table => "table".to_owned(),
            Part::Charts => "charts".to_owned(),
            Part::Chart(id) => format!("chart-{}", id.slug()),
        }
    }

    fn name(self, lang: Lang) -> String {
        match self {
            Part::AsIs => Msg::EmbedAsIs.text(lang).to_owned(),
            Part::List => Msg::EmbedList.text(lang).to_owned(),
            Part::Table => Msg::EmbedTable.text(lang).to_owned(),
            Part::Charts => Msg::EmbedCharts.text(lang).to_owned(),
            Part::Chart(id) => Msg::EmbedChart.fill(lang, &[("name", chart_name(id, lang))]),
        }
    }

    fn of(self, state: &ViewState) -> ViewState {
        let view = |view| ViewState { view, ..state.clone() };
        match self {
            Part::AsIs => state.clone(),
            Part::List => view(View::Cards),
            Part::Table => view(View::Table),
            Part::Charts => view(View::Charts),
            Part::Chart(id) => {
                ViewState { view: View::Charts, ..settings::with(state, &format!("show-{}", id.slug())) }
            }
        }
    }
}

/// What a chart asks, whatever its settings.
pub const fn chart_name(id: ChartId, lang: Lang) -> &'static str {
    use crate::i18n::chart::Msg as Chart;
    match id {
        ChartId::Time => Chart::TimeTitle.text(lang),
        ChartId::Ranking => Msg::ChartRanking.text(lang),
        ChartId::Heat => Chart::HeatTitle.text(lang),
        ChartId::People => Msg::ChartPeople.text(lang),
        ChartId::Found => Chart::FoundTitle.text(lang),
        ChartId::Told => Chart::ToldTitle.text(lang),
        ChartId::Data => Chart::DataTitle.text(lang),
        ChartId::Flow => Chart::FlowTitle.text(lang),
        ChartId::Locus => Chart::LocusTitle.text(lang),
        ChartId::Map => Chart::MapTitle.text(lang),
        ChartId::A4 => Chart::A4Title.text(lang),
    }
}

#[component]
pub fn Embed(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let part = RwSignal::new(Part::AsIs);
    // A chart alone needs nothing around it.
    let is_chart = matches!(desk.what.get_untracked(), What::Chart(_));
    let ui = RwSignal::new(if is_chart { Chrome::None } else { Chrome::Chips });
    let theme = RwSignal::new(Theme::Auto);
    let spoken = RwSignal::new(lang);
    let height = RwSignal::new(600_u32);
    let grows = RwSignal::new(true);
    let is_one = move || matches!(desk.what.get(), What::Record | What::Chart(_));
    let address = Memo::new(move |_| {
        let part = if is_one() { Part::AsIs } else { part.get() };
        let state = desk.shared.with(|state| part.of(state));
        share::link(&desk.root(), &share::framed(&state, ui.get(), theme.get(), spoken.get()))
    });
    // The one-file edition has no files beside it, and its policy allows no frame.
    let has_files = desk.site().is_some();
    let title = move || {
        let own = desk.draft.with(|d| d.title.clone());
        if own.is_empty() { i18n::common::Msg::Name.text(spoken.get()).to_owned() } else { own }
    };
    let written = move |write: fn(&frame::Frame) -> String| {
        Signal::derive(move || {
            let (root, address, title) = (desk.root(), address.get(), title());
            write(&frame::Frame {
                root: &root,
                address: &address,
                title: &title,
                height: height.get(),
                grows: grows.get() && has_files,
            })
        })
    };
    let parts = move || {
        (!is_one()).then(|| {
            let options = Part::all()
                .into_iter()
                .map(|p| view! { <option value=p.key() selected=p == part.get_untracked()>{p.name(lang)}</option> })
                .collect_view();
            let choose = move |key: String| part.set(Part::all().into_iter().find(|p| p.key() == key).unwrap_or(Part::AsIs));
            view! {
                <label>{Msg::EmbedWhat.text(lang)}<select name="part" on:change:target=move |e| choose(e.target().value())>{options}</select></label>
            }
        })
    };
    let is_one_file = !desk.store.root().ends_with('/');
    // In a frame without an origin of its own the policy's 'self' is nobody.
    let preview = if browser::is_framed() || is_one_file {
        let why = if is_one_file { Msg::EmbedOneFile } else { Msg::EmbedNoPreview };
        view! { <p class="note" data-preview="none">{why.text(lang)}</p> }.into_any()
    } else {
        view! {
            <figure class="embed-preview">
                <figcaption>{Msg::EmbedPreview.text(lang)}</figcaption>
                <iframe title=Msg::EmbedPreview.text(lang) src=address height=move || height.get().clamp(160, 600).to_string()></iframe>
            </figure>
        }
        .into_any()
    };
    view! {
        <div class="embed-choices">
            {parts}
            {choice("ui", Msg::EmbedUi, ui, vec![(Chrome::Chips, Msg::UiChips), (Chrome::None, Msg::UiNone), (Chrome::Full, Msg::UiFull)], lang)}
            {choice("theme", Msg::EmbedTheme, theme, vec![(Theme::Auto, Msg::ThemeAuto), (Theme::Light, Msg::ThemeLight), (Theme::Dark, Msg::ThemeDark)], lang)}
            <label>
                {Msg::EmbedLang.text(lang)}
                <select name="lang" on:change:target=move |e| spoken.set(Lang::from_tag(&e.target().value()).unwrap_or(lang))>
                    {Lang::ALL.into_iter().map(|l| view! { <option value=l.tag() selected=l == lang>{Msg::LanguageName.text(l)}</option> }).collect_view()}
                </select>
            </label>
            <label>
                {Msg::EmbedHeight.text(lang)}
                <input type="number" name="height" min="160" max="4000" step="20" value="600"
                    on:input:target=move |e| height.set(e.target().value().parse().unwrap_or(600).clamp(160, 4000)) />
            </label>
            {has_files.then(|| view! {
                <label class="choice">
                    <input type="checkbox" name="grows" checked on:change:target=move |e| grows.set(e.target().checked()) />
                    {Msg::EmbedGrows.text(lang)}
                </label>
            })}
            {lock(desk, "embed-lock")}
        </div>
        <CopyBox label=Msg::EmbedCode.text(lang).to_owned() text=written(frame::snippet) rows=5 name="snippet" lang />
        {has_files.then(|| view! { <CopyBox label=Msg::EmbedElement.text(lang).to_owned() text=written(frame::element) rows=3 name="element" lang /> })}
        {preview}
    }
}

/// A closed set of values to choose from.
fn choice<T: Copy + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    label: Msg,
    value: RwSignal<T>,
    all: Vec<(T, Msg)>,
    lang: Lang,
) -> AnyView {
    let now = value.get_untracked();
    let options = all
        .iter()
        .enumerate()
        .map(|(at, (v, words))| view! { <option value=at.to_string() selected=*v == now>{words.text(lang)}</option> })
        .collect_view();
    let choose = move |at: String| {
        if let Some((v, _)) = at.parse::<usize>().ok().and_then(|at| all.get(at)) {
            value.set(*v);
        }
    };
    view! { <label>{label.text(lang)}<select name=name on:change:target=move |e| choose(e.target().value())>{options}</select></label> }
        .into_any()
}
