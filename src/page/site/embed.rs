//! `{ja,en}/embed/`: live embeds of each kind with the code to copy, and how to put them into portals.
//!
//! The app does not start on it. Scripts: the two that a host takes (`height.js`, `embed.js`) and the buttons' own (`embed-page.js`).

use super::{RelativeLinks, Site, without_loader};
use crate::{
    i18n::{embed::Msg, pages},
    model::Lang,
    page::head::{Head, Machines, Subject, escape},
};

/// One kind of embed.
struct Kind {
    title: Msg,
    how: Msg,
    /// Below the root, with its query.
    address: String,
    /// `class` and such of the frame here and in the snippet.
    attributes: &'static str,
    height: u32,
}

/// The page in one language.
pub(super) fn page(site: &Site, lang: Lang) -> String {
    let links = RelativeLinks::new(2, lang);
    let tag = lang.tag();
    let up = &links.up;
    let mut body = format!(
        "<div class=\"static\"><header class=\"static-head\"><a class=\"static-name\" href=\"{up}?lang={tag}\">{}</a>\
         <nav aria-label=\"{}\"><a href=\"{}\">{}</a><a href=\"{}\">{}</a></nav>\
         <a class=\"static-language\" href=\"{up}{other}/embed/\" lang=\"{other}\" hreflang=\"{other}\">{}</a></header>\
         <div class=\"reading embeds\"><h1>{}</h1><p class=\"reading-lead\">{}</p><p class=\"note\">{}</p>",
        escape(site.dataset.casebook.name.get(lang)),
        pages::Msg::Pages.text(lang),
        links.page(""),
        pages::Msg::List.text(lang),
        links.page("about/"),
        pages::Msg::About.text(lang),
        pages::Msg::OtherLanguage.text(lang),
        Msg::Title.text(lang),
        Msg::Lead.text(lang),
        Msg::Scripts.text(lang),
        other = lang.other().tag(),
    );
    for kind in kinds(site, lang) {
        body.push_str(&live(site, &kind, lang, up));
    }
    body.push_str(&talk(site, lang, up));
    body.push_str(&format!("<h2>{}</h2><dl class=\"portals\">", Msg::Portals.text(lang)));
    for (name, words) in
        [("Moodle", Msg::Moodle), ("WordPress", Msg::WordPress), ("SharePoint", Msg::SharePoint), ("H5P", Msg::H5P)]
    {
        body.push_str(&format!("<dt><b>{name}</b></dt><dd>{}</dd>", escape(words.text(lang))));
    }
    body.push_str(&format!("</dl><p class=\"note\">{}</p></div></div>", Msg::More.text(lang)));

    let title = Msg::Title.text(lang);
    let head = Head {
        lang,
        title: title.to_owned(),
        description: Msg::Lead.text(lang).to_owned(),
        path: Some("embed/".to_owned()),
        subject: Subject::Other,
        casebook: &site.dataset.casebook,
        site_url: site.site_url.clone(),
        up: up.clone(),
        machines: Machines::default(),
        listed: true,
    };
    let html = site.shell.page(&format!("lang=\"{tag}\" data-page=\"embed\""), &head.html(), &body, up);
    let scripts = format!(
        "<script src=\"{up}height.js\" defer></script><script type=\"module\" src=\"{up}embed.js\"></script>\
         <script type=\"module\" src=\"{up}embed-page.js\"></script></head>"
    );
    without_loader(&html).replacen("</head>", &scripts, 1)
}

fn kinds(site: &Site, lang: Lang) -> Vec<Kind> {
    let tag = lang.tag();
    let case = crate::page::list::in_order(&site.dataset.incidents).first().map(|i| i.id.clone());
    let view = site.shelves.iter().find(|s| s.is_view());
    let kind = |title, how, address: String, attributes, height| Kind { title, how, address, attributes, height };
    let mut out = vec![
        kind(Msg::List, Msg::ListHow, format!("?label=phishing&ui=chips&lang={tag}"), "", 600),
        kind(
            Msg::Locked,
            Msg::LockedHow,
            format!("?org_kind=local_government&label=theft,loss&lock=org_kind&ui=chips&view=table&lang={tag}"),
            "",
            600,
        ),
        kind(Msg::Chart, Msg::ChartHow, format!("?view=charts&chart=show-time&ui=none&lang={tag}"), "", 560),
    ];
    if let Some(id) = case {
        out.push(kind(Msg::Case, Msg::CaseHow, format!("{tag}/i/{id}/?ui=none"), "", 600));
    }
    if let Some(view) = view {
        let address = format!("{}?ui=chips&lang={tag}", view.path());
        out.push(kind(Msg::View, Msg::ViewHow, address, "", 600));
        out.push(kind(Msg::Plain, Msg::PlainHow, format!("{tag}/{}", view.path()), " sandbox=\"\"", 360));
    }
    let address = format!("?label=loss_theft&ui=none&lang={tag}");
    out.push(kind(Msg::Box, Msg::BoxHow, address, " class=\"box\" data-fixed", 300));
    out
}

/// Address of the site in code to copy.
fn root<'a>(site: &'a Site<'_>) -> &'a str {
    site.site_url.as_deref().unwrap_or("https://example.org/jikenbo/")
}

/// A frame that is there, and its code.
fn live(site: &Site, kind: &Kind, lang: Lang, up: &str) -> String {
    let title = kind.title.text(lang);
    let width = if kind.attributes.contains("data-fixed") { "300" } else { "100%" };
    let frame = |root: &str| {
        format!(
            "<iframe src=\"{}\" title=\"{}\" width=\"{width}\" height=\"{}\"{} loading=\"lazy\" allow=\"clipboard-write; web-share; fullscreen\"></iframe>",
            escape(&format!("{root}{}", kind.address)),
            escape(title),
            kind.height,
            kind.attributes,
        )
    };
    // HTML of today has a style for the width in percent; an attribute is what a portal's editor keeps.
    let here = frame(up).replace(" width=\"100%\"", "");
    format!("<h2>{title}</h2><p>{}</p>{here}{}", escape(kind.how.text(lang)), code(&frame(root(site)), lang))
}

/// The element that speaks with its page.
fn talk(site: &Site, lang: Lang, up: &str) -> String {
    let tag = lang.tag();
    let button = |query: &str, words: Msg| {
        format!("<button type=\"button\" class=\"button\" data-show=\"{query}\">{}</button>", words.text(lang))
    };
    let code = format!(
        "<script type=\"module\" src=\"{0}embed.js\"></script>\n\
         <jikenbo-view talk ui=\"chips\" lang=\"{tag}\" query=\"label=phishing\"></jikenbo-view>\n\n\
         // script of the page\nconst view = document.querySelector(\"jikenbo-view\");\n\
         view.addEventListener(\"jikenbo-state\", ({{ detail }}) => console.log(detail.query, detail.matching, detail.total));\n\
         view.query = \"label=support_scam\";",
        root(site)
    );
    format!(
        "<h2>{}</h2><p>{}</p><p class=\"acts\">{}{}{}</p>\
         <output data-words=\"{}\">{}</output>\
         <jikenbo-view talk ui=\"chips\" query=\"label=phishing\" lang=\"{tag}\" root=\"{up}\" frame-title=\"{0}\"></jikenbo-view>\
         {}",
        Msg::Talk.text(lang),
        escape(Msg::TalkHow.text(lang)),
        button("label=phishing", Msg::TalkPhishing),
        button("vector=removable_media", Msg::TalkMedia),
        button("label=support_scam", Msg::TalkScam),
        escape(Msg::TalkHeard.text(lang)),
        Msg::TalkWaiting.text(lang),
        self::code(&code, lang),
    )
}

/// Code to copy, with the button that does it; `embed-page.js` shows the button where it works.
fn code(text: &str, lang: Lang) -> String {
    format!(
        "<div class=\"code\"><pre tabindex=\"0\"><code>{}</code></pre>\
         <button type=\"button\" class=\"button\" data-copied=\"{}\" hidden>{}</button></div>",
        escape(text),
        Msg::Copied.text(lang),
        Msg::Copy.text(lang)
    )
}
