//! QR codes, as the path of an SVG.

use fast_qr::{ECL, QRBuilder};

/// Light modules around the code, which readers need.
pub const QUIET: usize = 4;

/// A code to be drawn black on white.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// Modules along a side, with the quiet zone: the side of the SVG's `viewBox`.
    pub side: usize,
    /// The `d` of its path: one run of dark modules after another.
    pub path: String,
}

/// The code of a text; `None` where it is too long for one (about 2,300 bytes).
pub fn qr(text: &str) -> Option<Qr> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().or_else(|_| QRBuilder::new(text).ecl(ECL::L).build()).ok()?;
    let mut path = String::new();
    for y in 0..code.size {
        let row = &code[y];
        let mut x = 0;
        while x < code.size {
            let start = x;
            while x < code.size && row[x].value() {
                x += 1;
            }
            if x > start {
                path.push_str(&format!("M{} {}h{}v1h-{}z", start + QUIET, y + QUIET, x - start, x - start));
            }
            x += 1;
        }
    }
    Some(Qr { side: code.size + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_fits_and_a_book_does_not() {
        let code = qr("https://example.org/?label=phishing").expect("fits");
        // The finder's upper edge: seven dark modules behind the quiet zone.
        assert!(code.path.starts_with("M4 4h7v1h-7z"));
        assert!(code.side >= 21 + 2 * QUIET);
        assert_eq!(qr(&"x".repeat(4000)), None);
    }
}
