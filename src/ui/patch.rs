//! Parts of the page that change at every click, changed in place.
//!
//! The framework takes all attributes of an element away and sets them anew whenever the element is drawn again. For a
//! panel of some hundred lines that costs more than counting does. Here the page is described by plain values
//! ([`Part`]), and only what differs from their last description reaches it.
//!
//! Where a link leads changes with every filter, for hundreds of links of which at most one is followed. So in a program
//! that settles them before it follows one ([`settle`]) they are written after all that is to be seen.

use std::cell::{Cell, RefCell};

use gloo::timers::callback::Timeout;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use crate::page::part::{Part, Piece, Words};

/// The attribute that is written late.
const LINK: &str = "href";

thread_local! {
    /// Whether links may wait.
    static WAIT: Cell<bool> = const { Cell::new(false) };
    /// Links and where they lead, the newest last.
    static WAITING: RefCell<Vec<(Element, Words)>> = const { RefCell::new(Vec::new()) };
    /// The wait; kept, for one that is forgotten is never freed.
    static WAIT_OVER: RefCell<Option<Timeout>> = const { RefCell::new(None) };
}

/// From now on links may be written late: the caller calls [`settle`] before it reads where one leads.
pub fn let_links_wait() {
    WAIT.set(true);
}

/// Writes where links lead, as far as that has waited.
pub fn settle() {
    for (element, address) in WAITING.take() {
        let _ = element.set_attribute(LINK, &address);
    }
}

/// A piece of the page, and what it was last.
pub struct Kept {
    node: Node,
    /// Without what is inside.
    was: Piece,
    inside: Vec<Kept>,
}

/// Keeps what is inside `home` as `describe` says, which is followed.
pub fn follow(home: NodeRef<html::Ul>, describe: impl Fn() -> Vec<Part> + 'static) {
    let describe: Box<dyn Fn() -> Vec<Part>> = Box::new(describe);
    Effect::new(move |kept: Option<Option<Vec<Kept>>>| {
        let home = home.get()?;
        let mut kept = kept.flatten().unwrap_or_else(|| {
            // The framework may give a new view an element of the old one, with what was in it.
            home.set_text_content(None);
            Vec::new()
        });
        change_all(&home, &mut kept, describe().into_iter().map(Piece::Part).collect());
        Some(kept)
    });
}

/// Makes what is inside `home`, all of which is in `kept`, as `pieces` say. `home` is no part of a drawing.
pub fn change_all(home: &Node, kept: &mut Vec<Kept>, pieces: Vec<Piece>) {
    change_inside(home, false, kept, pieces);
}

fn change_inside(home: &Node, in_svg: bool, kept: &mut Vec<Kept>, pieces: Vec<Piece>) {
    for surplus in kept.drain(pieces.len().min(kept.len())..) {
        let _ = home.remove_child(&surplus.node);
    }
    for (at, piece) in pieces.into_iter().enumerate() {
        match kept.get_mut(at) {
            Some(kept) if is_alike(&kept.was, &piece) => change(kept, piece),
            Some(kept) => {
                if let Some(new) = make(in_svg, piece) {
                    let _ = home.replace_child(&new.node, &kept.node);
                    *kept = new;
                }
            }
            None => {
                if let Some(new) = make(in_svg, piece) {
                    let _ = home.append_child(&new.node);
                    kept.push(new);
                }
            }
        }
    }
}

/// Whether one can be changed into the other.
fn is_alike(one: &Piece, other: &Piece) -> bool {
    match (one, other) {
        (Piece::Words(_), Piece::Words(_)) => true,
        (Piece::Part(one), Piece::Part(other)) => one.tag == other.tag,
        _ => false,
    }
}

const SVG: &str = "http://www.w3.org/2000/svg";

/// A new piece, inside a drawing or not.
fn make(in_svg: bool, piece: Piece) -> Option<Kept> {
    let document = super::host::document();
    let (node, was): (Node, Piece) = match &piece {
        Piece::Words(words) => (document.create_text_node(words).into(), piece.clone()),
        Piece::Part(part) => {
            let element = match in_svg || part.tag == "svg" {
                true => document.create_element_ns(Some(SVG), part.tag),
                false => document.create_element(part.tag),
            };
            (element.ok()?.into(), Piece::Part(Part { tag: part.tag, ..Part::default() }))
        }
    };
    let mut kept = Kept { node, was, inside: Vec::new() };
    change(&mut kept, piece);
    Some(kept)
}

fn change(kept: &mut Kept, piece: Piece) {
    let Kept { node, was, inside } = kept;
    match (was, piece) {
        (Piece::Part(was), Piece::Part(mut part)) => {
            let pieces = std::mem::take(&mut part.inside);
            if let Some(element) = node.dyn_ref::<Element>() {
                change_element(element, was, &part);
            }
            change_inside(node, part.tag == "svg", inside, pieces);
            *was = part;
        }
        (was, words) => {
            if let Piece::Words(text) = &words
                && *was != words
            {
                node.set_node_value(Some(text));
            }
            *was = words;
        }
    }
}

fn change_element(element: &Element, was: &Part, part: &Part) {
    for (name, _) in was.attributes.iter().filter(|(old, _)| part.attributes.iter().all(|(new, _)| new != old)) {
        let _ = element.remove_attribute(name);
    }
    for (name, value) in part.attributes.iter().filter(|new| !was.attributes.contains(new)) {
        if *name == LINK && WAIT.get() && was.attributes.iter().any(|(old, _)| *old == LINK) {
            let is_first = WAITING.with_borrow_mut(|all| {
                all.push((element.clone(), value.clone()));
                all.len() == 1
            });
            if is_first {
                // After the charts, which wait for 0.
                WAIT_OVER.set(Some(Timeout::new(1, settle)));
            }
        } else {
            let _ = element.set_attribute(name, value);
        }
    }
    if let Some((property, value)) = part.style.as_ref().filter(|_| part.style != was.style)
        && let Some(element) = element.dyn_ref::<HtmlElement>()
    {
        let _ = element.style().set_property(property, value);
    }
}
