//! Names that must not stand anywhere: a list kept outside the repository, since it would be what it forbids.

use crate::{
    authoring::{Document, Finding, Level},
    text::fold,
};

/// Names of private persons, folded as search folds: width, case, kana, old forms of kanji and white space do not matter.
#[derive(Clone, Debug, Default)]
pub struct DenyList(Vec<Name>);

#[derive(Clone, Debug)]
struct Name {
    printed: String,
    folded: String,
    /// Written in Latin letters: found as whole words only.
    latin: bool,
}

impl DenyList {
    /// Reads a list: one name a line; empty lines and what stands behind `#` are passed over. Names of one character,
    /// which would be found in half of all texts, come back as findings of the file `path`.
    pub fn parse(path: &str, text: &str) -> (Self, Vec<Finding>) {
        let (mut names, mut findings) = (Vec::new(), Vec::new());
        for (n, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let printed = line.split('#').next().unwrap_or_default().trim();
            if printed.is_empty() {
                continue;
            }
            let latin = printed.is_ascii();
            let folded = folded(printed, latin);
            if folded.chars().count() < 2 {
                findings.push(Finding {
                    file: path.to_owned(),
                    line: n + 1,
                    field: "name".into(),
                    message: format!("{printed:?} is too short to look for; write the whole name"),
                    level: Level::Error,
                });
                continue;
            }
            names.push(Name { printed: printed.to_owned(), folded, latin });
        }
        (Self(names), findings)
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One finding for each name in each text of a file, whatever the field.
    pub fn check(&self, document: &Document, findings: &mut Vec<Finding>) {
        if self.is_empty() {
            return;
        }
        document.each_text(&mut |field, text| {
            let (close, words) = (folded(text, false), folded(text, true));
            for name in &self.0 {
                let found = if name.latin { is_word(&words, &name.folded) } else { close.contains(&name.folded) };
                if found {
                    let message = format!(
                        "{:?} is on the deny list; private persons are not named, take the name out",
                        name.printed
                    );
                    findings.push(document.finding(field, message));
                }
            }
        });
    }
}

/// The form in which names are compared; without white space, or with one space between Latin words.
fn folded(text: &str, words: bool) -> String {
    let folded = fold(text);
    if words {
        folded.plain().to_owned()
    } else {
        folded.plain().chars().filter(|c| !matches!(c, ' ' | '・')).collect()
    }
}

fn is_word(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        !letter(text[..at].chars().next_back()) && !letter(text[at + name.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::SourceFile;

    fn found(list: &str, toml: &str) -> Vec<String> {
        let mut findings = Vec::new();
        let file = SourceFile { path: "cases/2024/2024-001.toml".into(), text: toml.into() };
        let document = Document::parse(&file, &mut findings);
        let (list, wrong) = DenyList::parse("names.txt", list);
        findings.extend(wrong);
        list.check(&document, &mut findings);
        findings.sort();
        findings.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_name_is_found_in_any_field_however_it_is_written() {
        let toml = "title = \"校長 架空　花子 のお詫び\"\n[[response]]\nja = \"ｶｸｳ・ハナコが説明した\"\nen = \"Hanako KAKU explained\"\n";
        let found = found("# heads of schools\n架空花子 # invented\nカクウ ハナコ\n\nHanako Kaku\n", toml);
        let at = "cases/2024/2024-001.toml";
        let message = "is on the deny list; private persons are not named, take the name out";
        assert_eq!(
            found,
            [
                format!("{at}:1: title: \"架空花子\" {message}"),
                format!("{at}:3: response[0].ja: \"カクウ ハナコ\" {message}"),
                format!("{at}:4: response[0].en: \"Hanako Kaku\" {message}"),
            ]
        );
    }

    #[test]
    fn other_words_are_no_names() {
        let toml = "title = \"架空の花子\"\n[summary]\nja = \"花\"\nen = \"hanakokaku, Hanako Kakura\"\n";
        assert_eq!(found("架空花子\nHanako Kaku\n", toml), Vec::<String>::new());
        assert_eq!(found("", toml), Vec::<String>::new());
        assert_eq!(found("花\n", toml), ["names.txt:1: name: \"花\" is too short to look for; write the whole name"]);
    }
}
