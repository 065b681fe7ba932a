//! A list of any length of which only what is near the window is drawn.
//!
//! Rows are grouped into chunks. In place of those far from the window stand two empty elements, one before and one behind,
//! as high as their chunks were or would probably be; so any file's result scrolls, prints its true length, and keeps its
//! place.

use gloo::timers::callback::Timeout;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::patch::{self, Kept};
use crate::page::{Part, Piece};

/// Rows in a chunk of lines.
pub const CHUNK: usize = 25;
/// Rows in a chunk of cards, which are higher.
pub const CARDS: usize = 3;
/// How far beyond the window chunks are drawn, in CSS pixels.
const MARGIN: i32 = 1200;
/// How long a new result waits for those beyond the window, in milliseconds: the charts come first.
const REST_MS: u32 = 200;
/// The chunks of a new result that are drawn at once: they fill a window. More may follow in the next frame.
const AT_ONCE: (usize, usize) = (0, 1);

/// How many elements of chunks wait for other rows: as many as fill a high window.
const IDLE: usize = 8;

/// The element of a chunk.
struct Drawn {
    element: Element,
    inside: Vec<Kept>,
    /// The chunk that is drawn in it, or was before it waited.
    chunk: usize,
}

impl Drawn {
    fn new() -> Option<Self> {
        let element = super::host::document().create_element("div").ok()?;
        Some(Self { element, inside: Vec::new(), chunk: 0 })
    }

    fn show(&mut self, chunk: usize) {
        self.chunk = chunk;
        let _ = self.element.set_attribute("data-chunk", &chunk.to_string());
        let _ = self.element.remove_attribute("hidden");
    }

    fn hide(&self) {
        let _ = self.element.remove_attribute("data-chunk");
        let _ = self.element.set_attribute("hidden", "");
    }
}

/// How tall each chunk is, and which of them are drawn.
#[derive(Clone, Copy)]
pub struct Chunks {
    heights: StoredValue<Vec<Option<i32>>>,
    row_px: i32,
    /// Rows in each.
    size: usize,
    /// First and one past the last chunk that is drawn.
    pub drawn: RwSignal<(usize, usize)>,
    rows: Signal<usize>,
}

impl Chunks {
    /// Follows the scrolling of the page. `list` finds the list's element; `row_px` is a guess of a row's height, `size`
    /// the rows of a chunk.
    pub fn new(rows: Signal<usize>, row_px: i32, size: usize, list: &'static str) -> Self {
        let chunks = Self { heights: StoredValue::new(Vec::new()), row_px, size, drawn: RwSignal::new(AT_ONCE), rows };
        let look = move || chunks.look(list, MARGIN);
        let waiting = StoredValue::new_local(None);
        Effect::new(move |_| {
            rows.track();
            chunks.heights.set_value(Vec::new());
            chunks.draw(AT_ONCE);
            request_animation_frame(move || chunks.look(list, 0));
            // A new wait drops, and so cancels, the one before.
            waiting.set_value(Some(Timeout::new(REST_MS, look)));
        });
        let scrolled = window_event_listener(leptos::ev::scroll, move |_| look());
        let resized = window_event_listener(leptos::ev::resize, move |_| look());
        on_cleanup(move || {
            scrolled.remove();
            resized.remove();
        });
        chunks
    }

    /// How many chunks there are.
    pub fn count(&self) -> usize {
        self.rows.get().div_ceil(self.size)
    }

    /// The height of what stands in place of chunks that are not drawn, as CSS writes it.
    pub fn room(&self, chunks: std::ops::Range<usize>) -> String {
        let height = chunks.map(|chunk| self.height(chunk)).fold(0, i32::saturating_add);
        format!("{height}px")
    }

    /// Keeps the chunks that are to be drawn inside `home`, each holding what `draw` says, between what stands in place
    /// of the others. A chunk is described once; only where `content` says that its rows may have changed it is described
    /// anew, and changed in its place. The elements of chunks that are no longer drawn wait for other rows: to change one
    /// is quicker than to make it.
    pub fn keep<K: PartialEq + 'static>(
        self,
        home: NodeRef<html::Div>,
        content: impl Fn() -> K + 'static,
        draw: impl Fn(usize) -> Vec<Part> + 'static,
    ) {
        let waiting = StoredValue::new_local(Vec::<Drawn>::new());
        let tidy = move || {
            waiting.try_update_value(|all| all.iter().for_each(|d| d.element.remove()));
        };
        Effect::new(move |before: Option<(Option<K>, Vec<Drawn>)>| {
            let (was, mut all) = before.unwrap_or_default();
            let (first, last) = self.drawn.get();
            let (now, last) = (content(), last.min(self.count()));
            let Some(home) = home.get() else { return (None, all) };
            let (Some(above), Some(below)) = (home.first_element_child(), home.last_element_child()) else {
                return (None, all);
            };
            if was.is_none() {
                // The framework may give a new list the element of an old one, with what was in it.
                while let Some(old) = above.next_element_sibling().filter(|next| *next != below) {
                    old.remove();
                }
            }
            let same = was.as_ref() == Some(&now);
            let (mut drawn, left): (Vec<Drawn>, Vec<Drawn>) =
                all.drain(..).partition(|d| (first..last).contains(&d.chunk));
            let mut idle = waiting.try_update_value(std::mem::take).unwrap_or_default();
            idle.extend(left);
            for chunk in first..last {
                let at = drawn.partition_point(|d| d.chunk < chunk);
                let is_there = drawn.get(at).is_some_and(|d| d.chunk == chunk);
                if is_there && same {
                    continue;
                }
                if !is_there {
                    let Some(mut one) = idle.pop().or_else(Drawn::new) else { continue };
                    let next: &Element = drawn.get(at).map_or(&below, |d| &d.element);
                    let _ = home.insert_before(&one.element, Some(next));
                    one.show(chunk);
                    drawn.insert(at, one);
                }
                let Drawn { element, inside, .. } = &mut drawn[at];
                patch::change_all(element, inside, draw(chunk).into_iter().map(Piece::Part).collect());
            }
            for surplus in idle.drain(IDLE.min(idle.len())..) {
                surplus.element.remove();
            }
            // What a new result leaves over is probably drawn again in the next frame, and till then only hidden.
            idle.iter().for_each(Drawn::hide);
            waiting.set_value(idle);
            if same {
                tidy();
            } else {
                request_animation_frame(tidy);
            }
            for (room, away) in [(above, 0..first), (below, last..self.count().max(last))] {
                let _ = if away.is_empty() {
                    room.remove_attribute("data-empty")
                } else {
                    room.set_attribute("data-empty", "")
                };
                if let Some(room) = room.dyn_ref::<web_sys::HtmlElement>() {
                    let _ = room.style().set_property("height", &self.room(away));
                }
            }
            (Some(now), drawn)
        });
    }

    /// Draws these chunks. A signal tells its followers even of a value it had before.
    fn draw(&self, chunks: (usize, usize)) {
        if self.drawn.get_untracked() != chunks {
            self.drawn.set(chunks);
        }
    }

    fn height(&self, chunk: usize) -> i32 {
        let known = self.heights.with_value(|h| h.get(chunk).copied().flatten());
        let rows = self.rows.get_untracked().saturating_sub(chunk * self.size).min(self.size);
        known.unwrap_or(self.row_px.saturating_mul(rows as i32))
    }

    /// Draws what lies in the window or within `margin` CSS px of it.
    fn look(&self, list: &str, margin: i32) {
        // The signals are gone once the list has left the page.
        let Some(rows) = self.rows.try_get_untracked() else { return };
        let document = super::host::document();
        let Ok(Some(list)) = document.query_selector(list) else { return };
        let children = list.query_selector_all(":scope > [data-chunk]").ok();
        let elements = children.iter().flat_map(|c| (0..c.length()).filter_map(|i| c.item(i)));
        let mut measured: Vec<(usize, i32)> = Vec::new();
        for element in elements.filter_map(|n| n.dyn_into::<web_sys::Element>().ok()) {
            let drawn = element.get_attribute("data-chunk").and_then(|c| c.parse().ok());
            if let Some(chunk) = drawn.filter(|_| !element.has_attribute("data-empty")) {
                measured.push((chunk, element.get_bounding_client_rect().height().round() as i32));
            }
        }
        let count = rows.div_ceil(self.size);
        self.heights.update_value(|h| {
            h.resize(count, None);
            for (chunk, height) in measured {
                if let Some(slot) = h.get_mut(chunk).filter(|_| height > 0) {
                    *slot = Some(height);
                }
            }
        });
        let view = super::host::window().inner_height().ok().and_then(|h| h.as_f64()).map_or(900, |h| h as i32);
        let mut y = list.get_bounding_client_rect().top() as i32;
        let (mut first, mut last) = (count, 0);
        for chunk in 0..count {
            let bottom = y.saturating_add(self.height(chunk));
            if bottom > -margin && y < view + margin {
                first = first.min(chunk);
                last = chunk + 1;
            }
            y = bottom;
        }
        let next = if first < last { (first, last) } else { (0, count.min(1)) };
        self.draw(next);
    }
}
