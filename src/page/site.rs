//! The static edition: every case, article, organisation, type, kind of organisation and year as a page of its own in
//! both languages, readable without a script, around the same loader as the start page; feeds and a sitemap beside them.
//!
//! Pure: from a casebook and the start page that Trunk wrote (the *shell*) to a map of paths and contents. Everything
//! outside of `<main id="app">` is the shell's, with its `./` addresses turned to the page's depth.

mod embed;
mod feeds;
mod first;
mod machines;
mod not_found;
pub mod preview;
mod shell;
mod shelves;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use leptos::prelude::*;

use self::{
    machines::Listed,
    shell::{MAIN, MAIN_END, OWN, Shell, without_loader, without_own},
    shelves::Shelf,
};
use super::{
    Scene, about_view, article_view, articles_view, case_view,
    head::{Head, Machines, Subject, case_title, escape, person_centred},
    list::{self, in_order},
    org, org_view,
    parts::a,
    relative::RelativeLinks,
};
use crate::{
    dataset::Dataset,
    dimensions::{CONTRACTOR_ROLES, name_slug},
    i18n::{
        pages::Msg,
        reading::{self, Method},
    },
    model::{Article, Incident, Lang, PartialDate, derive::derive},
};

pub use self::shell::ShellError;

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
    /// Nothing: the app does not start there.
    Alone,
}

/// How the edition is to be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options<'a> {
    /// Address of the site, used only where an address must be absolute; `None`: the casebook's own, if it has one.
    pub site_url: Option<&'a str>,
    /// Whether the pictures that [`preview::all`] describes are drawn beside the pages.
    pub previews: bool,
}

/// The edition under construction.
struct Site<'a> {
    dataset: &'a Dataset,
    shell: Shell<'a>,
    site_url: Option<String>,
    previews: bool,
    shelves: Vec<Shelf<'a>>,
    /// Paths of the shelves below a language folder, for links.
    places: Arc<BTreeSet<String>>,
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
    /// Whether search engines may list it.
    listed: bool,
    /// Whether it has feeds of its own; else it names those of all cases.
    feeds: bool,
    /// Whether a picture of it is drawn.
    preview: bool,
    /// Day of its content.
    changed: Option<PartialDate>,
}

impl<'a> Page<'a> {
    /// A listed page without feeds of its own.
    fn new(lang: Lang, path: String, title: &str, description: &str, subject: Subject<'a>, stands: Stands<'a>) -> Self {
        Self {
            lang,
            path,
            title: title.to_owned(),
            description: description.to_owned(),
            subject,
            stands,
            name: "page",
            listed: true,
            feeds: false,
            preview: matches!(subject, Subject::Case(_) | Subject::Article(_)),
            changed: None,
        }
    }
}

/// A page as written.
struct Written {
    file: String,
    html: String,
    oembed: Option<(String, String)>,
    listed: Option<Listed>,
}

/// All files of the static edition by path below the site's root, `index.html` and `404.html` among them.
///
/// # Errors
/// The shell is not the start page.
pub fn files(dataset: &Dataset, shell: &str, options: Options) -> Result<BTreeMap<String, String>, ShellError> {
    let shell = without_own(shell);
    let site_url = options.site_url.or(dataset.casebook.site_url.as_deref());
    let site_url = site_url.map(|url| if url.ends_with('/') { url.to_owned() } else { format!("{url}/") });
    let shelves = shelves::all(dataset);
    let places = Arc::new(shelves.iter().map(|s| s.path()).collect());
    let site = Site { dataset, shell: Shell::parse(&shell)?, site_url, previews: options.previews, shelves, places };
    let mut files = BTreeMap::from([
        ("index.html".to_owned(), site.start()),
        ("404.html".to_owned(), not_found::page(site.site_url.as_deref())),
        (".nojekyll".to_owned(), String::new()),
    ]);
    let mut listed = Vec::new();
    for lang in Lang::ALL {
        let pages =
            [site.rooms(lang), site.cases(lang), site.articles(lang), site.organisations(lang), site.shelf_pages(lang)];
        for page in pages.into_iter().flatten() {
            files.insert(page.file, page.html);
            files.extend(page.oembed);
            listed.extend(page.listed);
        }
        files.extend(feeds::all(dataset, &site.shelves, lang, site.site_url.as_deref()));
        files.insert(format!("{}/embed/index.html", lang.tag()), embed::page(&site, lang));
    }
    for shelf in site.shelves.iter().filter(|s| s.is_view()) {
        files.insert(format!("{}index.html", shelf.path()), site.view_page(shelf));
    }
    if let Some(site_url) = &site.site_url {
        files.insert("sitemap.xml".into(), machines::sitemap(site_url, &listed));
    }
    Ok(files)
}

impl<'a> Site<'a> {
    /// A page with everything that goes with it.
    fn page(&self, page: Page<'a>, view: impl FnOnce(&Scene, &RelativeLinks) -> AnyView) -> Written {
        let (lang, path) = (page.lang, page.path);
        let links = RelativeLinks::new(1 + path.matches('/').count(), lang).with_shelves(self.places.clone());
        let scene = Scene { lang, dataset: self.dataset, links: &links };
        let main = render(|| framed(&scene, &links, &path, view(&scene, &links)));
        let stands = match &page.stands {
            Stands::Case(id) => format!(" data-case=\"{}\"", escape(id)),
            Stands::View(query) => format!(" data-view=\"{}\"", escape(query)),
            Stands::List | Stands::Alone => String::new(),
        };
        let attributes = format!("lang=\"{}\" data-page=\"{}\"{stands}", lang.tag(), page.name);
        let below = format!("{}/{path}", lang.tag());
        let preview = page.preview && self.previews;
        let alone = matches!(page.stands, Stands::Alone);
        let machines = Machines {
            preview: preview.then(|| format!("{below}{}", preview::FILE)),
            feeds: Some(match page.feeds {
                true => (below.clone(), page.title.clone()),
                false => self.feeds_of_all(lang),
            }),
            oembed: (self.site_url.is_some() && !alone).then(|| format!("{below}oembed.json")),
        };
        let head = Head {
            lang,
            title: page.title,
            description: page.description,
            path: Some(path.clone()),
            subject: page.subject,
            casebook: &self.dataset.casebook,
            site_url: self.site_url.clone(),
            up: links.up.clone(),
            machines,
            listed: page.listed,
        };
        let main = format!("{main}{}", no_script());
        let html = self.shell.page(&attributes, &head.html(), &main, &links.up);
        let listed = page.listed.then_some(Listed { lang, path, changed: page.changed });
        Written {
            file: format!("{below}index.html"),
            html: if alone { without_loader(&html) } else { html },
            oembed: machines::oembed(&head, &below),
            listed,
        }
    }

    /// Folder and name of the feeds of all cases.
    fn feeds_of_all(&self, lang: Lang) -> (String, String) {
        (format!("{}/", lang.tag()), feeds::title_of_all(&self.dataset.casebook, lang))
    }

    /// The start page: as it was, with the app's first screen for whoever has to wait, or has no WebAssembly.
    fn start(&self) -> String {
        let lang = Lang::Ja;
        let links = RelativeLinks::new(0, lang);
        let first = first::screens(self);
        let casebook = &self.dataset.casebook;
        let head = Head {
            lang,
            title: String::new(),
            description: format!("{} {}", casebook.about.ja, casebook.about.en),
            path: None,
            subject: Subject::Casebook,
            casebook,
            site_url: self.site_url.clone(),
            up: links.up.clone(),
            machines: Machines { feeds: Some(self.feeds_of_all(lang)), ..Machines::default() },
            listed: true,
        };
        let Shell { before, head: begin, body, main, after } = &self.shell;
        let (own, end) = OWN;
        // Title and description are the shell's own place, so a second run finds them again.
        format!(
            "{before}<html lang=\"ja\" data-any-lang>{begin}{}{body}{MAIN}{own}{first}{end}{main}{MAIN_END}{after}",
            head_with_own(&head)
        )
    }

    /// The list of cases, the reading room and the method page.
    fn rooms(&self, lang: Lang) -> Vec<Written> {
        let casebook = &self.dataset.casebook;
        let room = |path: &str, title: &str, description: &str, stands, name| Page {
            name,
            changed: casebook.published,
            ..Page::new(lang, path.to_owned(), title, description, Subject::Casebook, stands)
        };
        let view = |view: &str| Stands::View(format!("view={view}"));
        let reading = (reading::Msg::ArticlesTitle.text(lang), reading::Msg::ArticlesLead.text(lang));
        let list = room("", Msg::ListTitle.text(lang), casebook.about.get(lang), Stands::List, "list");
        vec![
            self.page(Page { feeds: true, ..list }, |scene, links| {
                list::list_view(scene, shelves::ways(&self.shelves, scene, links))
            }),
            self.page(room("article/", reading.0, reading.1, view("articles"), "articles"), |s, _| articles_view(s)),
            self.page(
                room("about/", Method::Title.text(lang), casebook.inclusion.get(lang), view("about"), "about"),
                |scene, _| about_view(scene),
            ),
        ]
    }

    /// A page for every case, and one for every id it had before. Of a withdrawn one nothing is left but the notice.
    fn cases(&self, lang: Lang) -> Vec<Written> {
        let mut out = Vec::new();
        for incident in &self.dataset.incidents {
            let gone = incident.withdrawn.is_some();
            let page = || self.case_page(incident, lang);
            let derived = derive(incident, &self.dataset.taxonomies);
            out.push(self.page(page(), |scene, _| case_view(scene, incident, &derived, None)));
            for alias in &incident.aliases {
                // Its head names the new address as the one to remember.
                let title = if gone { String::new() } else { case_title(incident, lang) };
                let old = self.page(page(), |scene, _| moved(scene, &incident.id, title));
                let file = format!("{}/i/{alias}/index.html", lang.tag());
                out.push(Written { file, oembed: None, listed: None, ..old });
            }
        }
        out
    }

    fn case_page(&self, incident: &'a Incident, lang: Lang) -> Page<'a> {
        let path = format!("i/{}/", incident.id);
        if incident.withdrawn.is_some() {
            let page = Page::new(lang, path, &incident.id, "", Subject::Other, Stands::Alone);
            return Page { name: "case", listed: false, ..page };
        }
        let (title, summary) = (case_title(incident, lang), incident.summary.get(lang));
        Page {
            name: "case",
            listed: !person_centred(incident, &self.dataset.taxonomies),
            changed: incident.reviewed,
            ..Page::new(lang, path, &title, summary, Subject::Case(incident), Stands::Case(&incident.id))
        }
    }

    fn articles(&self, lang: Lang) -> Vec<Written> {
        let page = |article: &'a Article| {
            let path = format!("article/{}/", article.id);
            let (title, summary) = (article.headline.get(lang), article.summary.get(lang));
            let page = Page::new(lang, path, title, summary, Subject::Article(article), Stands::Case(&article.id));
            let page = Page { name: "article", changed: article.reviewed, ..page };
            self.page(page, |scene, _| article_view(scene, article))
        };
        self.dataset.articles.iter().map(page).collect()
    }

    fn organisations(&self, lang: Lang) -> Vec<Written> {
        let headings: BTreeSet<String> = in_order(&self.dataset.incidents).into_iter().map(org::slug).collect();
        let roles = self.dataset.incidents.iter().flat_map(|i| &i.roles);
        let contractors: BTreeSet<String> =
            roles.filter(|r| CONTRACTOR_ROLES.contains(&r.role.as_str())).map(|r| name_slug(&r.name.en)).collect();
        let page = |(slug, name): (String, crate::model::Text)| {
            // The explorer knows organisations of headings under one key, those that worked for them under another.
            let heading = headings.contains(&slug);
            let filter = match (heading, contractors.contains(&slug)) {
                (true, _) => format!("org={slug}"),
                (false, true) => format!("contractor={slug}"),
                // A value of no dimension: it only names the page (`Explorer::org_query`).
                (false, false) => format!("org={slug}&off=org"),
            };
            let stands = Stands::View(format!("view=org&{filter}"));
            let (path, note) = (format!("org/{slug}/"), reading::Msg::OrgNote.text(lang));
            let page = Page::new(lang, path, name.get(lang), note, Subject::Other, stands);
            // Who only worked for others did not publish anything: no search engine should lead there by its name.
            let page = Page { name: "org", listed: heading, changed: self.dataset.casebook.published, ..page };
            self.page(page, |scene, _| org_view(scene, &slug))
        };
        org::all(self.dataset).into_iter().map(page).collect()
    }

    fn shelf_pages(&self, lang: Lang) -> Vec<Written> {
        let page = |shelf: &Shelf<'a>| {
            let (title, about) = (shelf.title(self.dataset, lang), shelf.about(self.dataset, lang));
            let (subject, stands) = (Subject::Shelf(shelf.cases.len()), Stands::View(shelf.query()));
            let page = Page::new(lang, shelf.path(), &title, &about, subject, stands);
            let changed = shelf.cases.iter().filter_map(|i| i.reviewed).max();
            let page = Page { name: "shelf", feeds: shelf.has_feeds(), preview: shelf.is_view(), changed, ..page };
            self.page(page, |scene, links| shelves::shelf_view(shelf, &self.shelves, scene, links))
        };
        self.shelves.iter().map(page).collect()
    }

    /// A curated view at its address without a language, `v/<slug>/`: both languages for whoever runs no script, else
    /// the app in the browser's language. Its head names the Japanese page as the one to remember.
    fn view_page(&self, shelf: &Shelf<'a>) -> String {
        let lang = Lang::Ja;
        let path = shelf.path();
        let links = RelativeLinks::new(path.matches('/').count(), lang).with_shelves(self.places.clone());
        let part = |lang: Lang| {
            let links = RelativeLinks { lang, ..links.clone() };
            let scene = Scene { lang, dataset: self.dataset, links: &links };
            let view = render(|| shelves::shelf_view(shelf, &self.shelves, &scene, &links));
            // One heading of the first rank on a page.
            let view = if lang == Lang::Ja { view } else { view.replace("<h1", "<h2").replace("</h1>", "</h2>") };
            format!(
                "<div lang=\"{}\">{}</div>",
                lang.tag(),
                view.replace("./atom.xml", &links.page(&format!("{path}atom.xml")))
                    .replace("./feed.json", &links.page(&format!("{path}feed.json")))
            )
        };
        let below = format!("{}/{path}", lang.tag());
        let title = |lang| shelf.title(self.dataset, lang);
        let head = Head {
            lang,
            title: format!("{} / {}", title(Lang::Ja), title(Lang::En)),
            description: format!("{} {}", shelf.about(self.dataset, Lang::Ja), shelf.about(self.dataset, Lang::En)),
            path: Some(path.clone()),
            subject: Subject::Shelf(shelf.cases.len()),
            casebook: &self.dataset.casebook,
            site_url: self.site_url.clone(),
            up: links.up.clone(),
            machines: Machines {
                preview: self.previews.then(|| format!("{below}{}", preview::FILE)),
                feeds: Some((below.clone(), title(lang))),
                oembed: self.site_url.is_some().then(|| format!("{below}oembed.json")),
            },
            listed: true,
        };
        let attributes = format!(
            "lang=\"{}\" data-page=\"shelf\" data-any-lang data-view=\"{}\"",
            lang.tag(),
            escape(&shelf.query())
        );
        let main = format!("<div class=\"static\">{}{}</div>{}", part(Lang::Ja), part(Lang::En), no_script());
        self.shell.page(&attributes, &head.html(), &main, &links.up)
    }
}

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
        (links.page("embed/"), Msg::Embed.text(lang)),
    ];
    let rooms: Vec<AnyView> = rooms.into_iter().map(|(href, name)| a("", href, name)).collect();
    let explore = super::Links::explore(links, &crate::url::ViewState::default());
    let footer = Msg::Footer.fill(
        lang,
        &[("name", casebook.name.get(lang)), ("version", &casebook.version), ("licence", &casebook.licence)],
    );
    // `jikenbo data` writes it.
    let data = format!("{}data/changes/{}/", links.up, lang.tag());
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
            <footer class="static-foot"><p>{footer}" · "{a("", data, Msg::DataFiles.text(lang))}</p></footer>
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
