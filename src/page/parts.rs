//! Small pieces that every view is put together from. Each gives an [`AnyView`], so that the views stay plain lists of
//! pieces and the compiled app holds one copy of each piece.

use leptos::prelude::*;

use super::{Scene, part::Part};
use crate::{
    dataset::Texts,
    dimensions::name_slug,
    i18n::{card, case::Msg},
    model::{Lang, PartialDate, Text, incident::TextStatus},
};

/// An address from data that a link may carry: `http` or `https`, nothing else, and no character that a browser would
/// pass over while reading the scheme.
pub fn web_address(url: &str) -> Option<&str> {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme)?;
    let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    (web && !url.chars().any(|c| c.is_control() || c.is_whitespace())).then_some(url)
}

/// Where corrections go: a web address or `mailto:`. A mail names the record in its subject.
pub fn contact_address(url: &str, record: &str) -> Option<String> {
    if let Some(mail) = url.strip_prefix("mailto:") {
        let plain = !mail.is_empty() && !mail.chars().any(|c| c.is_control() || c.is_whitespace());
        let subject = if url.contains('?') || record.is_empty() { String::new() } else { format!("?subject={record}") };
        return plain.then(|| format!("{url}{subject}"));
    }
    web_address(url).map(str::to_owned)
}

/// Text alone.
pub fn text(text: impl Into<String>) -> AnyView {
    text.into().into_any()
}

/// `<span>`.
pub fn span(class: &'static str, content: impl Into<String>) -> AnyView {
    view! { <span class=class>{content.into()}</span> }.into_any()
}

/// `<p>`.
pub fn p(class: &'static str, content: Vec<AnyView>) -> AnyView {
    view! { <p class=class>{content}</p> }.into_any()
}

/// A link inside the site.
pub fn a(class: &'static str, href: String, content: impl Into<String>) -> AnyView {
    view! { <a class=class href=href>{content.into()}</a> }.into_any()
}

/// A link out of the site; plain text where the address is not one for a link. `lang` is that of the words.
pub fn outside(url: &str, content: impl Into<String>, lang: Option<Lang>) -> AnyView {
    let content = content.into();
    match web_address(url) {
        Some(url) => view! {
            <a href=url.to_owned() rel="noopener noreferrer external" lang=lang.map(Lang::tag)>{content}</a>
        }
        .into_any(),
        None => view! { <span lang=lang.map(Lang::tag)>{content}</span> }.into_any(),
    }
}

/// `<ul>` of these.
pub fn list(class: &'static str, items: Vec<AnyView>) -> AnyView {
    let items: Vec<AnyView> = items.into_iter().map(|item| view! { <li>{item}</li> }.into_any()).collect();
    view! { <ul class=class>{items}</ul> }.into_any()
}

/// A part of a page under its heading.
pub fn section(class: &'static str, id: &'static str, title: &str, content: Vec<AnyView>) -> AnyView {
    let id = Some(id).filter(|id| !id.is_empty());
    view! { <section class=class id=id><h2>{title.to_owned()}</h2>{content}</section> }.into_any()
}

/// Pieces with a separator between them, so that the separator is text one can copy.
pub fn joined(pieces: Vec<AnyView>, separator: &'static str) -> Vec<AnyView> {
    let mut out = Vec::with_capacity(pieces.len() * 2);
    for (i, piece) in pieces.into_iter().enumerate() {
        if i > 0 {
            out.push(text(separator));
        }
        out.push(piece);
    }
    out
}

/// A value of a vocabulary as a link to the cases that have it.
pub fn value_link(scene: &Scene, dimension: &str, taxonomy: &str, key: &str) -> AnyView {
    let name = scene.dataset.taxonomies.name(taxonomy, key, scene.lang).to_owned();
    a("value", scene.links.value(dimension, &key.to_ascii_lowercase()), name)
}

/// An organisation's name as a link to its page; plain where its name has no slug.
pub fn org_link(scene: &Scene, name: &Text) -> AnyView {
    match name_slug(&name.en) {
        slug if slug.is_empty() => span("org", name.get(scene.lang)),
        slug => a("org", scene.links.org(&slug), name.get(scene.lang)),
    }
}

/// A type's tag in its group's colour; `inferred` says that the editors, not the notice, named it.
pub fn label_tag(scene: &Scene, key: &str, inferred: bool) -> Part {
    let labels = scene.dataset.taxonomies.get("label");
    let colour = labels.get(labels.root(key)).and_then(|t| t.colour).unwrap_or(8);
    let class = format!("tag label g{}", colour.clamp(1, 8));
    let name = labels.name_of(key, scene.lang).to_owned();
    let words = crate::i18n::common::Msg::EditorsLabel.text(scene.lang);
    let mark = inferred.then(|| Part::new("small", "inferred").saying(words));
    Part::new("a", class).with("href", scene.links.value("label", key)).saying(name).holding(mark)
}

/// A plain tag of a value.
pub fn tag(scene: &Scene, dimension: &str, taxonomy: &str, key: &str) -> Part {
    let name = scene.dataset.taxonomies.name(taxonomy, key, scene.lang).to_owned();
    Part::new("a", "tag").with("href", scene.links.value(dimension, key)).saying(name)
}

/// A date with its certainty: 「2023年9月1日頃」.
pub fn date_text(date: PartialDate, approx: bool, lang: Lang) -> String {
    let plain = date.display(lang);
    if approx { card::Msg::About.fill(lang, &[("date", &plain)]) } else { plain }
}

/// What to say in place of a long text while it is on its way, or when it will not come; `None` once it is there.
pub fn late(scene: &Scene) -> Option<AnyView> {
    late_part(scene).map(Part::view)
}

/// The same as a part.
pub fn late_part(scene: &Scene) -> Option<Part> {
    let (message, class) = match scene.dataset.texts {
        Texts::Loaded => return None,
        Texts::Pending => (Msg::TextsPending, "late"),
        Texts::Failed(_) => (Msg::TextsFailed, "late failed"),
    };
    Some(Part::new("p", class).saying(message.text(scene.lang)))
}

/// A word on texts that nobody has checked in this language.
pub fn text_status(scene: &Scene, status: &TextStatus) -> Option<AnyView> {
    let own = match scene.lang {
        Lang::Ja => &status.ja,
        Lang::En => &status.en,
    };
    let message = match own.as_str() {
        "machine" => Msg::Machine,
        "missing" => Msg::Missing,
        _ => return None,
    };
    Some(view! { <p class="notice">{message.text(scene.lang)}</p> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(web_address("https://example.org/a?b=c"), Some("https://example.org/a?b=c"));
        assert_eq!(web_address("HTTP://example.org"), Some("HTTP://example.org"));
        for bad in [
            "javascript:alert(1)",
            "javascript://x/%0aalert(1)",
            "java\nscript://",
            "https://a b",
            "data:text/html,x",
            "//x",
        ] {
            assert_eq!(web_address(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_mail_names_the_record() {
        let mail = contact_address("mailto:a@example.org", "2023-344");
        assert_eq!(mail.as_deref(), Some("mailto:a@example.org?subject=2023-344"));
        assert_eq!(contact_address("https://example.org/form", "x").as_deref(), Some("https://example.org/form"));
        assert_eq!(contact_address("javascript:x", "x"), None);
    }
}
