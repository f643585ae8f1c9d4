//! Text made safe to stand in HTML: in elements, and in attributes in double quotes.

/// It, made safe.
pub(super) fn escape(written: &str) -> String {
    let mut safe = String::with_capacity(written.len());
    text(&mut safe, written);
    safe
}

/// Writes text, escaped for element content and for attributes in double quotes.
pub(super) fn text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        out.push_str(match from.as_bytes()[0] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &from[1..];
    }
    out.push_str(rest);
}
