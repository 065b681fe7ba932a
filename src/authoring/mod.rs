//! From authoring files to a casebook: reads every file, says everything that is wrong in one run.
//!
//! Pure: files come in as text, findings go out. Host only; the browser never sees an authoring file.

mod check;
mod document;
mod template;

use std::{collections::BTreeMap, fmt};

pub use check::DenyList;
pub use document::Document;
pub use template::case_template;

use crate::{
    dataset::{Casebook, CuratedView, Dataset},
    model::{
        Article, Incident, Taxonomies, Text,
        incident::Kind,
        taxonomy::{Alias, Taxonomy, Term, WordGroup},
    },
};

/// One authoring file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path below the data folder, `/` between its parts: `cases/2023/2023-344.toml`.
    pub path: String,
    /// Its content.
    pub text: String,
}

impl SourceFile {
    /// A file's bytes as text. Bytes that are not UTF-8 become U+FFFD and a finding, so that the rest is checked too.
    pub fn from_bytes(path: String, bytes: Vec<u8>) -> (Self, Option<Finding>) {
        let error = match String::from_utf8(bytes) {
            Ok(text) => return (Self { path, text }, None),
            Err(error) => error,
        };
        let sound = error.utf8_error().valid_up_to();
        let finding = Finding {
            file: path.clone(),
            line: 1 + error.as_bytes()[..sound].iter().filter(|b| **b == b'\n').count(),
            field: "file".into(),
            message: "the bytes here are not UTF-8; save the file as UTF-8".into(),
            level: Level::Error,
        };
        (Self { path, text: String::from_utf8_lossy(error.as_bytes()).into_owned() }, Some(finding))
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The casebook must not be packed.
    Error,
    /// Worth a look.
    Warning,
}

/// One thing that is wrong, where it stands and what to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// File below the data folder.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Field, `affected[1].count`.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
    /// How bad it is.
    pub level: Level,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = if self.level == Level::Warning { "warning: " } else { "" };
        write!(f, "{}:{}: {}: {level}{}", self.file, self.line, self.field, self.message)
    }
}

/// A record as authored: the value, and where each of its fields stands.
#[derive(Clone, Debug)]
pub struct CaseFile<T> {
    /// Where it was read.
    pub document: Document,
    /// What could be read of it.
    pub record: T,
}

/// What all files together gave.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The casebook; whole only when there is no error among the findings.
    pub dataset: Dataset,
    /// Everything that is wrong, by file and line.
    pub findings: Vec<Finding>,
}

impl Reading {
    /// Number of findings that forbid packing.
    pub fn errors(&self) -> usize {
        self.findings.iter().filter(|f| f.level == Level::Error).count()
    }
}

/// Reads and checks a whole casebook.
pub fn read(files: &[SourceFile]) -> Reading {
    read_denying(files, &DenyList::default())
}

/// As [`read`], with names that must not stand in any text of any file.
pub fn read_denying(files: &[SourceFile], deny: &DenyList) -> Reading {
    let mut findings = Vec::new();
    let mut casebook = None;
    let mut vocabularies = Vec::new();
    let mut support = Vec::new();
    let mut synonyms = Vec::new();
    let mut incidents: Vec<CaseFile<Incident>> = Vec::new();
    let mut articles: Vec<CaseFile<Article>> = Vec::new();
    let mut views: Vec<CaseFile<CuratedView>> = Vec::new();
    let mut files: Vec<&SourceFile> = files.iter().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    for file in files {
        let mut parts = file.path.split('/');
        let (folder, stem) = (parts.next().unwrap_or_default(), stem(&file.path));
        if !file.path.ends_with(".toml") {
            continue;
        }
        let mut document = Document::parse(file, &mut findings);
        deny.check(&document, &mut findings);
        match folder {
            "casebook.toml" => casebook = Some((document.read::<Casebook>(&mut findings), document)),
            "taxonomy" if stem == "synonyms" => {
                synonyms = document.read::<SynonymsFile>(&mut findings).group;
            }
            "taxonomy" if stem == "label" => {
                support = document.read::<SupportFile>(&mut findings).value;
                vocabularies.push((document.read::<TaxonomyFile>(&mut findings), document));
            }
            "taxonomy" => vocabularies.push((document.read::<TaxonomyFile>(&mut findings), document)),
            "cases" => {
                document.set("id", stem);
                let record: Incident = document.read(&mut findings);
                incidents.push(CaseFile { record: Incident { kind: Kind::Incident, ..record }, document });
            }
            "articles" => {
                document.set("id", stem);
                let record: Article = document.read(&mut findings);
                articles.push(CaseFile { record: Article { kind: Kind::Article, ..record }, document });
            }
            "views" => {
                document.set("slug", stem);
                let record: CuratedView = document.read(&mut findings);
                views.push(CaseFile { record, document });
            }
            _ => {}
        }
    }
    let taxonomies = taxonomies(&vocabularies, synonyms);
    match &casebook {
        Some((_, document)) if document.is_broken() => {}
        Some((casebook, document)) => check::casebook(casebook, document, &mut findings),
        None => findings.push(Finding {
            file: "casebook.toml".into(),
            line: 1,
            field: "casebook".into(),
            message: "this file is missing; it names the casebook, its licence and its inclusion rule".into(),
            level: Level::Error,
        }),
    }
    for (file, document) in vocabularies.iter().filter(|(_, d)| !d.is_broken()) {
        check::taxonomy(file, document, &taxonomies, &mut findings);
        if file.taxonomy.key == "label" {
            check::support(&support, document, &taxonomies, &mut findings);
        }
    }
    check::ids(&incidents, &articles, &mut findings);
    let known = check::KnownNames::of(incidents.iter().map(|case| &case.record));
    for case in incidents.iter().filter(|c| !c.document.is_broken()) {
        check::incident(case, &taxonomies, &support, &known, &mut findings);
    }
    for article in articles.iter().filter(|a| !a.document.is_broken()) {
        check::article(article, &taxonomies, &mut findings);
    }
    let mut dataset = Dataset::new(
        casebook.map(|(c, _)| c).unwrap_or_default(),
        taxonomies,
        incidents.into_iter().map(|c| c.record).collect(),
        articles.into_iter().map(|c| c.record).collect(),
    );
    for view in views.iter().filter(|v| !v.document.is_broken()) {
        check::view(view, &dataset.taxonomies, &mut findings);
    }
    dataset.views = views.into_iter().map(|v| v.record).collect();
    findings.sort();
    findings.dedup();
    Reading { dataset, findings }
}

/// The file's name without folder and ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".toml").unwrap_or(name)
}

#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct TaxonomyHead {
    key: String,
    name: Text,
    explain: Text,
    licence: Option<String>,
}

/// A file of `taxonomy/`.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct TaxonomyFile {
    taxonomy: TaxonomyHead,
    value: Vec<Term>,
    alias: Vec<Alias>,
}

/// What the types of `taxonomy/label.toml` rest on; only the checks know it.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
struct SupportFile {
    value: Vec<check::Support>,
}

#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct SynonymsFile {
    #[serde(rename = "taxonomy")]
    _head: TaxonomyHead,
    group: Vec<WordGroup>,
}

/// One vocabulary a file; a file whose values name a `dimension` (VERIS) gives one vocabulary for each.
fn taxonomies(files: &[(TaxonomyFile, Document)], synonyms: Vec<WordGroup>) -> Taxonomies {
    let mut by_key = BTreeMap::new();
    for (file, document) in files {
        let head = &file.taxonomy;
        if document.is_broken() {
            // Its keys cannot be checked; that it is empty says so.
            by_key.insert(stem(document.path()).to_owned(), Taxonomy::default());
            continue;
        }
        if file.value.iter().all(|v| v.dimension.is_none()) {
            let vocabulary = Taxonomy::new(
                &head.key,
                head.name.clone(),
                head.explain.clone(),
                file.value.clone(),
                file.alias.clone(),
            );
            by_key.insert(head.key.clone(), vocabulary);
            continue;
        }
        let mut split: BTreeMap<&str, Vec<Term>> = BTreeMap::new();
        for value in &file.value {
            split.entry(value.dimension.as_deref().unwrap_or(&head.key)).or_default().push(value.clone());
        }
        for (key, values) in split {
            let vocabulary = Taxonomy::new(key, head.name.clone(), head.explain.clone(), values, Vec::new());
            by_key.insert(key.to_owned(), vocabulary);
        }
    }
    Taxonomies { by_key, synonyms }
}
