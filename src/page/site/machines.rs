//! What only machines read: the sitemap and the oEmbed documents. Both need absolute addresses, so a site that does not
//! know its own has neither.

use serde_json::json;

use crate::{
    model::{Lang, PartialDate},
    page::head::{Head, Subject, escape},
};

/// A page that search engines may list.
pub(super) struct Listed {
    /// Its language.
    pub lang: Lang,
    /// Below the language folder.
    pub path: String,
    /// Day of its content.
    pub changed: Option<PartialDate>,
}

/// The sitemap of these pages, each with its other language.
pub(super) fn sitemap(site: &str, pages: &[Listed]) -> String {
    let address = |lang: Lang, path: &str| escape(&format!("{site}{}/{path}", lang.tag()));
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    out.push_str(&format!("<url><loc>{}</loc></url>\n", escape(site)));
    for page in pages {
        out.push_str(&format!("<url><loc>{}</loc>", address(page.lang, &page.path)));
        if let Some(day) = page.changed.filter(|d| d.day().is_some()) {
            let day = day.to_string();
            out.push_str(&format!("<lastmod>{}</lastmod>", day.get(..10).unwrap_or(&day)));
        }
        for lang in Lang::ALL {
            let href = address(lang, &page.path);
            out.push_str(&format!("<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{href}\"/>", lang.tag()));
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// Size of the frame that an oEmbed document offers, in CSS pixels.
const FRAME_PX: (u32, u32) = (720, 540);

/// Path and content of a page's oEmbed document; `below` is its folder below the root.
pub(super) fn oembed(head: &Head, below: &str) -> Option<(String, String)> {
    let (site, path) = (head.site_url.as_deref()?, head.machines.oembed.as_deref()?);
    let (title, provider) = (head.full_title(), head.casebook.name.get(head.lang));
    // A case alone in the frame, a selection with its filters shown.
    let ui = if matches!(head.subject, Subject::Case(_) | Subject::Article(_)) { "none" } else { "chips" };
    let (width, height) = FRAME_PX;
    let frame = format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" \
         allow=\"clipboard-write; web-share; fullscreen\"></iframe>",
        escape(&format!("{site}{below}?ui={ui}")),
        escape(&title),
    );
    let mut document = json!({
        "version": "1.0",
        "type": "rich",
        "title": title,
        "author_name": head.casebook.publisher.get(head.lang),
        "provider_name": provider,
        "provider_url": site,
        "cache_age": 86_400,
        "width": width,
        "height": height,
        "html": frame,
    });
    if let (Some(preview), Some(map)) = (&head.machines.preview, document.as_object_mut()) {
        map.insert("thumbnail_url".into(), json!(format!("{site}{preview}")));
        map.insert("thumbnail_width".into(), json!(1200));
        map.insert("thumbnail_height".into(), json!(630));
    }
    Some((path.to_owned(), format!("{document:#}\n")))
}
