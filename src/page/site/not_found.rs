//! `404.html`: served for any address that is no file, at any depth, so it knows no way to anything.
//!
//! Its script stands in the site's root as a file of its own (`public/404.js`); the page tries each ancestor folder for
//! it, the nearest first, and the one that is there leads on. Without a script the links are whole only where the site
//! knows its own address.

use crate::{i18n::pages::Msg, model::Lang, page::head::escape};

/// The policy of a page that loads its own scripts and asks its own site only.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'\" />";

/// How far up the script is looked for: one more than the deepest page lies.
const DEPTH: usize = 5;

/// The page of a site at this address, where it knows that.
pub(super) fn page(site_url: Option<&str>) -> String {
    let site = escape(site_url.unwrap_or("./"));
    let list = |tag: &str| if site_url.is_some() { format!("{site}{tag}/") } else { site.clone() };
    let words: Vec<String> = Lang::ALL
        .iter()
        .map(|lang| {
            let tag = lang.tag();
            format!(
                "<div lang=\"{tag}\"><h1>{}</h1><p>{}</p><p hidden data-going>{}</p><p><a data-list=\"{tag}\" href=\"{}\">{}</a></p></div>",
                Msg::NotFound.text(*lang),
                Msg::NotFoundHelp.text(*lang),
                Msg::NotFoundGoing.text(*lang),
                list(tag),
                Msg::ListTitle.text(*lang),
            )
        })
        .collect();
    let scripts: Vec<String> = (0..DEPTH)
        .map(|up| {
            format!("<script src=\"{}404.js\" defer></script>\n", if up == 0 { "./".into() } else { "../".repeat(up) })
        })
        .collect();
    let title = Lang::ALL.map(|lang| Msg::NotFound.text(lang)).join(" · ");
    format!(
        "<!doctype html>\n<html lang=\"ja\">\n<head>\n{POLICY}\n<meta charset=\"utf-8\" />\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n\
         <meta name=\"robots\" content=\"noindex\" />\n\
         <title>{title}</title>\n{}</head>\n<body>\n<main>{}</main>\n</body>\n</html>\n",
        scripts.concat(),
        words.concat()
    )
}
