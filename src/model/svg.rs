//! Whether an SVG drawing only draws.
//!
//! A drawing that is opened by itself is a page: it may run scripts, load other files and look like anything. The check
//! is a list of what is allowed, read strictly: whatever this reader does not understand is refused, so that no browser can
//! understand it differently. Drawing programs that write more can export PNG or plain SVG.

/// Elements that only draw (SVG 2, chapters 5 to 14).
const ELEMENTS: &str = "\
    svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath marker \
    linearGradient radialGradient stop clipPath mask pattern style";

/// Namespaces a drawing may declare: names only, which load nothing.
const NAMESPACES: &[&str] =
    &["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"];

/// Whether the bytes are a drawing and nothing else.
pub(super) fn is_inert(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) else { return false };
    // Escape sequences switch the character set in encodings that a prolog or a server may name.
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return false;
    }
    let Some(mut rest) = without_prolog(text) else { return false };
    let mut root = None;
    let mut in_style = false;
    while let Some(start) = rest.find('<') {
        if !is_plain_text(&rest[..start], in_style) {
            return false;
        }
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            let Some(end) = comment.find("-->") else { return false };
            rest = &comment[end + 3..];
            continue;
        }
        let Some((tag, after)) = tag(rest) else { return false };
        let is_known = ELEMENTS.split(' ').any(|known| known == tag.name);
        if !is_known || !tag.attributes.iter().all(|(name, value)| is_plain_attribute(name, value)) {
            return false;
        }
        root.get_or_insert(tag.name);
        in_style = tag.name == "style" && !tag.closes;
        rest = after;
    }
    root == Some("svg") && is_plain_text(rest, false)
}

/// What follows an XML declaration, if there is one; `None` where it names another encoding than UTF-8.
fn without_prolog(text: &str) -> Option<&str> {
    let Some(declaration) = text.strip_prefix("<?xml") else { return Some(text) };
    let end = declaration.find("?>")?;
    let (inside, rest) = (declaration[..end].to_ascii_lowercase(), &declaration[end + 2..]);
    let sound = match inside.split_once("encoding") {
        Some((_, encoding)) => matches!(encoding.trim_start_matches(['=', ' ', '"', '\'']).get(..5), Some("utf-8")),
        None => true,
    };
    sound.then_some(rest)
}

struct Tag<'a> {
    name: &'a str,
    closes: bool,
    attributes: Vec<(&'a str, &'a str)>,
}

/// Reads one tag at the start of `text`, and what follows it. Attributes need quotes, as in all XML.
fn tag(text: &str) -> Option<(Tag<'_>, &str)> {
    let inside = text.strip_prefix('<')?;
    let (closes, inside) = inside.strip_prefix('/').map_or((false, inside), |inside| (true, inside));
    let name_end = inside.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (name, mut rest) = inside.split_at(name_end);
    let mut attributes = Vec::new();
    loop {
        let trimmed = rest.trim_start();
        if let Some(after) = trimmed.strip_prefix("/>") {
            return Some((Tag { name, closes: true, attributes }, after));
        }
        if let Some(after) = trimmed.strip_prefix('>') {
            return Some((Tag { name, closes, attributes }, after));
        }
        if trimmed.len() == rest.len() {
            return None;
        }
        let (key, value) = trimmed.split_once('=')?;
        let key = key.trim_end();
        let sound =
            !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'));
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| sound && matches!(c, '"' | '\''))?;
        let (value, after) = value[1..].split_once(quote)?;
        attributes.push((key, value));
        rest = after;
    }
}

fn is_plain_attribute(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "xmlns" => value == NAMESPACES[0],
        "href" | "xlink:href" => value.starts_with('#') && is_plain_text(value, false),
        name if name.starts_with("xmlns:") => NAMESPACES.contains(&value),
        name if name.contains(':') => matches!(name, "xml:space" | "xml:lang"),
        name => !name.starts_with("on") && !value.contains('<') && is_plain_text(value, true),
    }
}

/// Whether text, or a value that may hold style rules, loads nothing. References to characters could spell what is refused,
/// so only the five of XML itself pass; a backslash does the same in style rules.
fn is_plain_text(text: &str, style: bool) -> bool {
    let references = text
        .split('&')
        .skip(1)
        .all(|rest| ["amp;", "lt;", "gt;", "quot;", "apos;"].iter().any(|known| rest.starts_with(known)));
    if !style {
        return references;
    }
    let lower = text.to_ascii_lowercase();
    let loads = lower.split("url(").skip(1).any(|rest| !rest.trim_start_matches([' ', '"', '\'']).starts_with('#'));
    references
        && !loads
        && !["@", "\\", "javascript:", "expression(", "image-set(", "src("].iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::is_inert;

    fn svg(inner: &str) -> String {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">{inner}</svg>")
    }

    #[test]
    fn drawings_pass() {
        for good in [
            "<path d=\"M0 0\" fill=\"none\"/><text x='1'>Depends on trust &amp; care</text>",
            "<!-- a < b --><g stroke = \"url(#a)\"><use href=\"#b\"/></g>",
            "<style>.a { fill: red; stroke: url('#b') }</style><rect class=\"a\" style=\"fill:red\"/>",
        ] {
            assert!(is_inert(svg(good).as_bytes()), "{good}");
        }
        let prolog = format!("\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", svg(""));
        assert!(is_inert(prolog.as_bytes()));
    }

    #[test]
    fn what_acts_loads_or_hides_does_not() {
        for bad in [
            "<script>x</script>",
            "<s:script xmlns:s=\"http://www.w3.org/2000/svg\">x</s:script>",
            "<g onload=\"x\"/>",
            "<g\nONLOAD = 'x'/>",
            "<g a=\"b\"onclick=\"x\"/>",
            "<g onload=x/>",
            "<a href=\"#x\"/>",
            "<use href=\"javascript:x\"/>",
            "<use href=\"other.svg#x\"/>",
            "<use xlink:href=\"&#35;x\"/>",
            "<foreignObject/>",
            "<image href=\"https://x.example/i.png\"/>",
            "<set attributeName=\"onload\" to=\"x\"/>",
            "<style>@import 'x';</style>",
            "<rect style=\"fill:url(https://x.example)\"/>",
            "<style>a{b:\\75rl(x)}</style>",
            "<g xmlns=\"http://www.w3.org/1999/xhtml\"/>",
            "<![CDATA[<script>x</script>]]>",
            "<?xml-stylesheet href='x'?>",
            "<!DOCTYPE svg [<!ENTITY x 'y'>]>",
            "&x;",
            "<!-- never closed",
            "\u{1b}(J",
        ] {
            assert!(!is_inert(svg(bad).as_bytes()), "{bad}");
        }
        assert!(!is_inert(b"<html xmlns=\"http://www.w3.org/1999/xhtml\"/>"));
        assert!(!is_inert(b"<title>x</title><svg/>"));
        assert!(!is_inert(b"<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?><svg/>"));
        assert!(!is_inert(b"<?xml version=\"1.0\" encoding='utf-7'?><svg/>"));
        assert!(!is_inert(b"plain text") && !is_inert(b"") && !is_inert(b"\xff\xfe<\0"));
    }
}
