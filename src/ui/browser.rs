//! The one door to JavaScript: only here and in [`echarts`] are foreign functions declared.
//!
//! Behind it stand two things that are loaded after the first paint: Apache ECharts ([`echarts`]) and the app's second
//! program ([`Rooms`], `src/rooms.rs`).
#![allow(unsafe_code, reason = "what wasm_bindgen makes of `extern \"C\"`")]

pub mod echarts;

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, Document, Element, HtmlAnchorElement, HtmlCanvasElement,
    HtmlImageElement, HtmlInputElement, IntersectionObserver, IntersectionObserverEntry, Url,
};

#[wasm_bindgen]
extern "C" {
    /// The exports of the second program, `src/rooms.rs`; what each does is said there.
    #[derive(Clone)]
    pub type Rooms;

    /// Loads the second program, once for the whole page (`public/boot.js`).
    #[wasm_bindgen(js_namespace = globalThis, js_name = jikenboRooms, catch)]
    fn request_rooms() -> Result<Promise, JsValue>;

    /// Has a worker fold (`public/boot.js`, `public/fold.js`): once that has begun, a list of one promise.
    #[wasm_bindgen(js_namespace = globalThis, js_name = jikenboFold, catch)]
    fn request_fold(list: &Uint8Array, texts: Option<&Uint8Array>) -> Result<Promise, JsValue>;

    /// Hands the casebook's list over, and what a click in a room calls with `(query, is a step)`; where they are there
    /// the texts, and what a worker folded of all that.
    #[wasm_bindgen(method)]
    pub fn begin(
        this: &Rooms,
        list: &Uint8Array,
        go: &Function,
        texts: Option<&Uint8Array>,
        folded: Option<&Uint8Array>,
    );

    /// List, texts and query for `names=off`.
    #[wasm_bindgen(method, catch)]
    fn mask(this: &Rooms, list: &Uint8Array, texts: &Uint8Array, query: &str) -> Result<Array, JsValue>;

    /// Hands the texts over, and what a worker folded.
    #[wasm_bindgen(method)]
    pub fn texts(this: &Rooms, texts: &Uint8Array, folded: Option<&Uint8Array>);

    /// Says that the texts will not come, and why.
    #[wasm_bindgen(method, js_name = textsFailed)]
    pub fn texts_failed(this: &Rooms, why: &str);

    /// Tells what is on screen: what stands behind `?`.
    #[wasm_bindgen(method)]
    pub fn follow(this: &Rooms, query: &str);

    /// Draws a room into an element; the answer is its number.
    #[wasm_bindgen(method)]
    pub fn enter(this: &Rooms, home: &Element, room: &str) -> u32;

    /// Takes a room away.
    #[wasm_bindgen(method)]
    pub fn leave(this: &Rooms, number: u32);
}

/// Loads the second program.
///
/// # Errors
/// In words, where it cannot be loaded; another call tries again.
pub async fn load_rooms() -> Result<Rooms, String> {
    let promise = request_rooms().map_err(|e| words(&e))?;
    let exports = JsFuture::from(promise).await.map_err(|e| words(&e))?;
    Ok(exports.unchecked_into())
}

/// So many bytes of list and texts are folded beside the page's own thread: with less the page answers sooner than a
/// worker would be there.
const LARGE: u32 = 1 << 20;

/// What a worker is folding.
pub struct Folding(Option<JsValue>);

/// Has a worker fold the texts of a large casebook. This returns when it has begun, for what would keep the page's own
/// thread busy would keep the worker from beginning; at once where there is none, or nothing to fold there.
pub async fn fold(list: &Uint8Array, texts: Option<&Uint8Array>) -> Folding {
    if list.length() + texts.map_or(0, Uint8Array::length) < LARGE {
        return Folding(None);
    }
    let Ok(promise) = request_fold(list, texts) else { return Folding(None) };
    let begun = JsFuture::from(promise).await;
    Folding(begun.ok().map(|begun| begun.unchecked_into::<Array>().get(0)))
}

impl Folding {
    /// The folded texts; `None` where they have to be folded here.
    pub async fn done(self) -> Option<Uint8Array> {
        let folded = JsFuture::from(self.0?.dyn_into::<Promise>().ok()?).await.ok()?;
        folded.dyn_into().ok()
    }
}

impl Rooms {
    /// The casebook with masked organisations: list, texts, and what the query asks in its terms.
    ///
    /// # Errors
    /// In words, what is wrong with the bytes.
    pub fn masked(
        &self,
        list: &Uint8Array,
        texts: &Uint8Array,
        query: &str,
    ) -> Result<(Uint8Array, Uint8Array, String), String> {
        let parts = self.mask(list, texts, query).map_err(|e| words(&e))?;
        Ok((parts.get(0).unchecked_into(), parts.get(1).unchecked_into(), parts.get(2).as_string().unwrap_or_default()))
    }
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// What a thrown value says.
fn words(error: &JsValue) -> String {
    let said = error.as_string().or_else(|| Reflect::get(error, &"message".into()).ok()?.as_string());
    said.unwrap_or_else(|| "?".to_owned())
}

/// A plain object of these entries.
fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        // Setting a property of a new plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(key), value);
    }
    object.into()
}

/// Runs something when the page has been painted: in the second animation frame from now.
fn after_paint(run: impl FnOnce() + 'static) {
    let frame = |run: Box<dyn FnOnce()>| {
        let callback = Closure::once_into_js(run);
        if let Some(window) = web_sys::window() {
            let _ = window.request_animation_frame(callback.unchecked_ref());
        }
    };
    frame(Box::new(move || frame(Box::new(run))));
}

/// Waits until an element is on screen or lies above it: on Back the page is still scrolled to where it was, and what has
/// yet to be drawn has no height that could reach down to there. Dropping it ends the wait.
pub struct Sight {
    watch: IntersectionObserver,
    // Kept alive as long as JavaScript may call it.
    _on_change: Closure<dyn FnMut(Array)>,
}

impl Sight {
    /// Calls `seen` whenever the element comes into view. `None` where the browser cannot watch; then it should be
    /// taken as seen.
    pub fn of(element: &Element, seen: impl Fn() + 'static) -> Option<Self> {
        let watched = element.clone();
        let on_change = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            let in_view =
                |entry: JsValue| entry.dyn_into::<IntersectionObserverEntry>().is_ok_and(|e| e.is_intersecting());
            // What is hidden lies at 0.
            if entries.iter().any(in_view) || watched.get_bounding_client_rect().bottom() < 0.0 {
                seen();
            }
        });
        let watch = IntersectionObserver::new(on_change.as_ref().unchecked_ref()).ok()?;
        watch.observe(element);
        Some(Self { watch, _on_change: on_change })
    }
}

impl Drop for Sight {
    fn drop(&mut self) {
        self.watch.disconnect();
    }
}

/// An address of a picture in memory, for as long as it is kept.
pub struct Picture {
    address: String,
    blob: Blob,
}

impl Picture {
    fn of(blob: Blob) -> Result<Self, String> {
        let address = Url::create_object_url_with_blob(&blob).map_err(|e| words(&e))?;
        Ok(Self { address, blob })
    }

    /// Its `blob:` address.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.address);
    }
}

fn blob(text: &str, kind: &str) -> Result<Blob, String> {
    let how = BlobPropertyBag::new();
    how.set_type(kind);
    Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &how).map_err(|e| words(&e))
}

/// Saves a text as a file.
///
/// # Errors
/// In words, where the browser has no way to. A frame that denies downloads does so in silence.
pub fn save_text(name: &str, kind: &str, text: &str) -> Result<(), String> {
    save(&Picture::of(blob(text, kind)?)?, name)
}

/// Saves a picture as a file.
///
/// # Errors
/// As [`save_text`].
pub fn save(picture: &Picture, name: &str) -> Result<(), String> {
    let link = document().and_then(|d| d.create_element("a").ok()).and_then(|e| e.dyn_into::<HtmlAnchorElement>().ok());
    let link = link.ok_or("<a>?")?;
    link.set_href(&picture.address);
    link.set_download(name);
    link.click();
    Ok(())
}

/// Draws an SVG as a PNG, twice as large in each direction.
///
/// # Errors
/// In words, where the browser cannot draw it.
pub async fn png(svg: &str) -> Result<Picture, String> {
    let failed = |e: JsValue| words(&e);
    let source = Picture::of(blob(svg, "image/svg+xml")?)?;
    let image = HtmlImageElement::new().map_err(failed)?;
    image.set_src(&source.address);
    JsFuture::from(image.decode()).await.map_err(failed)?;
    let (wide, high) = (image.natural_width() * 2, image.natural_height() * 2);
    let canvas = document().and_then(|d| d.create_element("canvas").ok());
    let canvas: HtmlCanvasElement = canvas.and_then(|e| e.dyn_into().ok()).ok_or("<canvas>?")?;
    canvas.set_width(wide);
    canvas.set_height(high);
    let context = canvas.get_context("2d").map_err(failed)?.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok());
    context
        .ok_or("2d?")?
        .draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, f64::from(wide), f64::from(high))
        .map_err(failed)?;
    let made = Promise::new(&mut |done, failed| {
        let told = Closure::once_into_js(move |blob: JsValue| {
            let answer = if blob.is_null() { failed } else { done };
            let _ = answer.call1(&JsValue::NULL, &blob);
        });
        let _ = canvas.to_blob(told.unchecked_ref());
    });
    Picture::of(JsFuture::from(made).await.map_err(|_| "PNG?".to_owned())?.unchecked_into())
}

/// Puts a PNG on the clipboard.
///
/// # Errors
/// In words, where the browser or the frame denies it.
pub async fn copy_png(picture: &Picture) -> Result<(), String> {
    let failed = |e: JsValue| words(&e);
    let of = |object: &JsValue, key: &str| Reflect::get(object, &key.into()).ok().filter(|v| !v.is_undefined());
    let class = of(&js_sys::global(), "ClipboardItem").and_then(|c| c.dyn_into::<Function>().ok());
    let clipboard = of(&js_sys::global(), "navigator").and_then(|n| of(&n, "clipboard"));
    let (Some(class), Some(clipboard)) = (class, clipboard) else { return Err("clipboard?".to_owned()) };
    let parts = object(&[("image/png", picture.blob.clone().into())]);
    let item = Reflect::construct(&class, &Array::of1(&parts)).map_err(failed)?;
    let write: Function = of(&clipboard, "write").and_then(|w| w.dyn_into().ok()).ok_or("write?")?;
    let promise = write.call1(&clipboard, &Array::of1(&item)).map_err(failed)?;
    JsFuture::from(promise.unchecked_into::<Promise>()).await.map(|_| ()).map_err(failed)
}

/// Saves bytes as a file.
///
/// # Errors
/// As [`save_text`].
pub fn save_bytes(name: &str, kind: &str, bytes: &[u8]) -> Result<(), String> {
    let how = BlobPropertyBag::new();
    how.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &how).map_err(|e| words(&e))?;
    let link = document().and_then(|d| d.create_element("a").ok()).and_then(|e| e.dyn_into::<HtmlAnchorElement>().ok());
    let (link, address) = (link.ok_or("<a>?")?, Url::create_object_url_with_blob(&blob).map_err(|e| words(&e))?);
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The download has begun when the click returns; the address may go a while later.
    let gone = Closure::once_into_js(move || {
        let _ = Url::revoke_object_url(&address);
    });
    if let Some(window) = web_sys::window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(gone.unchecked_ref(), 60_000);
    }
    Ok(())
}

/// Lets the page answer clicks and paint, and goes on.
pub async fn breathe() {
    let waited = Promise::new(&mut |done, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback(&done);
        }
    });
    // A promise that is never broken.
    let _ = JsFuture::from(waited).await;
}

/// A property of an object, where it is there at all.
fn property(object: &JsValue, key: &str) -> Option<JsValue> {
    Reflect::get(object, &key.into()).ok().filter(|v| !v.is_undefined() && !v.is_null())
}

/// Whether the page around this one lets us use a feature; `true` where the browser cannot tell.
fn may(feature: &str) -> bool {
    let policy = document().and_then(|d| {
        let document = JsValue::from(d);
        property(&document, "permissionsPolicy").or_else(|| property(&document, "featurePolicy"))
    });
    let allows = policy.as_ref().and_then(|p| property(p, "allowsFeature")?.dyn_into::<Function>().ok());
    match (policy, allows) {
        (Some(policy), Some(allows)) => allows.call1(&policy, &feature.into()).is_ok_and(|v| v.is_truthy()),
        _ => true,
    }
}

/// Whether it makes sense to ask for the clipboard.
pub fn may_copy() -> bool {
    may("clipboard-write")
}

/// Copies what is selected, the old way; the answer is whether that worked.
pub fn copy_selection() -> bool {
    let Some(document) = document().map(JsValue::from) else { return false };
    let run = property(&document, "execCommand").and_then(|f| f.dyn_into::<Function>().ok());
    run.is_some_and(|run| run.call1(&document, &"copy".into()).is_ok_and(|v| v.is_truthy()))
}

/// Whether the system has a share sheet for us.
pub fn may_share() -> bool {
    let navigator = property(&js_sys::global(), "navigator");
    navigator.is_some_and(|n| property(&n, "share").is_some()) && may("web-share")
}

/// Opens the system's share sheet.
///
/// # Errors
/// In words, where it is denied or closed again.
pub async fn share(title: &str, address: &str) -> Result<(), String> {
    let navigator = property(&js_sys::global(), "navigator").ok_or("navigator?")?;
    let share: Function = property(&navigator, "share").and_then(|f| f.dyn_into().ok()).ok_or("share?")?;
    let what = object(&[("title", title.into()), ("url", address.into())]);
    let promise = share.call1(&navigator, &what).map_err(|e| words(&e))?;
    JsFuture::from(promise.unchecked_into::<Promise>()).await.map(|_| ()).map_err(|e| words(&e))
}

/// Whether this page stands in another one.
pub fn is_framed() -> bool {
    let Some(window) = web_sys::window() else { return false };
    // Where even this is denied there is a page around us.
    window.parent().map_or(true, |parent| parent.is_none_or(|parent| parent != window))
}

/// Opens the browser's print window. A frame may deny it in silence.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// The text of the file that was chosen in an input.
///
/// # Errors
/// In words, where there is none or it cannot be read.
pub async fn chosen_text(input: &HtmlInputElement) -> Result<String, String> {
    let file = property(input, "files").and_then(|files| property(&files, "0")).ok_or("?")?;
    let read = property(&file, "text").and_then(|f| f.dyn_into::<Function>().ok()).ok_or("text?")?;
    let promise = read.call0(&file).map_err(|e| words(&e))?;
    let text = JsFuture::from(promise.unchecked_into::<Promise>()).await.map_err(|e| words(&e))?;
    text.as_string().ok_or_else(|| "?".to_owned())
}

/// What this site keeps on the device under a name; `None` where it may not, or has not.
pub fn stored(name: &str) -> Option<String> {
    let storage = storage()?;
    let get = property(&storage, "getItem")?.dyn_into::<Function>().ok()?;
    get.call1(&storage, &name.into()).ok()?.as_string()
}

/// Keeps a text on the device; the answer is whether that is allowed.
pub fn store(name: &str, text: &str) -> bool {
    let Some(storage) = storage() else { return false };
    let set = property(&storage, "setItem").and_then(|f| f.dyn_into::<Function>().ok());
    set.is_some_and(|set| set.call2(&storage, &name.into(), &text.into()).is_ok())
}

/// Even to look at it throws in a frame with an opaque origin.
fn storage() -> Option<JsValue> {
    property(&js_sys::global(), "localStorage")
}

/// The reader's day, `2026-11-22`.
pub fn today() -> String {
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}
