//! What the page around the app says, and the few things only a browser can do. Whatever a frame denies is passed over.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, Window};

use crate::model::Lang;

/// The window; the app runs nowhere else.
pub fn window() -> Window {
    leptos::prelude::window()
}

/// The document.
pub fn document() -> Document {
    leptos::prelude::document()
}

fn html() -> Option<HtmlElement> {
    document().document_element()?.dyn_into().ok()
}

/// An attribute `data-<name>` of `<html>`.
pub fn data(name: &str) -> Option<String> {
    document().document_element()?.get_attribute(&format!("data-{name}")).filter(|v| !v.is_empty())
}

/// Sets an attribute `data-<name>` of `<html>`; empty takes it away.
pub fn set_data(name: &str, value: &str) {
    let Some(html) = document().document_element() else { return };
    let name = format!("data-{name}");
    let _ = if value.is_empty() { html.remove_attribute(&name) } else { html.set_attribute(&name, value) };
}

/// Whether the page keeps its static content on screen until [`arrived`] (`public/boot/hold.js`).
pub fn is_held() -> bool {
    data("held").is_some()
}

/// Tells the page that what was asked for is drawn, or will be when this task ends.
pub fn arrived() {
    set_data("held", "");
}

/// The site's root as an absolute address ending in `/`; the loader knows it.
pub fn root() -> String {
    data("root").unwrap_or_else(|| {
        let href = window().location().href().unwrap_or_default();
        let end = href.find(['?', '#']).unwrap_or(href.len());
        let end = href[..end].rfind('/').map_or(end, |i| i + 1);
        href[..end].to_owned()
    })
}

/// Whether the address bar shows the root itself rather than a static page below it. A static page stands for a case
/// or a view only as long as its own address is shown.
pub fn is_root() -> bool {
    let href = window().location().href().unwrap_or_default();
    let end = href.find(['?', '#']).unwrap_or(href.len());
    let path = href[..end].trim_end_matches("index.html");
    path == root()
}

/// What stands behind `?` in the address bar.
pub fn query() -> String {
    window().location().search().unwrap_or_default()
}

/// The language of the page's path, else the browser's first one that we speak.
pub fn language() -> Lang {
    let of_page = data("case").or_else(|| data("view")).or_else(|| data("page")).and_then(|_| html()).map(|h| h.lang());
    let of_browser = || {
        let languages = window().navigator().languages();
        languages.iter().filter_map(|l| l.as_string()).find_map(|l| Lang::from_tag(&l))
    };
    of_page.as_deref().and_then(Lang::from_tag).or_else(of_browser).unwrap_or(Lang::En)
}

/// Tells the page its language and title.
pub fn set_language(lang: Lang) {
    // Setting it, even to what it was, makes the browser compute all styles anew.
    if let Some(html) = html().filter(|html| html.lang() != lang.tag()) {
        html.set_lang(lang.tag());
    }
}

/// Title of the tab.
pub fn set_title(title: &str) {
    let document = document();
    if document.title() != title {
        document.set_title(title);
    }
}

/// Sets or removes `data-theme` on `<html>`; `None` follows the system.
pub fn set_theme(theme: Option<&str>) {
    // The same reason as with the language.
    if let Some(html) =
        document().document_element().filter(|html| html.get_attribute("data-theme").as_deref() != theme)
    {
        let _ = match theme {
            Some(theme) => html.set_attribute("data-theme", theme),
            None => html.remove_attribute("data-theme"),
        };
    }
}

/// Whether the system asks for dark colours.
pub fn prefers_dark() -> bool {
    media("(prefers-color-scheme: dark)")
}

/// Whether a media query holds.
pub fn media(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|m| m.matches())
}

/// Puts an address into the bar; a frame may deny it.
pub fn set_address(href: &str, push: bool) {
    let Ok(history) = window().history() else { return };
    let _ = if push {
        history.push_state_with_url(&JsValue::NULL, "", Some(href))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(href))
    };
}

/// How far the page is scrolled, in CSS pixels.
pub fn scroll_y() -> f64 {
    window().scroll_y().unwrap_or(0.0)
}

/// Scrolls the page.
pub fn scroll_to(y: f64) {
    window().scroll_to_with_x_and_y(0.0, y);
}

/// Whether a reader has selected something.
pub fn is_selected() -> bool {
    window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed())
}

/// The element that has the focus.
pub fn focused() -> Option<Element> {
    document().active_element()
}

/// Gives the focus to the first element that a selector finds.
pub fn focus(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten().and_then(|e| e.dyn_into::<HtmlElement>().ok());
    found.is_some_and(|e| e.focus().is_ok())
}

/// Gives the focus without scrolling to it.
pub fn focus_quietly(selector: &str) {
    let found = document().query_selector(selector).ok().flatten().and_then(|e| e.dyn_into::<HtmlElement>().ok());
    if let Some(element) = found {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Copies a text; the answer is whether the browser allowed it.
pub async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    // In an insecure or sandboxed context the clipboard is not there at all.
    let there = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|c| !c.is_undefined() && !c.is_null());
    if !there {
        return false;
    }
    let promise = navigator.clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(promise).await.is_ok()
}
