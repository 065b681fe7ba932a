//! Colours of the charts: the design tokens again, because ECharts draws with values and not with CSS variables.
//!
//! `style/tokens.css` is the master; a test reads it and compares.

/// Light or dark ground.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Shade {
    #[default]
    Light,
    Dark,
}

/// An opaque sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    const fn hex(value: u32) -> Self {
        Self((value >> 16) as u8, (value >> 8) as u8, value as u8)
    }

    /// As CSS writes it: `#a8321f`.
    pub fn css(self) -> String {
        // A chart writes hundreds of them.
        const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
        let mut out = String::with_capacity(7);
        out.push('#');
        for byte in [self.0, self.1, self.2] {
            out.push(DIGITS[usize::from(byte >> 4)]);
            out.push(DIGITS[usize::from(byte & 15)]);
        }
        out
    }

    /// The colour that six digits stand for, as [`Self::css`] writes them behind the `#`.
    pub(super) fn of_css(digits: &str) -> Option<Self> {
        (digits.len() == 6).then(|| u32::from_str_radix(digits, 16).ok().map(Self::hex)).flatten()
    }

    /// This colour over `ground`, `percent` of it.
    pub fn over(self, ground: Rgb, percent: u32) -> Rgb {
        let percent = percent.min(100);
        let mix = |a: u8, b: u8| ((u32::from(a) * percent + u32::from(b) * (100 - percent) + 50) / 100) as u8;
        Rgb(mix(self.0, ground.0), mix(self.1, ground.1), mix(self.2, ground.2))
    }

    /// Relative luminance of WCAG 2, 0 to 1.
    fn luminance(self) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// Contrast of WCAG 2, 1 to 21.
    pub fn contrast(self, other: Rgb) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

/// Colours of one shade, named as in `style/tokens.css`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as the tokens")]
pub struct Palette {
    pub panel: Rgb,
    pub ink: Rgb,
    pub soft: Rgb,
    pub rule: Rgb,
    pub rule_strong: Rgb,
    pub control: Rgb,
    pub accent: Rgb,
    pub on_accent: Rgb,
    /// `--c1` to `--c8`.
    pub groups: [Rgb; 8],
    /// Steps of a heat map, in percent of the accent over the panel, chosen so that a number can be read on each.
    pub heat_steps: [u32; 5],
}

const LIGHT: Palette = Palette {
    panel: Rgb::hex(0xfffdf8),
    ink: Rgb::hex(0x22201c),
    soft: Rgb::hex(0x625c52),
    rule: Rgb::hex(0xe2dccf),
    rule_strong: Rgb::hex(0xcfc7b6),
    control: Rgb::hex(0x857d6f),
    accent: Rgb::hex(0xa8321f),
    on_accent: Rgb::hex(0xfff8f2),
    groups: [
        Rgb::hex(0xa8321f),
        Rgb::hex(0x2f6f8f),
        Rgb::hex(0x8a5a00),
        Rgb::hex(0x6b5b9e),
        Rgb::hex(0x4c7a3d),
        Rgb::hex(0x946085),
        Rgb::hex(0x1f6b66),
        Rgb::hex(0x77706a),
    ],
    heat_steps: [10, 25, 42, 60, 100],
};

const DARK: Palette = Palette {
    panel: Rgb::hex(0x1f1c18),
    ink: Rgb::hex(0xece6da),
    soft: Rgb::hex(0xb0a898),
    rule: Rgb::hex(0x34302a),
    rule_strong: Rgb::hex(0x4a443b),
    control: Rgb::hex(0x8f8677),
    accent: Rgb::hex(0xef8a73),
    on_accent: Rgb::hex(0x2a0f08),
    groups: [
        Rgb::hex(0xef8a73),
        Rgb::hex(0x7fb9d6),
        Rgb::hex(0xe0ad52),
        Rgb::hex(0xb3a4e6),
        Rgb::hex(0x9cc088),
        Rgb::hex(0xd7a3c8),
        Rgb::hex(0x5fb0a8),
        Rgb::hex(0xa79f90),
    ],
    heat_steps: [12, 30, 50, 77, 100],
};

impl Palette {
    /// The colours of a shade.
    pub const fn of(shade: Shade) -> &'static Palette {
        match shade {
            Shade::Light => &LIGHT,
            Shade::Dark => &DARK,
        }
    }

    /// Colour of a label group by its number 1 to 8 in the taxonomy; anything else is the quiet colour of "not stated".
    pub fn group(&self, colour: u8) -> Rgb {
        let slot = usize::from(colour).checked_sub(1);
        slot.and_then(|i| self.groups.get(i)).copied().unwrap_or(self.control)
    }

    /// Ground and text of a heat map's cell: `count` of `most`, both at least 1.
    pub fn heat(&self, count: u32, most: u32) -> (Rgb, Rgb) {
        self.heat_of(self.heat_step(count, most))
    }

    /// The same for all cells of a chart: which is the more legible text is asked once a step.
    pub fn heats(&self, most: u32) -> impl Fn(u32) -> (Rgb, Rgb) {
        let steps: Vec<(Rgb, Rgb)> = (0..self.heat_steps.len()).map(|step| self.heat_of(step)).collect();
        move |count| steps[self.heat_step(count, most)]
    }

    fn heat_step(&self, count: u32, most: u32) -> usize {
        let steps = self.heat_steps.len() as u64;
        (u64::from(count) * steps).div_ceil(u64::from(most.max(1))).clamp(1, steps) as usize - 1
    }

    fn heat_of(&self, step: usize) -> (Rgb, Rgb) {
        let ground = self.accent.over(self.panel, self.heat_steps[step]);
        (ground, self.text_on(ground))
    }

    /// The better legible of ink and its opposite.
    fn text_on(&self, ground: Rgb) -> Rgb {
        if self.ink.contrast(ground) >= self.on_accent.contrast(ground) { self.ink } else { self.on_accent }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: &str = include_str!("../../style/tokens.css");

    /// Value of a token inside the first block that opens with `selector`.
    fn token(selector: &str, name: &str) -> String {
        let block = TOKENS.split_once(&format!("{selector} {{")).expect(selector).1.split_once('}').expect("a block").0;
        let line = block.lines().find_map(|l| l.trim().strip_prefix(&format!("--{name}:")));
        line.unwrap_or_else(|| panic!("{selector} has no --{name}")).trim().trim_end_matches(';').to_owned()
    }

    #[test]
    fn palettes_equal_the_design_tokens() {
        for (shade, selectors) in [
            (Shade::Light, [":root"].as_slice()),
            (Shade::Dark, &[":root:not([data-theme=\"light\"])", ":root[data-theme=\"dark\"]"]),
        ] {
            let p = Palette::of(shade);
            let mut named = vec![
                ("panel", p.panel),
                ("ink", p.ink),
                ("soft", p.soft),
                ("rule", p.rule),
                ("rule-strong", p.rule_strong),
                ("control", p.control),
                ("accent", p.accent),
                ("on-accent", p.on_accent),
            ];
            named.extend(["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"].into_iter().zip(p.groups));
            for selector in selectors {
                for (name, colour) in &named {
                    assert_eq!(colour.css(), token(selector, name), "{shade:?} --{name} in {selector}");
                }
            }
        }
    }

    #[test]
    fn marks_and_text_have_contrast_in_both_shades() {
        for shade in [Shade::Light, Shade::Dark] {
            let p = Palette::of(shade);
            for (i, colour) in p.groups.iter().enumerate() {
                assert!(colour.contrast(p.panel) >= 3.0, "{shade:?} group {}", i + 1);
            }
            assert!(p.control.contrast(p.panel) >= 3.0);
            for text in [p.ink, p.soft] {
                assert!(text.contrast(p.panel) >= 4.5);
            }
            for step in 1..=5 {
                let (ground, text) = p.heat(step, 5);
                assert!(text.contrast(ground) >= 4.5, "{shade:?} step {step}: {:.2}", text.contrast(ground));
            }
        }
    }

    /// L*a*b* of a linear colour (D65).
    fn lab([r, g, b]: [f64; 3]) -> [f64; 3] {
        let f = |t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
        let x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
        let y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
        let z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// The simulation of Machado, Oliveira and Fernandes (2009) at full severity, on linear colours.
    const SIMULATIONS: [(&str, [[f64; 3]; 3]); 4] = [
        ("all colours", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        (
            "protanopia",
            [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        ),
        (
            "deuteranopia",
            [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        ),
        (
            "tritanopia",
            [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
        ),
    ];

    /// No two label groups become one for a colour-blind eye, and those that lie next to each other in a stack stay
    /// further apart. What is near in colour has another pattern as well (`option::pattern`).
    #[test]
    fn groups_stay_apart_for_colour_blind_eyes() {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        for shade in [Shade::Light, Shade::Dark] {
            for (name, matrix) in SIMULATIONS {
                let seen = Palette::of(shade).groups.map(|Rgb(r, g, b)| {
                    let c = [linear(r), linear(g), linear(b)];
                    lab(matrix.map(|row| row.iter().zip(c).map(|(m, c)| m * c).sum::<f64>().clamp(0.0, 1.0)))
                });
                for a in 0..8 {
                    for b in a + 1..8 {
                        let apart = seen[a].iter().zip(seen[b]).map(|(x, y)| (x - y).powi(2)).sum::<f64>().sqrt();
                        // 2.3 is what an eye just notices.
                        let least = if b == a + 1 { 6.0 } else { 3.5 };
                        assert!(apart >= least, "{shade:?} {name}: groups {} and {}: {apart:.1}", a + 1, b + 1);
                    }
                }
            }
        }
    }

    #[test]
    fn heat_grows_with_the_count() {
        let p = Palette::of(Shade::Light);
        assert_eq!(p.heat(100, 100).0, p.accent);
        assert_eq!(p.heat(1, 100).0, p.accent.over(p.panel, 10));
        assert_eq!(p.heat(21, 100).0, p.accent.over(p.panel, 25));
        assert_eq!(p.heat(1, 0).0, p.accent, "no most: no division by zero");
    }
}
