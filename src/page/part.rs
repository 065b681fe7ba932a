//! Pieces of a page as plain data.
//!
//! What changes at every click is described by these and changed in place (`ui/patch.rs`): a description costs little,
//! and only what differs from the last one reaches the page. In a static page, and where nothing changes, a part is a
//! view like any other ([`Part::view`]).

use std::borrow::Cow;

use leptos::{
    html,
    prelude::*,
    svg,
    tachys::html::attribute::{any_attribute::AnyAttribute, custom::custom_attribute},
};

/// Words that are known beforehand, or not.
pub type Words = Cow<'static, str>;

/// An element as it should be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Its name. Of SVG there are `svg` and what [`Part::view`] knows.
    pub tag: &'static str,
    /// Its attributes.
    pub attributes: Vec<(&'static str, Words)>,
    /// A property of its style and its value: the page's policy forbids the attribute. Only `ui/patch.rs`
    /// sets it.
    pub style: Option<(&'static str, String)>,
    /// What is in it.
    pub inside: Vec<Piece>,
}

/// Words or an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words alone.
    Words(Words),
    /// An element.
    Part(Part),
}

impl From<Part> for Piece {
    fn from(part: Part) -> Self {
        Piece::Part(part)
    }
}

impl From<String> for Piece {
    fn from(words: String) -> Self {
        Piece::Words(words.into())
    }
}

impl From<&'static str> for Piece {
    fn from(words: &'static str) -> Self {
        Piece::Words(words.into())
    }
}

impl Part {
    /// An element with a class; none where it is empty.
    pub fn new(tag: &'static str, class: impl Into<Words>) -> Self {
        let (part, class) = (Self { tag, ..Self::default() }, class.into());
        if class.is_empty() { part } else { part.with("class", class) }
    }

    /// With an attribute.
    pub fn with(mut self, name: &'static str, value: impl Into<Words>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// With a property of its style.
    pub fn styled(mut self, property: &'static str, value: String) -> Self {
        self.style = Some((property, value));
        self
    }

    /// With more inside, behind what is there.
    pub fn holding<P: Into<Piece>>(mut self, pieces: impl IntoIterator<Item = P>) -> Self {
        self.inside.extend(pieces.into_iter().map(Into::into));
        self
    }

    /// With words behind what is inside; none where they are empty.
    pub fn saying(self, words: impl Into<Words>) -> Self {
        let words = words.into();
        if words.is_empty() { self } else { self.holding([Piece::Words(words)]) }
    }

    /// The same as a view.
    pub fn view(self) -> AnyView {
        let attribute =
            |(name, value): (&'static str, Words)| custom_attribute(name, value.into_owned()).into_any_attr();
        let attributes: Vec<AnyAttribute> = self.attributes.into_iter().map(attribute).collect();
        let inside: Vec<AnyView> = self.inside.into_iter().map(Piece::view).collect();
        match self.tag {
            "svg" => svg::svg().child(inside).add_any_attr(attributes).into_any(),
            "line" => svg::line().child(inside).add_any_attr(attributes).into_any(),
            "rect" => svg::rect().child(inside).add_any_attr(attributes).into_any(),
            "circle" => svg::circle().child(inside).add_any_attr(attributes).into_any(),
            tag => html::custom(tag).child(inside).add_any_attr(attributes).into_any(),
        }
    }
}

/// `<span>`.
pub fn span(class: &'static str, words: impl Into<String>) -> Part {
    Part::new("span", class).saying(words.into())
}

impl Piece {
    /// The same as a view.
    pub fn view(self) -> AnyView {
        match self {
            Piece::Words(words) => words.into_owned().into_any(),
            Piece::Part(part) => part.view(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_of_a_part_is_the_element_it_says() {
        let part = Part::new("p", "a b").with("lang", "ja").holding([
            Piece::from("x < y"),
            Part::new("svg", "").with("height", "14").holding([Part::new("circle", "dot").with("r", "5")]).into(),
            Part::new("b", "").saying("n".to_owned()).saying("").into(),
        ]);
        let html = part.view().to_html();
        assert_eq!(
            html.replace("<!>", ""),
            r#"<p class="a b" lang="ja">x &lt; y<svg height="14"><circle class="dot" r="5"></circle></svg><b>n</b></p>"#
        );
    }
}
