//! Parts of the page that change at every click, changed in place.
//!
//! The framework takes all attributes of an element away and sets them anew whenever the element is drawn again. For a
//! panel of some hundred lines that costs more than counting does. Here a part is described by plain values, and only
//! what differs from its last description reaches the page.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// An element as it should be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    tag: &'static str,
    attributes: Vec<(&'static str, String)>,
    /// A property of its style and its value: the page's policy forbids the attribute.
    style: Option<(&'static str, String)>,
    parts: Vec<Part>,
    words: String,
}

impl Part {
    /// An element with a class; none where it is empty.
    pub fn new(tag: &'static str, class: &str) -> Self {
        let part = Self { tag, ..Self::default() };
        if class.is_empty() { part } else { part.with("class", class) }
    }

    /// With an attribute.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// With a property of its style.
    pub fn styled(mut self, property: &'static str, value: String) -> Self {
        self.style = Some((property, value));
        self
    }

    /// With elements inside.
    pub fn holding(mut self, parts: impl IntoIterator<Item = Part>) -> Self {
        self.parts.extend(parts);
        self
    }

    /// With words, which stand behind the elements inside.
    pub fn saying(mut self, words: impl Into<String>) -> Self {
        self.words = words.into();
        self
    }
}

/// An element of the page, and what it was last.
struct Kept {
    element: Element,
    /// Without its parts.
    was: Part,
    parts: Vec<Kept>,
}

/// Keeps the elements inside `home` as `describe` says, which is followed.
pub fn follow(home: NodeRef<html::Ul>, describe: impl Fn() -> Vec<Part> + 'static) {
    let describe: Box<dyn Fn() -> Vec<Part>> = Box::new(describe);
    Effect::new(move |kept: Option<Option<Vec<Kept>>>| {
        let home = home.get()?;
        let mut kept = kept.flatten().unwrap_or_else(|| {
            // The framework may give a new view an element of the old one, with what was in it.
            home.set_text_content(None);
            Vec::new()
        });
        change_all(&home, &mut kept, describe());
        Some(kept)
    });
}

fn change_all(home: &Element, kept: &mut Vec<Kept>, parts: Vec<Part>) {
    for surplus in kept.drain(parts.len().min(kept.len())..) {
        surplus.element.remove();
    }
    for (at, part) in parts.into_iter().enumerate() {
        match kept.get_mut(at) {
            Some(kept) if kept.was.tag == part.tag => change(kept, part),
            Some(kept) => {
                if let Some(new) = make(part) {
                    let _ = kept.element.replace_with_with_node_1(&new.element);
                    *kept = new;
                }
            }
            None => {
                if let Some(new) = make(part) {
                    let _ = home.append_child(&new.element);
                    kept.push(new);
                }
            }
        }
    }
}

fn make(part: Part) -> Option<Kept> {
    let element = super::host::document().create_element(part.tag).ok()?;
    let mut kept = Kept { element, was: Part { tag: part.tag, ..Part::default() }, parts: Vec::new() };
    change(&mut kept, part);
    Some(kept)
}

fn change(kept: &mut Kept, mut part: Part) {
    let Kept { element, was, parts } = kept;
    for (name, _) in was.attributes.iter().filter(|(old, _)| part.attributes.iter().all(|(new, _)| new != old)) {
        let _ = element.remove_attribute(name);
    }
    for attribute in part.attributes.iter().filter(|new| !was.attributes.contains(new)) {
        let _ = element.set_attribute(attribute.0, &attribute.1);
    }
    if let Some((property, value)) = part.style.as_ref().filter(|_| part.style != was.style)
        && let Some(element) = element.dyn_ref::<HtmlElement>()
    {
        let _ = element.style().set_property(property, value);
    }
    let inside = std::mem::take(&mut part.parts);
    if inside.is_empty() && parts.is_empty() {
        if was.words != part.words {
            element.set_text_content(Some(&part.words));
        }
    } else {
        change_all(element, parts, inside);
        if was.words != part.words {
            // The words are the one text in it, behind its parts.
            match element.last_child().filter(|_| !was.words.is_empty()) {
                Some(text) => text.set_text_content(Some(&part.words)),
                None => {
                    let _ = element.append_with_str_1(&part.words);
                }
            }
        }
    }
    *was = part;
}
