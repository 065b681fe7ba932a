//! The static edition: every case, article and organisation as a page of its own in both languages, readable without a
//! script, around the same loader as the start page.
//!
//! Pure: from a casebook and the start page that Trunk wrote (the *shell*) to a map of paths and contents. Everything
//! outside of `<main id="app">` is the shell's, with its `./` addresses turned to the page's depth.

use std::{collections::BTreeMap, fmt};

use leptos::prelude::*;

use super::{
    Scene, about_view, article_view, articles_view, case_view,
    head::{Head, Subject, case_title, escape},
    list, org, org_view,
    parts::a,
    relative::RelativeLinks,
};
use crate::{
    dataset::Dataset,
    i18n::{
        self,
        pages::Msg,
        reading::{self, Method},
    },
    model::{Lang, derive::derive},
};

/// Cases on the start page before the app is there; its bytes count into the first screen.
const NEWEST: usize = 8;
const MAIN: &str = "<main id=\"app\">";
const MAIN_END: &str = "</main>";
/// Around what this module adds to the start page, so that a second run replaces it.
const OWN: (&str, &str) = ("<!--pages-->", "<!--/pages-->");

/// What the start page lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShellError(&'static str);

impl fmt::Display for ShellError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "index.html has no {}; it must be the start page as Trunk builds it from the project's index.html",
            self.0
        )
    }
}

impl std::error::Error for ShellError {}

/// The start page in pieces.
struct Shell<'a> {
    /// To behind `<html`.
    before: &'a str,
    /// From behind the `<html>` tag to the title.
    head: &'a str,
    /// From behind title and description to `<main>`.
    body: &'a str,
    /// Inside of `<main>`.
    main: &'a str,
    /// From `</main>` on.
    after: &'a str,
}

impl<'a> Shell<'a> {
    fn parse(html: &'a str) -> Result<Self, ShellError> {
        let (before, rest) = html.split_once("<html").ok_or(ShellError("<html>"))?;
        let (_, rest) = rest.split_once('>').ok_or(ShellError("<html>"))?;
        let (head, rest) = rest.split_once("<title>").ok_or(ShellError("<title>"))?;
        let (_, rest) = rest.split_once("</title>").ok_or(ShellError("</title>"))?;
        let rest = match rest.split_once("<meta name=\"description\"") {
            Some((between, rest)) if between.trim().is_empty() => {
                rest.split_once('>').ok_or(ShellError("description"))?.1
            }
            _ => rest,
        };
        let (body, rest) = rest.split_once(MAIN).ok_or(ShellError("<main id=\"app\">"))?;
        let (main, after) = rest.split_once(MAIN_END).ok_or(ShellError("</main>"))?;
        Ok(Self { before, head, body, main, after })
    }

    /// A page: attributes of `<html>`, elements of the head, content of `<main>`, way up to the root.
    fn page(&self, attributes: &str, head: &str, main: &str, up: &str) -> String {
        let turned = |part: &str| part.replace("\"./", &format!("\"{up}"));
        let (begin, end) = (turned(self.head), turned(self.body));
        let after = turned(self.after);
        let before = self.before;
        format!("{before}<html {attributes}>{begin}{head}{end}{MAIN}{main}{MAIN_END}{after}")
    }
}

/// Takes out what an earlier run put in.
fn without_own(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, own)) = rest.split_once(OWN.0) {
        out.push_str(before);
        match own.split_once(OWN.1) {
            Some((_, after)) => rest = after,
            None => return out,
        }
    }
    out.push_str(rest);
    out
}

/// Renders a view on the host. Markers that only a hydrating browser needs are taken out; in text and in attributes
/// `<` is escaped, so nothing else can look like them.
pub fn render(view: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new();
    let html = owner.with(|| view().to_html());
    owner.cleanup();
    html.replace("<!>", "").replace("<!--<() />-->", "")
}

/// What a page is for the app that boots on it.
enum Stands<'a> {
    /// `data-case`.
    Case(&'a str),
    /// `data-view`: a query.
    View(String),
    /// The list, which the app answers with the explorer.
    List,
}

/// The edition under construction.
struct Site<'a> {
    dataset: &'a Dataset,
    shell: Shell<'a>,
    site_url: Option<String>,
}

/// One page: where it stands, what it is called, what it is for.
struct Page<'a> {
    lang: Lang,
    /// Below `<lang>/`, ending in `/`, or empty.
    path: String,
    title: String,
    description: String,
    subject: Subject<'a>,
    stands: Stands<'a>,
    /// `data-page`.
    name: &'static str,
}

/// All files of the static edition by path below the site's root, `index.html` and `404.html` among them. `site_url` is
/// used only where an address must be absolute.
///
/// # Errors
/// The shell is not the start page.
pub fn files(dataset: &Dataset, shell: &str, site_url: Option<&str>) -> Result<BTreeMap<String, String>, ShellError> {
    let shell = without_own(shell);
    let site_url = site_url.or(dataset.casebook.site_url.as_deref());
    let site_url = site_url.map(|url| if url.ends_with('/') { url.to_owned() } else { format!("{url}/") });
    let site = Site { dataset, shell: Shell::parse(&shell)?, site_url };
    let mut files = BTreeMap::from([
        ("index.html".to_owned(), site.start()),
        ("404.html".to_owned(), site.not_found()),
        (".nojekyll".to_owned(), String::new()),
    ]);
    for lang in Lang::ALL {
        files.extend(site.rooms(lang));
        files.extend(site.cases(lang));
        files.extend(site.articles(lang));
        files.extend(site.organisations(lang));
    }
    Ok(files)
}

impl<'a> Site<'a> {
    /// A page and its path.
    fn page(&self, page: Page<'a>, view: impl FnOnce(&Scene) -> AnyView) -> (String, String) {
        let (lang, path) = (page.lang, page.path);
        let links = RelativeLinks::new(1 + path.matches('/').count(), lang);
        let scene = Scene { lang, dataset: self.dataset, links: &links };
        let main = render(|| framed(&scene, &links, &path, view(&scene)));
        let stands = match page.stands {
            Stands::Case(id) => format!(" data-case=\"{}\"", escape(id)),
            Stands::View(query) => format!(" data-view=\"{}\"", escape(&query)),
            Stands::List => String::new(),
        };
        let attributes = format!("lang=\"{}\" data-page=\"{}\"{stands}", lang.tag(), page.name);
        let head = Head {
            lang,
            title: page.title,
            description: page.description,
            path: Some(path.clone()),
            subject: page.subject,
            casebook: &self.dataset.casebook,
            site_url: self.site_url.clone(),
        };
        let main = format!("{main}{}", no_script());
        let html = self.shell.page(&attributes, &head.html(), &main, &links.up);
        (format!("{}/{path}index.html", lang.tag()), html)
    }

    /// The start page: as it was, with the newest cases for whoever has to wait, or has no WebAssembly.
    fn start(&self) -> String {
        let lang = Lang::Ja;
        let links = RelativeLinks::new(0, lang);
        let scene = Scene { lang, dataset: self.dataset, links: &links };
        let newest = render(|| {
            let n = i18n::number(self.dataset.incidents.len() as u64);
            let all = Msg::AllCases.fill(lang, &[("n", &n)]);
            view! {
                <section class="newest" lang="ja">
                    {list::newest_view(&scene, NEWEST)}
                    <p>
                        {a("", links.page(""), all)}" "
                        <a href=RelativeLinks::new(0, Lang::En).page("") lang="en" hreflang="en">"English"</a>
                    </p>
                </section>
            }
            .into_any()
        });
        let casebook = &self.dataset.casebook;
        let head = Head {
            lang,
            title: String::new(),
            description: format!("{} {}", casebook.about.ja, casebook.about.en),
            path: None,
            subject: Subject::Casebook,
            casebook,
            site_url: self.site_url.clone(),
        };
        let Shell { before, head: begin, body, main, after } = &self.shell;
        let (own, end) = OWN;
        // The still frame first, then the list, then what stands there without a script.
        let at = main.find("<noscript>").unwrap_or(main.len());
        let (frame, rest) = main.split_at(at);
        // Title and description are the shell's own place, so a second run finds them again.
        format!(
            "{before}<html lang=\"ja\">{begin}{}{body}{MAIN}{frame}{own}{newest}{end}{rest}{MAIN_END}{after}",
            head_with_own(&head)
        )
    }

    /// A courtesy: both lists. The address it is served at may lie at any depth, so its links are whole only where the
    /// site knows its own address.
    fn not_found(&self) -> String {
        let up = self.site_url.clone().unwrap_or_else(|| "./".into());
        let paragraphs: Vec<String> = Lang::ALL
            .iter()
            .map(|lang| {
                let tag = lang.tag();
                format!(
                    "<div lang=\"{tag}\"><h1>{}</h1><p>{}</p><p><a href=\"{}{tag}/\">{}</a></p></div>",
                    Msg::NotFound.text(*lang),
                    Msg::NotFoundHelp.text(*lang),
                    escape(&up),
                    Msg::ListTitle.text(*lang),
                )
            })
            .collect();
        let title = Lang::ALL.map(|lang| Msg::NotFound.text(lang)).join(" · ");
        format!(
            "<!doctype html>\n<html lang=\"ja\">\n<head>\n{POLICY_ALONE}\n<meta charset=\"utf-8\" />\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n\
             <meta name=\"robots\" content=\"noindex\" />\n\
             <title>{title}</title>\n</head>\n<body>\n<main>{}</main>\n</body>\n</html>\n",
            paragraphs.concat()
        )
    }

    /// The list of cases, the reading room and the method page.
    fn rooms(&self, lang: Lang) -> Vec<(String, String)> {
        let casebook = &self.dataset.casebook;
        let room = |path: &str, title: &str, description: &str, stands, name| Page {
            lang,
            path: path.to_owned(),
            title: title.to_owned(),
            description: description.to_owned(),
            subject: Subject::Casebook,
            stands,
            name,
        };
        let view = |view: &str| Stands::View(format!("view={view}"));
        let about = casebook.about.get(lang);
        let reading = (reading::Msg::ArticlesTitle.text(lang), reading::Msg::ArticlesLead.text(lang));
        vec![
            self.page(room("", Msg::ListTitle.text(lang), about, Stands::List, "list"), list::list_view),
            self.page(room("article/", reading.0, reading.1, view("articles"), "articles"), articles_view),
            self.page(
                room("about/", Method::Title.text(lang), casebook.inclusion.get(lang), view("about"), "about"),
                about_view,
            ),
        ]
    }

    /// A page for every case, and one for every id it had before.
    fn cases(&self, lang: Lang) -> Vec<(String, String)> {
        let mut out = Vec::new();
        for incident in &self.dataset.incidents {
            let gone = incident.withdrawn.is_some();
            let page = |id: &str| Page {
                lang,
                path: format!("i/{id}/"),
                title: if gone { incident.id.clone() } else { case_title(incident, lang) },
                description: if gone { String::new() } else { incident.summary.get(lang).to_owned() },
                subject: if gone { Subject::Other } else { Subject::Case(incident) },
                stands: Stands::Case(&incident.id),
                name: "case",
            };
            let derived = derive(incident, &self.dataset.taxonomies);
            out.push(self.page(page(&incident.id), |scene| case_view(scene, incident, &derived, None)));
            for alias in &incident.aliases {
                // Its head names the new address as the one to remember.
                let title = case_title(incident, lang);
                let (_, html) = self.page(page(&incident.id), |scene| moved(scene, &incident.id, title));
                out.push((format!("{}/i/{alias}/index.html", lang.tag()), html));
            }
        }
        out
    }

    fn articles(&self, lang: Lang) -> Vec<(String, String)> {
        let page = |article: &'a crate::model::Article| {
            let page = Page {
                lang,
                path: format!("article/{}/", article.id),
                title: article.headline.get(lang).to_owned(),
                description: article.summary.get(lang).to_owned(),
                subject: Subject::Article(article),
                stands: Stands::Case(&article.id),
                name: "article",
            };
            self.page(page, |scene| article_view(scene, article))
        };
        self.dataset.articles.iter().map(page).collect()
    }

    fn organisations(&self, lang: Lang) -> Vec<(String, String)> {
        let headings: Vec<String> = self.dataset.incidents.iter().map(org::slug).collect();
        let page = |(slug, name): (String, crate::model::Text)| {
            // The explorer knows organisations of headings under one key, those that worked for them under another.
            let key = if headings.contains(&slug) { "org" } else { "contractor" };
            let page = Page {
                lang,
                path: format!("org/{slug}/"),
                title: name.get(lang).to_owned(),
                description: reading::Msg::OrgNote.text(lang).to_owned(),
                subject: Subject::Other,
                stands: Stands::View(format!("view=org&{key}={slug}")),
                name: "org",
            };
            self.page(page, |scene| org_view(scene, &slug))
        };
        org::all(self.dataset).into_iter().map(page).collect()
    }
}

/// The policy of a page that loads nothing.
const POLICY_ALONE: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'\" />";

/// Title and description in the shell's place, the rest marked as ours.
fn head_with_own(head: &Head) -> String {
    let html = head.html();
    let cut = html.match_indices('\n').nth(1).map_or(html.len(), |(at, _)| at);
    let (shells, own) = html.split_at(cut);
    format!("{shells}{}{own}{}", OWN.0, OWN.1)
}

/// Frame of a static page: where one can go from here, the view, licence and edition.
fn framed(scene: &Scene, links: &RelativeLinks, path: &str, view: AnyView) -> AnyView {
    let (lang, casebook) = (scene.lang, &scene.dataset.casebook);
    let other = RelativeLinks { lang: lang.other(), ..links.clone() };
    let rooms = [
        (links.page(""), Msg::List.text(lang)),
        (links.page("article/"), Msg::Articles.text(lang)),
        (links.page("about/"), Msg::About.text(lang)),
    ];
    let rooms: Vec<AnyView> = rooms.into_iter().map(|(href, name)| a("", href, name)).collect();
    let explore = super::Links::explore(links, &crate::url::ViewState::default());
    let footer = Msg::Footer.fill(
        lang,
        &[("name", casebook.name.get(lang)), ("version", &casebook.version), ("licence", &casebook.licence)],
    );
    view! {
        <div class="static">
            <header class="static-head">
                <a class="static-name" href=explore.clone()>{casebook.name.get(lang).to_owned()}</a>
                <nav aria-label=Msg::Pages.text(lang)>{rooms}{a("", explore, Msg::Explore.text(lang))}</nav>
                <a class="static-language" href=other.page(path) lang=other.lang.tag() hreflang=other.lang.tag()>
                    {Msg::OtherLanguage.text(lang)}
                </a>
            </header>
            {view}
            <footer class="static-foot"><p>{footer}</p></footer>
        </div>
    }
    .into_any()
}

/// The page of an old id.
fn moved(scene: &Scene, id: &str, title: String) -> AnyView {
    view! {
        <div class="reading">
            <h1>{Msg::Moved.text(scene.lang)}</h1>
            <p>{Msg::MovedTo.text(scene.lang)}{a("", scene.links.case(id), format!("{id} {title}"))}</p>
        </div>
    }
    .into_any()
}

/// What works and what does not without a script, in both languages.
fn no_script() -> String {
    let words = Lang::ALL.map(|lang| format!("<p lang=\"{}\">{}</p>", lang.tag(), Msg::NoScript.text(lang)));
    format!("<noscript><div class=\"no-script\">{}</div></noscript>", words.concat())
}

#[cfg(test)]
mod tests;
