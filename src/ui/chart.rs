//! One chart on screen: figure, drawing, keyboard walk, dragging, table twin.
//!
//! The component knows no store. What is shown comes in as a [`ChartModel`], what a mark leads to goes out through a
//! callback, and links are made by another one.

use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    html,
    prelude::*,
    task::spawn_local,
};

use super::{
    browser,
    chart_save::{Save, Saved},
};
use crate::{
    chart::{
        Brush, Cell, ChartModel, ChoiceGroup, Mark, Scale,
        walk::{self, Step},
    },
    i18n::chart::Msg,
    model::Lang,
    url::ViewState,
};

/// How far the drawing has come.
#[derive(Clone, PartialEq, Eq)]
enum Drawing {
    Waiting,
    Ready,
    Failed(String),
}

thread_local! {
    /// Counts up when the reader asks to load ECharts again: one "try again" serves all figures.
    static ATTEMPTS: ArcRwSignal<u32> = ArcRwSignal::new(0);
}

/// What is held while dragging: where it began and where it is, CSS px from the left of the drawing.
#[derive(Clone, Copy, PartialEq)]
struct Drag {
    from: f64,
    to: f64,
}

/// Higher than this, CSS px, a chart has two others beside it.
const TALL_PX: u32 = 800;

/// Nearer than this to where it began, CSS px, a drag is a click.
const CLICK_PX: f64 = 6.0;

/// A figure with a chart and its table. `model` should be memoised: every change of it is drawn.
#[component]
pub fn ChartFigure(
    /// What is shown.
    #[prop(into)]
    model: Signal<ChartModel>,
    /// Language of the words around it.
    lang: Lang,
    /// Called with the state of a mark that was clicked, or chosen with Enter.
    #[prop(into)]
    on_activate: Callback<ViewState>,
    /// Makes the address of a state, for links.
    #[prop(into)]
    href: Callback<ViewState, String>,
    /// What saving it needs; without it there is no menu for that.
    #[prop(optional)]
    saved: Option<Saved>,
) -> impl IntoView {
    let drawing = RwSignal::new(Drawing::Waiting);
    let attempts = RwSignal::from(ATTEMPTS.with(ArcRwSignal::clone));
    let as_table = RwSignal::new(false);
    // Where the walk stands: column and row of a mark, because marks come and go with the filters.
    let here = RwSignal::new(None::<(usize, usize)>);
    // Where a walk with Shift began: bars from there to here are asked for.
    let anchor = RwSignal::new(None::<usize>);
    let drag = RwSignal::new(None::<Drag>);
    let canvas = NodeRef::<html::Div>::new();
    let chart = StoredValue::new_local(None::<browser::echarts::Chart>);

    // Nothing is loaded or drawn for a figure that nobody sees: on a phone the strip is hidden.
    let seen = RwSignal::new(false);
    let sight = StoredValue::new_local(None::<browser::Sight>);
    Effect::new(move |_| {
        let Some(element) = canvas.get() else { return };
        let watch = browser::Sight::of(&element, move || {
            seen.try_set(true);
        });
        if watch.is_none() {
            seen.set(true);
        }
        sight.set_value(watch);
    });
    Effect::new(move |_| {
        if seen.get() {
            sight.set_value(None);
        }
    });
    Effect::new(move |_| {
        attempts.track();
        if !seen.get() || drawing.get_untracked() == Drawing::Ready {
            return;
        }
        drawing.set(Drawing::Waiting);
        spawn_local(async move {
            let loaded = browser::echarts::load().await;
            // The figure may have left the page meanwhile.
            drawing.try_set(loaded.map_or_else(Drawing::Failed, |()| Drawing::Ready));
        });
    });
    Effect::new(move |_| {
        let Some(element) = canvas.get().filter(|_| drawing.get() == Drawing::Ready) else { return };
        let drawn = chart.try_update_value(|slot| {
            if slot.is_none() {
                *slot = Some(browser::echarts::Chart::new(&element, move |hit| {
                    let target = model.try_with_untracked(|m| m.target(hit).cloned()).flatten();
                    if let Some(state) = target {
                        on_activate.run((*state).clone());
                    }
                })?);
            }
            slot.as_ref().map_or(Ok(()), |chart| model.with(|m| chart.draw(&m.option)))
        });
        if let Some(Err(why)) = drawn {
            drawing.set(Drawing::Failed(why));
        }
    });
    on_cleanup(move || {
        chart.try_update_value(Option::take);
    });

    // The mark under the walk, and the bars that a walk with Shift has passed.
    let walked = Memo::new(move |_| {
        let here = here.get()?;
        model.with(|m| walk::nearest(&m.marks, here).map(|i| m.marks[i].clone()))
    });
    let passed = Memo::new(move |_| {
        let (from, to) = (anchor.get()? as f64, walked.get()?.at.0 as f64);
        model.with(|m| m.brush.as_ref().and_then(|b| Some((b.words(from, to, lang)?, b.between(from, to)?))))
    });
    Effect::new(move |_| {
        let mark = walked.with(|w| w.as_ref().map(|m: &Mark| (m.series, m.index)));
        // Drawing again takes the emphasis away.
        drawing.track();
        chart.with_value(|chart| {
            if let Some(chart) = chart {
                chart.point_at(mark);
            }
        });
    });
    let press = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let key = event.key();
        if let Some(step) = Step::of_key(&key) {
            let before = walked.get_untracked().map(|m| m.at.0);
            let next = model.with_untracked(|m| {
                let from = here.get_untracked().and_then(|at| walk::nearest(&m.marks, at));
                walk::step(&m.marks, from, step).map(|i| m.marks[i].at)
            });
            let bars = model.with_untracked(|m| m.brush.as_ref().is_some_and(has_bars));
            match (event.shift_key() && bars, anchor.get_untracked()) {
                (false, _) => anchor.set(None),
                (true, None) => anchor.set(before.or(next.map(|at| at.0))),
                (true, Some(_)) => {}
            }
            here.set(next);
        } else if matches!(key.as_str(), "Enter" | " ") {
            let state = passed.get_untracked().map(|(_, state)| state);
            let Some(state) = state.or_else(|| walked.get_untracked().map(|m| (*m.state).clone())) else { return };
            anchor.set(None);
            on_activate.run(state);
        } else if key == "Escape" && here.get_untracked().is_some() {
            here.set(None);
            anchor.set(None);
        } else {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
    };

    // Dragging along the axis across.
    let left = move || canvas.get_untracked().map_or(0.0, |c| c.get_bounding_client_rect().left());
    let grab = move |event: PointerEvent| {
        let can = drawing.get_untracked() == Drawing::Ready && model.with_untracked(|m| m.brush.is_some());
        if can && event.is_primary() && event.button() == 0 {
            let at = f64::from(event.client_x()) - left();
            drag.set(Some(Drag { from: at, to: at }));
        }
    };
    let pull = move |event: PointerEvent| {
        if let Some(held) = drag.get_untracked() {
            if event.buttons() == 0 {
                return drag.set(None);
            }
            let to = f64::from(event.client_x()) - left();
            if (to - held.from).abs() >= CLICK_PX {
                // From here on the drag is ours, wherever the pointer goes.
                let stage = event.current_target().and_then(|t| wasm_bindgen::JsCast::dyn_into(t).ok());
                let stage: Option<web_sys::Element> = stage;
                let _ = stage.map(|s| s.set_pointer_capture(event.pointer_id()));
            }
            drag.set(Some(Drag { to, ..held }));
        }
    };
    let pulled = move |held: Drag| {
        let places = chart.with_value(|c| c.as_ref().and_then(|c| Some((c.place(held.from)?, c.place(held.to)?))));
        let (a, b) = places.filter(|_| (held.to - held.from).abs() >= CLICK_PX)?;
        model.with_untracked(|m| {
            m.brush.as_ref().and_then(|brush| Some((brush.words(a, b, lang)?, brush.between(a, b)?)))
        })
    };
    let drop = move |_: PointerEvent| {
        let held = drag.get_untracked();
        drag.set(None);
        if let Some((_, state)) = held.and_then(pulled) {
            on_activate.run(state);
        }
    };
    let shown_drag = move || {
        drag.get().filter(|d| (d.to - d.from).abs() >= CLICK_PX).map(|d| {
            let words = pulled(d).map(|(words, _)| words);
            view! {
                <div
                    class="chart-brush"
                    style:left=format!("{:.0}px", d.from.min(d.to))
                    style:width=format!("{:.0}px", (d.to - d.from).abs())
                >
                    <span>{words}</span>
                </div>
            }
        })
    };

    let id = model.with_untracked(|m| m.id);
    let heading = format!("chart-{id}");
    let (figure, region) = (heading.clone(), heading.clone());
    let height = Memo::new(move |_| model.with(|m| m.height_px));
    let least_width = Memo::new(move |_| model.with(|m| m.least_width_px));
    let is_tall = Memo::new(move |_| height.get() > TALL_PX);
    let is_wide = Memo::new(move |_| least_width.get() > 0);
    let summary = Memo::new(move |_| model.with(|m| m.summary.clone()));
    let keys = Memo::new(move |_| {
        let bars = model.with(|m| m.brush.as_ref().is_some_and(has_bars));
        if bars { Msg::KeysWithShift } else { Msg::Keys }.text(lang)
    });
    let svg = Callback::new(move |()| {
        let size = canvas.get_untracked().map(|c| (c.client_width().max(0) as u32, height.get_untracked()));
        let size = size.filter(|(wide, _)| *wide > 0);
        chart.with_value(|c| c.as_ref().map(|c| c.svg())).and_then(Result::ok).map(|svg| (svg, size))
    });
    view! {
        <figure class=format!("chart chart-{id}") class:tall=move || is_tall.get() aria-labelledby=figure>
            <div class="chart-head">
                <h3 id=heading>{move || model.with(|m| m.title.clone())}</h3>
                <button
                    type="button"
                    class="quiet chart-twin"
                    aria-pressed=move || as_table.get().to_string()
                    on:click=move |_| as_table.update(|t| *t = !*t)
                >
                    {move || if as_table.get() { Msg::AsChart } else { Msg::AsTable }.text(lang)}
                </button>
            </div>
            <p class="chart-sub">{move || model.with(|m| m.subline.clone())}</p>
            <div
                class="chart-stage"
                class:can-drag=move || model.with(|m| m.brush.is_some())
                class:wide=move || is_wide.get()
                hidden=move || as_table.get()
                tabindex="0"
                role="application"
                aria-label=move || keys.get()
                on:keydown=press
                on:blur=move |_| {
                    here.set(None);
                    anchor.set(None);
                }
                on:pointerdown=grab
                on:pointermove=pull
                on:pointerup=drop
                on:pointercancel=move |_| drag.set(None)
            >
                <div
                    class="chart-canvas"
                    node_ref=canvas
                    role="img"
                    aria-label=move || summary.get()
                    style:height=move || format!("{}px", height.get())
                    style:min-width=move || format!("{}px", least_width.get())
                ></div>
                {shown_drag}
                {move || match drawing.get() {
                    Drawing::Ready => ().into_any(),
                    Drawing::Waiting => view! { <p class="chart-wait">{Msg::Loading.text(lang)}</p> }.into_any(),
                    Drawing::Failed(why) => view! {
                        <div class="chart-wait" role="status">
                            <p>{Msg::Failed.text(lang)}</p>
                            <p class="soft"><code>{why}</code></p>
                            <button type="button" class="button" on:click=move |_| attempts.update(|n| *n += 1)>
                                {Msg::Retry.text(lang)}
                            </button>
                        </div>
                    }
                    .into_any(),
                }}
            </div>
            {move || as_table.get().then(|| view! {
                <div
                    class="chart-table"
                    role="region"
                    tabindex="0"
                    aria-labelledby=region.clone()
                    style:height=move || format!("{}px", height.get())
                >
                    {move || model.with(|m| table(m, href))}
                </div>
            })}
            <p class="visually-hidden" aria-live="polite">
                {move || passed.get().map(|(words, _)| words).or_else(|| walked.get().map(|m| m.spoken))}
            </p>
            {move || model.with(|m| foot(m, lang, href, on_activate))}
            {saved.map(|saved| view! { <Save model lang saved svg /> })}
        </figure>
    }
}

/// Whether the places of a brush are bars: then a walk with Shift can pass over them.
fn has_bars(brush: &Brush) -> bool {
    matches!(brush.scale, Scale::Bars(_))
}

/// The same numbers, each with the link that its mark is.
fn table(model: &ChartModel, href: Callback<ViewState, String>) -> AnyView {
    let headers = model.table.headers.iter().map(|h| view! { <th scope="col">{h.clone()}</th> }).collect_view();
    let rows = model.table.rows.iter().map(|cells| row(cells, href)).collect_view();
    view! {
        <p class="chart-note">{model.summary.clone()}</p>
        <table aria-label=model.title.clone()>
            <thead><tr>{headers}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// One row of a table; its first cell is its header.
pub fn row(cells: &[Cell], href: Callback<ViewState, String>) -> AnyView {
    let link = move |cell: &Cell| {
        let text = cell.text.clone();
        // Who says what is seen must be understood: the spoken name begins with it.
        let spoken = cell.spoken.as_ref().map(|spoken| format!("{text} – {spoken}"));
        match &cell.state {
            Some(state) => view! { <a href=href.run((**state).clone()) aria-label=spoken>{text}</a> }.into_any(),
            None => text.into_any(),
        }
    };
    let mut cells = cells.iter();
    let head = cells.next().map(|head| view! { <th scope="row">{link(head)}</th> });
    let rest = cells.map(|cell| view! { <td>{link(cell)}</td> }).collect_view();
    view! { <tr>{head}{rest}</tr> }.into_any()
}

/// More ways than this are a menu and no row of links.
const LINKS: usize = 5;

fn choices(group: &ChoiceGroup, href: Callback<ViewState, String>, go: Callback<ViewState>) -> AnyView {
    let name = group.name.clone();
    if group.choices.len() > LINKS {
        let states: Vec<ViewState> = group.choices.iter().map(|c| c.state.clone()).collect();
        let option = |(at, c): (usize, &crate::chart::Choice)| {
            view! { <option value=at.to_string() selected=c.current>{c.text.clone()}</option> }
        };
        let options = group.choices.iter().enumerate().map(option).collect_view();
        let choose = move |value: String| {
            if let Some(state) = value.parse::<usize>().ok().and_then(|at| states.get(at)) {
                go.run(state.clone());
            }
        };
        return view! {
            <label class="chart-choices">
                <span>{name}</span>
                <select on:change:target=move |e| choose(e.target().value())>{options}</select>
            </label>
        }
        .into_any();
    }
    let choice = |c: &crate::chart::Choice| {
        let (address, current) = (href.run(c.state.clone()), c.current.then_some("true"));
        view! { <li><a href=address aria-current=current>{c.text.clone()}</a></li> }
    };
    let all = group.choices.iter().map(choice).collect_view();
    view! {
        <div class="chart-choices">
            <span aria-hidden="true">{name.clone()}</span>
            <ul aria-label=name>{all}</ul>
        </div>
    }
    .into_any()
}

/// Legend, other ways to draw it, single cases, and what must be said beside it.
fn foot(model: &ChartModel, lang: Lang, href: Callback<ViewState, String>, go: Callback<ViewState>) -> AnyView {
    let legend = (!model.legend.is_empty()).then(|| {
        let entry = |e: &crate::chart::LegendEntry| {
            let swatch = view! { <i class=format!("swatch g{} d{}", e.colour, e.pattern) aria-hidden="true"></i> };
            let (text, current) = (e.text.clone(), e.current.then_some("true"));
            match e.state.as_ref().map(|state| href.run((**state).clone())) {
                Some(address) => view! { <li><a href=address aria-current=current>{swatch}{text}</a></li> }.into_any(),
                None => view! { <li><span>{swatch}{text}</span></li> }.into_any(),
            }
        };
        let entries = model.legend.iter().map(entry).collect_view();
        view! { <ul class="chart-legend" aria-label=Msg::Legend.text(lang)>{entries}</ul> }
    });
    let groups = model.choices.iter().map(|group| choices(group, href, go)).collect_view();
    let cases = model.list.as_ref().map(|list| {
        let case = |(text, state): &(String, ViewState)| {
            view! { <li><a href=href.run(state.clone())>{text.clone()}</a></li> }
        };
        let cases = list.cases.iter().map(case).collect_view();
        view! { <div class="chart-cases"><h4>{list.title.clone()}</h4><ol>{cases}</ol></div> }
    });
    let notes = model.notes.iter().map(|note| view! { <p class="chart-note">{note.clone()}</p> }).collect_view();
    let ways = (!model.choices.is_empty()).then(|| view! { <div class="chart-ways">{groups}</div> });
    view! { <div class="chart-foot">{legend}{ways}{cases}{notes}</div> }.into_any()
}
