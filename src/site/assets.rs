//! Files that go into the site beside its pages: the style sheet with the shapes of the marks, the scripts, the serif with its
//! licence, and the sign of the site among the tabs of a browser.

use std::sync::LazyLock;

use super::worded::scripts;

/// Files that go into the site beside its pages.
pub(super) static ASSETS: LazyLock<[(&str, Vec<u8>); 10]> = LazyLock::new(|| {
    let style = format!("{}{}", include_str!("../../theme/fonts/faces.css"), style());
    [
        ("aims.css", style.into_bytes()),
        ("aims.js", include_bytes!("../../theme/aims.js").to_vec()),
        ("compare.js", include_bytes!("../../theme/compare.js").to_vec()),
        ("favicon.svg", include_bytes!("../../theme/favicon.svg").to_vec()),
        ("fonts/OFL.txt", include_bytes!("../../theme/fonts/OFL.txt").to_vec()),
        ("fonts/aims-serif-ext-italic.woff2", include_bytes!("../../theme/fonts/aims-serif-ext-italic.woff2").to_vec()),
        ("fonts/aims-serif-ext.woff2", include_bytes!("../../theme/fonts/aims-serif-ext.woff2").to_vec()),
        ("fonts/aims-serif-italic.woff2", include_bytes!("../../theme/fonts/aims-serif-italic.woff2").to_vec()),
        ("fonts/aims-serif.woff2", include_bytes!("../../theme/fonts/aims-serif.woff2").to_vec()),
        ("search.js", include_bytes!("../../theme/search.js").to_vec()),
    ]
});

/// The bytes of one of them, with its words in what is spoken.
pub(super) fn bytes(place: usize) -> Option<Vec<u8>> {
    let (name, bytes) = ASSETS.get(place)?;
    // Every page loads this one, and before any other.
    let words = if *name == "aims.js" { scripts() } else { String::new() };
    Some([words.as_bytes(), bytes].concat())
}

/// The style sheet without the fonts that stand beside it: for a page that is alone.
pub(super) fn style() -> String {
    format!("{}\n{}", include_str!("../../theme/aims.css"), mark_rules(MARKS))
}

/// The marks, one `<symbol>` a line.
static MARKS: &str = include_str!("../../theme/marks.svg");

/// A rule of the style sheet for each mark, with its shape: `file://` allows no marks in a file of their own, and in each page
/// they would be a tenth of it.
fn mark_rules(marks: &str) -> String {
    let rule = |line: &str| {
        let (name, rest) = line.split_once("<symbol id=\"_m-")?.1.split_once('"')?;
        let (attributes, inner) = rest.strip_suffix("</symbol>")?.split_once('>')?;
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\"{attributes}>{inner}</svg>");
        // Only the shape counts; the colour is that of the sign.
        let svg = svg.replace('"', "'").replace("currentColor", "black");
        let encoded = svg.replace('%', "%25").replace('#', "%23").replace('<', "%3C").replace('>', "%3E");
        Some(format!(".is-{name} {{ --m: url(\"data:image/svg+xml,{encoded}\"); }}\n"))
    };
    marks.lines().filter_map(rule).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_has_its_rule() {
        let rules = mark_rules(MARKS);
        assert_eq!(rules.lines().count(), MARKS.matches("<symbol ").count());
        assert!(
            rules
                .contains(".is-gap { --m: url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox=")
        );
        assert!(!rules.contains(['<', '#']) && rules.lines().all(|rule| rule.matches('"').count() == 2), "{rules}");
    }
}
