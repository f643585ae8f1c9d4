//! Of which type a file is, by its name: what browsers are to take it for, and nothing else.

/// The media type of a file. What is not known is bytes to be kept, never something to be run.
pub(super) fn of(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "webmanifest" => "application/json; charset=utf-8",
        "atom" => "application/atom+xml; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        // Most have no type of their own that a browser would show.
        "txt" | "md" | "markdown" | "toml" | "yaml" | "yml" | "sig" | "log" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        _ if name == "allowed_signers" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_follows_from_the_end_of_a_name() {
        for (path, kind) in [
            ("index.html", "text/html; charset=utf-8"),
            ("a/b.CSV", "text/csv; charset=utf-8"),
            ("assets/flow.svg", "image/svg+xml"),
            ("a.html/b", "application/octet-stream"),
            ("x.exe", "application/octet-stream"),
            ("", "application/octet-stream"),
        ] {
            assert_eq!(of(path), kind, "{path}");
        }
    }
}
