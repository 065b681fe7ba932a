//! Views that a reader keeps under a name: on the device, in a file, as lines of links.

use serde::{Deserialize, Serialize};

use crate::url::{self, MAX_TITLE_CHARS, ViewState, plain_words, query_of_link};

/// Name of the file's shape; it changes when a reader of the old one would break.
pub const SCHEMA: &str = "jikenbo-views-1";

/// Most views that are kept.
pub const MOST: usize = 200;

/// One kept view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// What its owner calls it.
    pub name: String,
    /// What stands behind `?`, as [`url::write`] writes it.
    pub query: String,
}

#[derive(Serialize, Deserialize)]
struct File {
    schema: String,
    views: Vec<SavedView>,
}

impl SavedView {
    /// A view under a name; without one its title, what it is in the caller's `words`, its search or its query is the name.
    pub fn new(name: &str, words: &str, state: &ViewState) -> Self {
        let query = url::write(state);
        let name = [name, &state.title, words, &state.q, &query].map(|n| plain_words(n, MAX_TITLE_CHARS).0);
        let name = name.into_iter().find(|n| !n.is_empty()).unwrap_or_else(|| "*".to_owned());
        Self { name, query }
    }
}

/// All views as the text of a file.
pub fn write(views: &[SavedView]) -> String {
    let file = File { schema: SCHEMA.to_owned(), views: views.to_vec() };
    // A struct of strings always has a JSON form.
    serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
}

/// Reads what [`write`] wrote, or links, one a line; every query is read and written anew, so that nothing but our own
/// keys gets in. Empty where there is no view in it.
pub fn read(text: &str) -> Vec<SavedView> {
    if let Ok(file) = serde_json::from_str::<File>(text) {
        return match file.schema == SCHEMA {
            true => {
                file.views.iter().map(|v| SavedView::new(&v.name, "", &url::parse(&v.query).0)).take(MOST).collect()
            }
            false => Vec::new(),
        };
    }
    let mut out: Vec<SavedView> = Vec::new();
    for line in text.lines().map(str::trim).filter(|l| l.contains("://")).take(MOST) {
        let start = line.find("://").and_then(|at| line[..at].rfind(char::is_whitespace)).map_or(0, |at| at + 1);
        let state = url::parse(query_of_link(&line[start..])).0;
        out.push(SavedView::new(line[..start].trim(), "", &state));
    }
    out
}

/// Adds views to a list; one of the same name and query is there already.
pub fn add(list: &mut Vec<SavedView>, new: Vec<SavedView>) {
    for view in new {
        if !list.contains(&view) && list.len() < MOST {
            list.push(view);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(query: &str) -> ViewState {
        url::parse(query).0
    }

    #[test]
    fn what_is_written_reads_back() {
        let views = vec![
            SavedView::new("来週の研修", "フィッシング", &state("label=phishing&title=研修")),
            SavedView::new("", "フィッシング", &state("label=phishing")),
            SavedView::new("", "", &state("q=誤送信")),
            SavedView::new("", "", &ViewState::default()),
        ];
        let names: Vec<_> = views.iter().map(|v| v.name.as_str()).collect();
        assert_eq!(names, ["来週の研修", "フィッシング", "誤送信", "*"]);
        assert_eq!(read(&write(&views)), views);
    }

    #[test]
    fn links_are_read_line_by_line() {
        let text = "来週の研修 https://x.org/j/?label=phishing&actor=A\n\nhttps://x.org/j/?title=T&q=a\nno link here\n";
        let views = read(text);
        assert_eq!(
            views,
            [
                SavedView { name: "来週の研修".into(), query: "label=phishing".into() },
                SavedView { name: "T".into(), query: "q=a&title=T".into() },
            ]
        );
    }

    #[test]
    fn another_shape_gives_nothing() {
        for text in ["", "{}", "[]", "{\"schema\":\"jikenbo-views-9\",\"views\":[]}", "words"] {
            assert_eq!(read(text), []);
        }
    }

    #[test]
    fn nothing_is_kept_twice() {
        let one = SavedView::new("a", "", &state("q=a"));
        let mut list = vec![one.clone()];
        add(&mut list, vec![one.clone(), SavedView::new("b", "", &state("q=a"))]);
        assert_eq!(list.len(), 2);
    }
}
