//! What a reviewer would find: vocabularies, references, order of dates, sums, languages, addresses.

use std::collections::{BTreeMap, BTreeSet};

use super::{CaseFile, Document, Finding, Level, TaxonomyFile};
use crate::{
    dataset::Casebook,
    dimensions::name_slug,
    model::{
        Article, Incident, PartialDate, Taxonomies, Text,
        incident::{Change, Related, TextStatus},
        veris::{self, Veris},
    },
};

/// Collects findings about one file.
struct Checker<'a> {
    document: &'a Document,
    taxonomies: &'a Taxonomies,
    findings: &'a mut Vec<Finding>,
}

impl Checker<'_> {
    fn error(&mut self, field: &str, message: impl Into<String>) {
        self.findings.push(self.document.finding(field, message));
    }

    fn warn(&mut self, field: &str, message: impl Into<String>) {
        self.findings.push(Finding { level: Level::Warning, ..self.document.finding(field, message) });
    }

    /// Both languages are there, and the English one is English.
    fn text(&mut self, field: &str, text: &Text) {
        for (lang, words) in [("ja", &text.ja), ("en", &text.en)] {
            if words.trim().is_empty() {
                let language = if lang == "ja" { "Japanese" } else { "English" };
                self.error(&format!("{field}.{lang}"), format!("the {language} text is missing; write it"));
            }
        }
        if let Some(c) = text.en.chars().find(|c| is_japanese(*c)) {
            self.error(&format!("{field}.en"), format!("Japanese character {c:?} in the English text; translate it"));
        }
    }

    fn optional_text(&mut self, field: &str, text: Option<&Text>) {
        if let Some(text) = text {
            self.text(field, text);
        }
    }

    fn texts(&mut self, field: &str, texts: &[Text]) {
        for (i, text) in texts.iter().enumerate() {
            self.text(&format!("{field}[{i}]"), text);
        }
    }

    /// The key stands in the vocabulary.
    fn key(&mut self, field: &str, taxonomy: &str, key: &str) {
        let vocabulary = self.taxonomies.get(taxonomy);
        // A vocabulary without values has a finding of its own; one for each use of it would hide that.
        let unreadable = vocabulary.values.is_empty() && self.taxonomies.by_key.contains_key(taxonomy);
        if unreadable || vocabulary.get(key).is_some() {
            return;
        }
        let near = vocabulary.values.iter().map(|t| t.key.as_str()).find(|k| near(k, key));
        let hint = near.map_or_else(String::new, |k| format!(", perhaps {k:?}"));
        self.error(field, format!("{key:?} is not in taxonomy/{taxonomy}.toml{hint}; use a key from there or add one"));
    }

    fn optional_key(&mut self, field: &str, taxonomy: &str, key: Option<&String>) {
        if let Some(key) = key {
            self.key(field, taxonomy, key);
        }
    }

    fn required_key(&mut self, field: &str, taxonomy: &str, key: &str) {
        if key.is_empty() {
            self.error(field, format!("this field is missing; choose a key of taxonomy/{taxonomy}.toml"));
        } else {
            self.key(field, taxonomy, key);
        }
    }

    fn keys(&mut self, field: &str, taxonomy: &str, keys: &[String]) {
        let mut seen = BTreeSet::new();
        for (i, key) in keys.iter().enumerate() {
            let at = format!("{field}[{i}]");
            self.key(&at, taxonomy, key);
            if !seen.insert(key) {
                self.error(&at, format!("{key:?} stands here twice; take one out"));
            }
        }
    }

    fn address(&mut self, field: &str, address: Option<&String>, schemes: &[&str]) {
        let Some(address) = address else { return };
        match url::Url::parse(address) {
            Ok(url) if schemes.contains(&url.scheme()) => {}
            Ok(url) => self.error(
                field,
                format!("an address with {:?} is not allowed; use {}", url.scheme(), schemes.join(" or ")),
            ),
            Err(why) => self.error(field, format!("{address:?} is no address ({why}); write it whole, https://…")),
        }
    }

    fn order(&mut self, early: (&str, Option<PartialDate>), late: (&str, Option<PartialDate>)) {
        if let (Some(a), Some(b)) = (early.1, late.1)
            && b.is_before(a)
        {
            self.error(late.0, format!("{b} lies before {} ({a}); one of the two is wrong", early.0));
        }
    }

    fn related(&mut self, related: &[Related]) {
        for (i, link) in related.iter().enumerate() {
            self.required_key(&format!("related[{i}].why"), "relation", &link.why);
            self.optional_text(&format!("related[{i}].reason"), link.reason.as_ref());
        }
    }

    fn status(&mut self, status: &TextStatus) {
        self.key("text_status.ja", "text_status", &status.ja);
        self.key("text_status.en", "text_status", &status.en);
    }

    fn changes(&mut self, changes: &[Change]) {
        for (i, change) in changes.iter().enumerate() {
            self.text(&format!("changes[{i}].text"), &change.text);
            if change.date.is_none() {
                self.error(&format!("changes[{i}].date"), "the day of the change is missing");
            }
        }
    }
}

/// Kana and Han; Latin with macrons, dashes and quotes are English enough.
fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}')
}

/// Same letters but for one, or one contains the other.
fn near(a: &str, b: &str) -> bool {
    if b.len() < 3 {
        return false;
    }
    let differing = a.chars().zip(b.chars()).filter(|(x, y)| x != y).count() + a.len().abs_diff(b.len());
    differing <= 1 || a.contains(b) || b.contains(a)
}

/// The casebook's own facts.
pub fn casebook(casebook: &Casebook, document: &Document, findings: &mut Vec<Finding>) {
    let taxonomies = Taxonomies::default();
    let mut c = Checker { document, taxonomies: &taxonomies, findings };
    for (field, text) in [
        ("name", &casebook.name),
        ("about", &casebook.about),
        ("inclusion", &casebook.inclusion),
        ("coverage", &casebook.coverage),
        ("counting", &casebook.counting),
        ("licence_note", &casebook.licence_note),
        ("publisher", &casebook.publisher),
        ("source_name", &casebook.source_name),
    ] {
        c.text(field, text);
    }
    let version_ok = casebook.version.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b));
    if casebook.version.is_empty() || !version_ok {
        c.error(
            "version",
            "a version such as \"2026.11\" is missing or has other characters than letters, digits, . - _",
        );
    }
    if casebook.licence.is_empty() {
        c.error("licence", "name the licence of the data");
    }
    c.address("licence_url", Some(&casebook.licence_url), &["http", "https"]);
    c.address("source_url", casebook.source_url.as_ref(), &["http", "https"]);
    c.address("site_url", casebook.site_url.as_ref(), &["http", "https"]);
    c.address("contact_url", casebook.contact_url.as_ref(), &["http", "https", "mailto"]);
    c.changes(&casebook.changes);
}

/// One vocabulary.
pub fn taxonomy(file: &TaxonomyFile, document: &Document, taxonomies: &Taxonomies, findings: &mut Vec<Finding>) {
    let mut c = Checker { document, taxonomies, findings };
    let head = &file.taxonomy;
    if head.key != super::stem(document.path()) {
        c.error("taxonomy.key", format!("{:?} is not the file's name; they must agree", head.key));
    }
    c.text("taxonomy.name", &head.name);
    c.text("taxonomy.explain", &head.explain);
    if file.value.is_empty() {
        c.error("value", "a vocabulary without values says nothing; add a [[value]] or take the file out");
    }
    let dimension = |term: &crate::model::taxonomy::Term| term.dimension.clone().unwrap_or_else(|| head.key.clone());
    let mut seen = BTreeSet::new();
    for (i, term) in file.value.iter().enumerate() {
        let at = format!("value[{i}]");
        let slug = term.key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-');
        if term.key.is_empty() || !slug {
            c.error(&format!("{at}.key"), format!("{:?} is no key; use a-z, 0-9, _ and -", term.key));
        }
        if !seen.insert((dimension(term), term.key.clone())) {
            c.error(&format!("{at}.key"), format!("{:?} stands here twice; keys are unique", term.key));
        }
        c.text(&at, &Text { ja: term.ja.clone(), en: term.en.clone() });
        if !term.explain.is_empty() {
            c.text(&format!("{at}.explain"), &term.explain);
        }
        if let Some(parent) = &term.parent
            && taxonomies.get(&dimension(term)).get(parent).is_none()
        {
            c.error(&format!("{at}.parent"), format!("there is no value {parent:?} in this file"));
        }
        if let Some(jnsa) = &term.jnsa {
            c.key(&format!("{at}.jnsa"), "cause", jnsa);
        }
    }
    for (i, alias) in file.alias.iter().enumerate() {
        let (state, problems) = crate::url::parse(&alias.query);
        if state.filters.len() != 1 || state.filters.iter().any(|f| f.exclude) || !problems.is_empty() {
            c.error(
                &format!("alias[{i}].query"),
                format!("{:?} is not one filter; write dimension=value,value", alias.query),
            );
        }
    }
}

/// Ids over all files: unique, well-formed, in the right folder; references and slugs that must agree.
pub fn ids(incidents: &[CaseFile<Incident>], articles: &[CaseFile<Article>], findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let records = incidents
        .iter()
        .map(|f| (f.record.id.as_str(), f.record.aliases.as_slice(), f.record.related.as_slice(), &f.document))
        .chain(articles.iter().map(|f| (f.record.id.as_str(), &[][..], f.record.related.as_slice(), &f.document)));
    for (id, aliases, _, document) in records.clone() {
        let slug = id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
        if id.is_empty() || !slug {
            findings.push(document.finding("id", format!("the file name {id:?} is no id; use a-z, 0-9 and -")));
        }
        for name in std::iter::once(id).chain(aliases.iter().map(String::as_str)) {
            if let Some(other) = seen.insert(name, document.path()) {
                let message = format!("the id {name:?} is also used in {other}; ids and aliases are unique");
                findings.push(document.finding(if name == id { "id" } else { "aliases" }, message));
            }
        }
        if let Some(year) = document.path().strip_prefix("cases/").and_then(|p| p.split_once('/')).map(|(y, _)| y)
            && !id.starts_with(&format!("{year}-"))
        {
            findings.push(document.finding("id", format!("{id:?} does not belong into the folder {year}")));
        }
    }
    for (id, _, related, document) in records {
        for (i, link) in related.iter().enumerate() {
            let field = format!("related[{i}].id");
            if link.id == id {
                findings.push(document.finding(&field, "a record is not related to itself; take this entry out"));
            } else if !seen.contains_key(link.id.as_str()) {
                findings.push(document.finding(&field, format!("there is no record {:?}; correct the id", link.id)));
            }
        }
    }
    // Two organisations must not share a slug: their page and their filter would be one.
    let mut slugs: BTreeMap<String, (&str, &str)> = BTreeMap::new();
    for file in incidents {
        let org = &file.record.org;
        let slug = name_slug(&org.en);
        let Some((ja, path)) = slugs.get(&slug) else {
            slugs.insert(slug, (&org.ja, file.document.path()));
            continue;
        };
        if !slug.is_empty() && *ja != org.ja {
            let message =
                format!("{:?} and {ja:?} ({path}) have the same English name in links; tell them apart", org.ja);
            findings.push(file.document.finding("org.en", message));
        }
    }
}

/// One incident.
pub fn incident(file: &CaseFile<Incident>, taxonomies: &Taxonomies, findings: &mut Vec<Finding>) {
    let i = &file.record;
    let mut c = Checker { document: &file.document, taxonomies, findings };
    c.text("org", &Text { ja: i.org.ja.clone(), en: i.org.en.clone() });
    c.text("headline", &i.headline);
    c.text("summary", &i.summary);
    c.required_key("org_kind", "org_kind", &i.org_kind);
    c.required_key("source_kind", "source_kind", &i.source_kind);
    c.required_key("confidence", "confidence", &i.confidence);
    c.status(&i.text_status);
    if i.labels.is_empty() {
        c.error("labels", "a case needs at least one type; choose from taxonomy/label.toml");
    }
    c.keys("labels", "label", &i.labels);
    c.keys("labels_inferred", "label", &i.labels_inferred);
    for (n, label) in i.labels_inferred.iter().enumerate() {
        if !i.labels.contains(label) {
            c.error(&format!("labels_inferred[{n}]"), format!("{label:?} is not among the labels; add it there too"));
        }
    }
    c.keys("locus", "locus", &i.locus);
    c.keys("data_items", "data", &i.data_items);
    c.keys("excluded_data", "data", &i.excluded_data);
    for (n, key) in i.excluded_data.iter().enumerate() {
        if i.data_items.contains(key) {
            c.error(
                &format!("excluded_data[{n}]"),
                format!("{key:?} is also among data_items; it is one or the other"),
            );
        }
    }
    let lower = |v: &Option<String>| v.as_ref().map(|v| v.to_ascii_lowercase());
    c.optional_key("sector", "sector", lower(&i.sector).as_ref());
    c.optional_key("country", "country", lower(&i.country).as_ref());
    c.optional_key("prefecture", "prefecture", i.prefecture.as_ref());
    c.optional_key("action_type", "action_type", i.action_type.as_ref());
    c.optional_key("discovery", "discovery", i.discovery.as_ref());
    c.optional_key("leak_status", "leak", i.leak_status.as_ref());
    c.optional_key("secondary_damage", "damage", i.secondary_damage.as_ref());
    for (n, role) in i.roles.iter().enumerate() {
        c.required_key(&format!("roles[{n}].role"), "role", &role.role);
        c.text(&format!("roles[{n}].name"), &role.name);
    }
    if let Some(vector) = &i.vector {
        c.optional_key("vector.key", "vector", vector.key.as_ref());
        c.text("vector", &Text { ja: vector.ja.clone(), en: vector.en.clone() });
    }
    c.optional_text("cause", i.cause.as_ref());
    c.optional_text("lesson", i.lesson.as_ref());
    c.texts("organisational_factors", &i.organisational_factors);
    c.texts("response", &i.response);
    c.texts("prevention", &i.prevention);
    c.optional_text("withdrawn.text", i.withdrawn.as_ref().map(|w| &w.text));
    c.optional_text("statement.text", i.statement.as_ref().map(|s| &s.text));
    c.changes(&i.changes);
    c.related(&i.related);
    c.address("page", i.page.as_ref(), &["http", "https"]);
    reports(&mut c, i);
    dates(&mut c, i);
    counts(&mut c, i);
    veris_values(&mut c, &i.veris);
    if (i.source_kind == "regulator") != i.action_type.is_some() {
        c.warn("action_type", "a regulator's publication has an action_type, others have none");
    }
    if i.reviewed.is_none() {
        c.error("reviewed", "the day the record was last checked against its source is missing");
    }
}

fn reports(c: &mut Checker, i: &Incident) {
    for (n, report) in i.reports.iter().enumerate() {
        let at = |field: &str| format!("reports[{n}].{field}");
        c.required_key(&at("source_kind"), "source_kind", &report.source_kind);
        c.optional_key(&at("stage"), "stage", report.stage.as_ref());
        c.address(&at("url"), report.url.as_ref(), &["http", "https"]);
        if report.corrected.is_some() && report.corrected == report.printed {
            c.error(&at("corrected"), "equal to the printed date; write it only where the print is wrong");
        }
        if let (Some(newest), Some(date)) = (i.latest_report, report.date())
            && newest.is_before(date)
            && report.source_kind != "press"
        {
            c.error(
                "latest_report",
                format!("{newest} lies before a report of {date}; it is the newest report's date"),
            );
        }
    }
}

fn dates(c: &mut Checker, i: &Incident) {
    let from = ("occurred.from", i.occurred.from);
    c.order(from, ("occurred.to", i.occurred.to));
    c.order(from, ("discovered", i.discovered));
    c.order(from, ("contained", i.contained));
    c.order(from, ("disclosed", i.disclosed));
    c.order(("discovered", i.discovered), ("disclosed", i.disclosed));
    c.order(("disclosed", i.disclosed), ("latest_report", i.latest_report));
    c.order(("latest_report", i.latest_report), ("reviewed", i.reviewed));
    let fields =
        ["occurred.from", "occurred.to", "discovered", "contained", "disclosed", "latest_report"].map(String::from);
    for (n, field) in i.dates_approx.iter().enumerate() {
        let timeline = field.starts_with("timeline[") || field.starts_with("reported[");
        if !fields.contains(field) && !timeline {
            c.error(
                &format!("dates_approx[{n}]"),
                format!("{field:?} is no date field; use one of {}", fields.join(", ")),
            );
        }
    }
    let mut previous: Option<PartialDate> = None;
    for (n, event) in i.timeline.iter().enumerate() {
        c.text(&format!("timeline[{n}].event"), &event.event);
        let Some(date) = event.date else { continue };
        if previous.is_some_and(|p| date.is_before(p)) {
            c.error(
                &format!("timeline[{n}].date"),
                format!("{date} lies before the step above; put the steps in order"),
            );
        }
        previous = Some(date);
    }
    for (n, reported) in i.reported.iter().enumerate() {
        c.required_key(&format!("reported[{n}].to"), "reported_to", &reported.to);
    }
}

fn counts(c: &mut Checker, i: &Incident) {
    let principals = i.affected.iter().filter(|a| a.principal).count();
    if !i.affected.is_empty() && principals != 1 {
        c.error("affected", format!("{principals} counts are principal; mark exactly one with principal = true"));
    }
    for (n, count) in i.affected.iter().enumerate() {
        c.required_key(&format!("affected[{n}].what"), "unit", &count.what);
        c.optional_text(&format!("affected[{n}].label"), count.label.as_ref());
        let Some(of) = &count.of else { continue };
        if count.principal {
            c.error(&format!("affected[{n}].of"), "the principal count is no part of another one");
        }
        if !i.affected.iter().any(|a| a.what == *of && a.of.is_none()) {
            c.error(&format!("affected[{n}].of"), format!("there is no total in {of:?}; name the unit of the total"));
        }
    }
    let totals = i.affected.iter().enumerate().filter(|(_, a)| a.of.is_none());
    for (n, total) in totals {
        let twins = i.affected.iter().filter(|a| a.of.is_none() && a.what == total.what).count();
        let parts: Vec<_> = i
            .affected
            .iter()
            .filter(|a| a.what == total.what && !a.subset && a.of.as_deref() == Some(total.what.as_str()))
            .collect();
        if parts.is_empty() || twins > 1 {
            continue;
        }
        let sum = parts.iter().fold(0u64, |sum, p| sum.saturating_add(p.count));
        let exact = !total.approx && total.bound.is_none() && parts.iter().all(|p| !p.approx && p.bound.is_none());
        if sum != total.count && exact {
            let message = format!(
                "the parts add up to {sum}, not {}; correct a count, or mark parts that do not add up with subset = true",
                total.count
            );
            c.error(&format!("affected[{n}].count"), message);
        }
    }
}

fn veris_values(c: &mut Checker, v: &Veris) {
    // Without the file the spelling cannot be checked.
    if c.taxonomies.get("action").values.is_empty() {
        return;
    }
    let sides = [("threat_actor", &v.threat_actor), ("action", &v.action), ("attribute", &v.attribute)];
    for (side, groups) in sides {
        for (root, group) in groups {
            let at = format!("veris.{side}.{root}");
            c.key(&at, side, root);
            for (n, variety) in group.variety.iter().enumerate() {
                spelled(c, &format!("{at}.variety[{n}]"), side, &format!("{root}-{}", veris::slug(variety)), variety);
            }
            for (n, vector) in group.vector.iter().enumerate() {
                let key = format!("{root}-{}", veris::slug(vector));
                spelled(c, &format!("{at}.vector[{n}]"), "action_vector", &key, vector);
            }
            for (n, motive) in group.motive.iter().enumerate() {
                spelled(c, &format!("{at}.motive[{n}]"), "motive", &veris::slug(motive), motive);
            }
            if let Some(disclosure) = &group.data_disclosure
                && !["Yes", "Potentially", "No", "Unknown"].contains(&disclosure.as_str())
            {
                c.error(&format!("{at}.data_disclosure"), "use Yes, Potentially, No or Unknown");
            }
        }
    }
    for (n, variety) in v.asset.iter().enumerate() {
        let key = format!("{}-{}", veris::asset_root(variety), veris::slug(variety));
        spelled(c, &format!("veris.asset[{n}]"), "asset", &key, variety);
    }
}

/// A VERIS value is known and spelled exactly as VERIS spells it.
fn spelled(c: &mut Checker, field: &str, taxonomy: &str, key: &str, value: &str) {
    match c.taxonomies.get(taxonomy).get(key) {
        None => c.error(field, format!("{value:?} is no VERIS value here; see taxonomy/veris.toml")),
        Some(term) => {
            if let Some(exact) = term.veris.as_deref().filter(|exact| *exact != value) {
                let message = format!("VERIS spells this {exact:?}; use its spelling");
                c.error(field, message);
            }
        }
    }
}

/// One article.
pub fn article(file: &CaseFile<Article>, taxonomies: &Taxonomies, findings: &mut Vec<Finding>) {
    let a = &file.record;
    let mut c = Checker { document: &file.document, taxonomies, findings };
    c.required_key("article_kind", "article_kind", &a.article_kind);
    c.text("headline", &a.headline);
    c.text("summary", &a.summary);
    c.optional_text("publisher", a.publisher.as_ref());
    c.address("url", a.url.as_ref(), &["http", "https"]);
    c.status(&a.text_status);
    for (n, note) in a.notes.iter().enumerate() {
        c.text(&format!("notes[{n}].heading"), &note.heading);
        c.text(&format!("notes[{n}].text"), &note.text);
    }
    for (n, tool) in a.tools.iter().enumerate() {
        if tool.name.trim().is_empty() {
            c.error(&format!("tools[{n}].name"), "a tool needs its name");
        }
        c.text(&format!("tools[{n}].what"), &tool.what);
        c.optional_text(&format!("tools[{n}].group"), tool.group.as_ref());
        c.address(&format!("tools[{n}].url"), tool.url.as_ref(), &["http", "https"]);
    }
    c.related(&a.related);
    c.changes(&a.changes);
    if a.reviewed.is_none() {
        c.error("reviewed", "the day the record was last checked against its source is missing");
    }
}
