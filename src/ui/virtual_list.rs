//! A list of any length of which only what is near the window is drawn.
//!
//! Rows are grouped into chunks. In place of those far from the window stand two empty elements, one before and one behind,
//! as high as their chunks were or would probably be; so any file's result scrolls, prints its true length, and keeps its
//! place.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

/// Rows in a chunk of lines.
pub const CHUNK: usize = 25;
/// Rows in a chunk of cards, which are higher.
pub const CARDS: usize = 3;
/// How far beyond the window chunks are drawn, in CSS pixels.
const MARGIN: i32 = 1200;
/// The chunks of a new result that are drawn at once: they fill a window. More may follow in the next frame.
const AT_ONCE: (usize, usize) = (0, 1);

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
        let look = move || chunks.look(list);
        Effect::new(move |_| {
            rows.track();
            chunks.heights.set_value(Vec::new());
            chunks.draw(AT_ONCE);
            request_animation_frame(look);
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

    /// Keeps the chunks that are to be drawn inside `home`, each as `draw` makes it, between what stands in place of the
    /// others. A chunk is drawn once; only where `content` says that its rows may have changed it is drawn anew: from
    /// nothing, which is quicker, or in its place where the focus is in the list.
    pub fn keep<K: PartialEq + 'static>(
        self,
        home: NodeRef<html::Div>,
        content: impl Fn() -> K + 'static,
        draw: impl Fn(usize) -> AnyView + 'static,
    ) {
        type Drawn = Vec<(usize, <AnyView as Render>::State)>;
        Effect::new(move |before: Option<(Option<K>, Drawn)>| {
            let (was, mut kept) = before.unwrap_or_default();
            let (first, last) = self.drawn.get();
            let (now, last) = (content(), last.min(self.count()));
            let Some(home) = home.get() else { return (None, kept) };
            let (Some(above), Some(below)) = (home.first_element_child(), home.last_element_child()) else {
                return (None, kept);
            };
            if was.is_none() {
                // The framework may give a new list the element of an old one, with what was in it.
                while let Some(old) = above.next_element_sibling().filter(|next| *next != below) {
                    old.remove();
                }
            }
            let same = was.as_ref() == Some(&now);
            let in_place = super::host::document().active_element().is_some_and(|focus| home.contains(Some(&focus)));
            let stays = |chunk: usize| (first..last).contains(&chunk) && (same || in_place);
            let (stay, mut go): (Drawn, Drawn) = kept.drain(..).partition(|(chunk, _)| stays(*chunk));
            go.iter_mut().for_each(|(_, state)| state.unmount());
            kept = stay;
            for chunk in first..last {
                match kept.binary_search_by_key(&chunk, |(kept, _)| *kept) {
                    Ok(_) if same => {}
                    Ok(at) => draw(chunk).rebuild(&mut kept[at].1),
                    Err(at) => {
                        let mut state = draw(chunk).build();
                        match kept.get(at) {
                            Some((_, next)) => {
                                next.insert_before_this(&mut state);
                            }
                            None => state.mount(&home, Some(&below)),
                        }
                        kept.insert(at, (chunk, state));
                    }
                }
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
            (Some(now), kept)
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

    fn look(&self, list: &str) {
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
            if bottom > -MARGIN && y < view + MARGIN {
                first = first.min(chunk);
                last = chunk + 1;
            }
            y = bottom;
        }
        let next = if first < last { (first, last) } else { (0, count.min(1)) };
        self.draw(next);
    }
}
