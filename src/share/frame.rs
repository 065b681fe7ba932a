//! HTML that shows a view on another site.

use std::fmt::Write;

/// A frame to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Site's root, ending in `/`.
    pub root: &'a str,
    /// Address of what is shown.
    pub address: &'a str,
    /// What a screen reader calls it.
    pub title: &'a str,
    /// Height until the content says its own, in CSS pixels.
    pub height: u32,
    /// Whether the frame follows the height of what is in it (`height.js`).
    pub grows: bool,
}

/// As an `<iframe>`.
pub fn snippet(frame: &Frame) -> String {
    let mut out = format!(
        "<iframe src=\"{}\" title=\"{}\" loading=\"lazy\" allow=\"clipboard-write; web-share; fullscreen\" style=\"width:100%;border:0\" height=\"{}\"></iframe>\n",
        escape(frame.address),
        escape(frame.title),
        frame.height
    );
    if frame.grows {
        // Writing to a `String` cannot fail.
        let _ = writeln!(out, "<script src=\"{}height.js\" defer></script>", escape(frame.root));
    }
    out
}

/// As the custom element of `embed.js`, which always follows the height.
pub fn element(frame: &Frame) -> String {
    let query = frame.address.split_once('?').map_or("", |(_, query)| query);
    format!(
        "<script type=\"module\" src=\"{}embed.js\"></script>\n<jikenbo-view query=\"{}\" frame-title=\"{}\" height=\"{}\"></jikenbo-view>\n",
        escape(frame.root),
        escape(query),
        escape(frame.title),
        frame.height
    )
}

/// `& < > "` as references: right in text and in double-quoted attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_no_markup() {
        let frame = Frame {
            root: "https://x.org/",
            address: "https://x.org/?q=a&ui=none",
            title: "\"><script>",
            height: 600,
            grows: true,
        };
        assert_eq!(
            snippet(&frame),
            "<iframe src=\"https://x.org/?q=a&amp;ui=none\" title=\"&quot;&gt;&lt;script&gt;\" loading=\"lazy\" allow=\"clipboard-write; web-share; fullscreen\" style=\"width:100%;border:0\" height=\"600\"></iframe>\n<script src=\"https://x.org/height.js\" defer></script>\n"
        );
        assert!(element(&frame).contains("<jikenbo-view query=\"q=a&amp;ui=none\" frame-title=\"&quot;&gt;"));
    }
}
