//! `theme`: a team's own look of its site.
//!
//! What stands there comes with the repository, and so from whoever opens a pull request. It decides how pages look, and with a
//! template what they show; it runs nothing, reaches no file but its own, and the page about the site says which files it has.

use std::collections::BTreeMap;

use super::attachments;
use super::file_text::read_text;
use crate::base::text::did_you_mean;
use crate::base::wording::Words;
use crate::base::{DocPath, Result, mark, sha256_hex, tell};
use crate::diag::{Files, Span};
use crate::parse::{OwnTemplate, Problem, ProblemKind, own_template};
use crate::source::{Content, Source};

/// The folder, from that of `aims.toml`.
pub const FOLDER: &str = "theme";

/// The number of the present shapes of views. It grows where a key goes or comes to mean something else; keys that come on
/// top change nothing for templates that are there.
pub const VIEWS: u32 = 1;

/// Templates whose pages may have another main part, or that say something on every page.
pub const TEMPLATES: [&str; 13] = [
    "bottom.html",
    "changes.html",
    "document.html",
    "findings.html",
    "gathered.html",
    "history.html",
    "in-force.html",
    "index.html",
    "requirement.html",
    "risks.html",
    "rules.html",
    "sections.html",
    "top.html",
];

/// Those that stand on every page.
pub const AROUND: [&str; 2] = ["top.html", "bottom.html"];

/// Components of ours that they may use.
pub const COMPONENTS: [&str; 7] = ["datatable", "finding", "legend", "pairs", "parts", "section", "sign"];

/// The style sheet.
const STYLE: &str = "style.css";

/// Names that a logo can have.
const LOGOS: [&str; 4] = ["logo.svg", "logo.png", "logo.jpg", "logo.webp"];

/// What a template or a style sheet may have, in bytes.
const MOST_TEXT: usize = 256 * 1024;

/// What a template for every page may have, and what it may make of one.
pub const MOST_AROUND: usize = 32 * 1024;

/// What a logo or a font may have, in bytes.
const MOST_BYTES: u64 = 1024 * 1024;

/// How many fonts there may be.
const MOST_FONTS: usize = 8;

/// A team's own look of its site; empty where it has none.
#[derive(Debug, Clone, Default)]
pub struct OwnTheme {
    /// The style sheet, which stands behind ours.
    pub style: Option<DocPath>,
    /// The logo, which stands at the head of each page.
    pub logo: Option<DocPath>,
    /// Fonts for the style sheet.
    pub fonts: Vec<DocPath>,
    /// Templates by their names.
    pub templates: BTreeMap<String, OwnTemplate>,
    /// The SHA-256 of each file that is used, in hexadecimal, by its path.
    pub digests: BTreeMap<DocPath, String>,
}

impl OwnTheme {
    /// Files that are published as they are.
    pub fn published(&self) -> impl Iterator<Item = &DocPath> {
        self.style.iter().chain(&self.logo).chain(&self.fonts)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.digests.is_empty()
    }
}

/// Reads what stands below `theme`. What cannot be used is a problem, and is left out.
pub(super) fn read(source: &dyn Source, texts: &mut Files, problems: &mut Vec<(DocPath, Problem)>) -> Result<OwnTheme> {
    let mut reader = ThemeReader { source, texts, problems, theme: OwnTheme::default() };
    let prefix = format!("{FOLDER}/");
    for path in source.files() {
        let Some(inner) = path.as_str().strip_prefix(&prefix) else { continue };
        // A folder of that name may hold documents: they are read as documents.
        if path.is_markdown() {
            continue;
        }
        match inner.strip_prefix("templates/") {
            Some(name) => reader.template(path, name)?,
            None if inner == STYLE => reader.style(path)?,
            None if LOGOS.contains(&inner) => reader.logo(path)?,
            None if path.extension() == "woff2" && !inner.contains('/') => reader.font(path)?,
            // What else lies there has nothing to do with the site.
            None => {
                if let Some(near) = meant(inner) {
                    let help = tell!("Did you mean `{near}`?", near = format!("{prefix}{near}"));
                    reader.wrong(path, tell!("nothing of the site is made with a file of this name"), help);
                }
            }
        }
    }
    Ok(reader.theme)
}

/// What a file was meant to be that is almost one of the look: by capital letters, another type, or another folder.
fn meant(inner: &str) -> Option<String> {
    let lower = inner.to_ascii_lowercase();
    let (folder, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
    let near = |names: &[&'static str]| {
        names.iter().find(|one| **one == name).copied().or_else(|| did_you_mean(name, names.iter().copied()))
    };
    match (name.rsplit_once('.')?.1, folder) {
        ("html" | "htm", "" | "templates") => near(&TEMPLATES).map(|name| format!("templates/{name}")),
        ("css", "") => Some(STYLE.to_owned()),
        ("woff2", _) | ("woff" | "ttf" | "otf" | "eot", "") => Some("NAME.woff2".to_owned()),
        ("svg" | "png" | "ico", "") if name.starts_with("favicon.") => Some(LOGOS[0].to_owned()),
        ("svg" | "png" | "jpg" | "jpeg" | "webp" | "gif", "") if name.starts_with("logo.") => {
            near(&LOGOS).map(str::to_owned)
        }
        _ => None,
    }
}

struct ThemeReader<'a> {
    source: &'a dyn Source,
    texts: &'a mut Files,
    problems: &'a mut Vec<(DocPath, Problem)>,
    theme: OwnTheme,
}

impl ThemeReader<'_> {
    fn wrong(&mut self, path: &DocPath, message: impl Into<Words>, help: impl Into<Words>) {
        let problem = Problem::new(ProblemKind::InvalidTheme, Span::default(), message).help(help);
        self.problems.push((path.clone(), problem));
    }

    fn text(&mut self, path: &DocPath, most: usize) -> Result<Option<String>> {
        let Some(text) = read_text(self.source, path, self.problems)? else { return Ok(None) };
        if text.len() > most {
            let message = tell!("it has {bytes} bytes, and {most} are the most", bytes = text.len(), most);
            self.wrong(path, message, tell!("Leave out what the site does not need."));
            return Ok(None);
        }
        self.texts.add(path.clone(), text.as_str().into());
        Ok(Some(text))
    }

    fn template(&mut self, path: &DocPath, name: &str) -> Result<()> {
        if !TEMPLATES.contains(&name) {
            let help = match did_you_mean(name, TEMPLATES) {
                Some(near) => tell!("Did you mean `{near}`?", near),
                None => tell!("There are {all}.", all = TEMPLATES.join(", ")),
            };
            self.wrong(path, tell!("no page is made with a template `{name}`", name), help);
            return Ok(());
        }
        let is_around = AROUND.contains(&name);
        let most = if is_around { MOST_AROUND } else { MOST_TEXT };
        let Some(text) = self.text(path, most)? else { return Ok(()) };
        if let Some(problem) = other_views(&text) {
            self.problems.push((path.clone(), problem));
            return Ok(());
        }
        match own_template(&text, &COMPONENTS) {
            Ok(OwnTemplate { of_view: Some(at), .. }) if is_around => {
                let message = tell!("`{name}` stands on every page, and not every page has this to show", name);
                let help = tell!(
                    "Show what every page has, such as `frame.title`, or ask first, by `if view.title is defined`. `aims explain {name}` tells what every page has.",
                    name
                );
                self.problems.push((path.clone(), Problem::new(ProblemKind::InvalidTheme, at, message).help(help)));
            }
            Ok(template) => {
                self.theme.templates.insert(name.to_owned(), template);
                self.used(path, text.as_bytes());
            }
            Err(found) => self.problems.extend(found.into_iter().map(|problem| (path.clone(), problem))),
        }
        Ok(())
    }

    fn style(&mut self, path: &DocPath) -> Result<()> {
        let Some(text) = self.text(path, MOST_TEXT)? else { return Ok(()) };
        if let Some((span, told)) = reaches_out(&text) {
            let problem = Problem::new(ProblemKind::InvalidTheme, span, told);
            let help = tell!(
                "A site has to look the same without a network. Put a font beside it, as `theme/NAME.woff2`, and name it by `url(NAME.woff2)`."
            );
            self.problems.push((path.clone(), problem.help(help)));
            return Ok(());
        }
        // What is no UTF-8 is told already; a browser could read it as something else than was looked through here.
        if let Some(bytes) = self.bytes(path)?.filter(|bytes| std::str::from_utf8(bytes).is_ok()) {
            self.theme.style = Some(path.clone());
            self.used(path, &bytes);
        }
        Ok(())
    }

    fn logo(&mut self, path: &DocPath) -> Result<()> {
        if let Some(first) = self.theme.logo.clone() {
            self.wrong(path, tell!("there is another logo, `{first}`", first), tell!("Keep one of them."));
            return Ok(());
        }
        if let Some(bytes) = self.bytes(path)? {
            self.theme.logo = Some(path.clone());
            self.used(path, &bytes);
        }
        Ok(())
    }

    fn font(&mut self, path: &DocPath) -> Result<()> {
        if self.theme.fonts.len() == MOST_FONTS {
            let message = tell!("there are more than {most} fonts", most = MOST_FONTS);
            self.wrong(path, message, tell!("Leave out what the site does not need."));
            return Ok(());
        }
        if let Some(bytes) = self.bytes(path)? {
            self.theme.fonts.push(path.clone());
            self.used(path, &bytes);
        }
        Ok(())
    }

    /// The bytes of a file that is published; `None`, and told, where it is none that may be.
    fn bytes(&mut self, path: &DocPath) -> Result<Option<Vec<u8>>> {
        if path.as_str().ends_with(STYLE) || path.extension() == "woff2" {
            if let Some(filter) = self.source.filter(path)? {
                let message = tell!("the commit has it as the git filter `{filter}` made it", filter);
                self.wrong(path, message, tell!("Commit the file itself."));
                return Ok(None);
            }
        } else if let Some(fault) = attachments::fault(self.source, path)? {
            self.wrong(path, fault.sentence(), fault.remedy());
            return Ok(None);
        }
        match self.source.read(path, MOST_BYTES)? {
            Content::Bytes(bytes) => Ok(Some(bytes)),
            Content::TooLarge(size) => {
                let message = tell!("it has {bytes} bytes, and {most} are the most", bytes = size, most = MOST_BYTES);
                self.wrong(path, message, tell!("Make it smaller."));
                Ok(None)
            }
            Content::Unreadable(why) => {
                self.wrong(path, tell!("it cannot be read: {why}", why), tell!("Put the file itself there."));
                Ok(None)
            }
        }
    }

    fn used(&mut self, path: &DocPath, bytes: &[u8]) {
        self.theme.digests.insert(path.clone(), sha256_hex(bytes));
    }
}

/// Where a template says for which views it was written, as `{# views 1 #}`, and these are others.
fn other_views(text: &str) -> Option<Problem> {
    let inner = text.strip_prefix("{#")?.split_once("#}")?.0;
    let said = inner.trim().strip_prefix("views ")?;
    if said.trim().parse() == Ok(VIEWS) {
        return None;
    }
    let at = Span::new(0, inner.len() + 4);
    let message =
        tell!("it was written for views {said}, and these are views {views}", said = said.trim(), views = VIEWS);
    let help = tell!(
        "`aims explain theme` tells what pages show now. Mend the template, and begin it with `{mark}`.",
        mark = format!("{{# views {VIEWS} #}}")
    );
    Some(Problem::new(ProblemKind::InvalidTheme, at, message).help(help))
}

/// Where a style sheet would load something that is not beside it.
fn reaches_out(text: &str) -> Option<(Span, &'static str)> {
    let (lower, places) = unescaped(text);
    let span = |from: usize, to: usize| Span::new(places[from], places.get(to).copied().unwrap_or(text.len()));
    if let Some(at) = lower.find("@import") {
        return Some((span(at, at + 7), mark!("a style sheet may not use `@import`")));
    }
    let is_beside = |inside: &str| {
        let is_font =
            inside.strip_suffix("woff2").is_some_and(|name| name.ends_with('.')) && !inside.contains(['/', ':', '\\']);
        is_font || LOGOS.contains(&inside) || inside.starts_with("data:image/")
    };
    let mut loads = ["url(", "src("].into_iter().flat_map(|name| lower.match_indices(name)).map(|(at, _)| {
        let inside = lower[at + 4..].split(')').next().unwrap_or("").trim();
        (at, at + 4 + inside.len().min(60), is_beside(inside.trim_matches(['"', '\''])))
    });
    // These take a plain text for an address. Browsers leave out of one what nobody sees, and read `\` as `/`.
    let takes_text = ["image-set(", "image("].iter().any(|name| lower.contains(name));
    let mut texts = lower.match_indices(['"', '\'']).map(|(at, _)| at).filter(|_| takes_text);
    let leads_out = |at: &usize| {
        let inside = lower[at + 1..].split(['"', '\'']).next().unwrap_or("");
        let inside: String = inside.chars().filter(|c| !c.is_control() && *c != ' ').collect();
        ["//", "http:", "https:"].iter().any(|start| inside.replace('\\', "/").starts_with(start))
    };
    let found = loads.find(|(_, _, is_beside)| !is_beside).map(|(from, to, _)| span(from, to));
    let found = found.or_else(|| texts.find(leads_out).map(|from| span(from, from + 1)));
    found.map(|span| (span, mark!("a style sheet may not use files that do not stand beside it")))
}

/// A style sheet in lower case with its escapes read (CSS Syntax, section 4.3.7), and where each byte of that stands.
fn unescaped(text: &str) -> (String, Vec<usize>) {
    let (mut plain, mut places) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
    let mut signs = text.char_indices().peekable();
    while let Some((place, mut sign)) = signs.next() {
        if sign == '\\' {
            let digits = std::iter::from_fn(|| signs.next_if(|(_, sign)| sign.is_ascii_hexdigit())).take(6);
            let digits: String = digits.map(|(_, digit)| digit).collect();
            let next = if digits.is_empty() { signs.next() } else { signs.next_if(|(_, c)| c.is_whitespace()) };
            sign = match u32::from_str_radix(&digits, 16) {
                Ok(number) => char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER),
                Err(_) => next.map_or(' ', |(_, sign)| sign),
            };
        }
        plain.push(sign.to_ascii_lowercase());
        places.resize(plain.len(), place);
    }
    (plain, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn css(text: &str) -> Option<&'static str> {
        reaches_out(text).map(|(_, what)| what)
    }

    #[test]
    fn a_style_sheet_loads_what_stands_beside_it_only() {
        assert_eq!(css("a { color: red } @font-face { src: url( 'x.woff2' ) }"), None);
        assert_eq!(css("a { background: url(logo.svg), url(data:image/png;base64,AA==) }"), None);
        assert_eq!(css("@IMPORT 'x.css';"), Some("a style sheet may not use `@import`"));
        for bad in ["url(https://x.example/a.woff2)", "url(//x/a.woff2)", "URL(../a.woff2)", "url(a.png)", "url("] {
            assert!(css(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn a_file_of_almost_a_name_is_told_and_others_are_let_be() {
        for (inner, near) in [
            ("top.html", "templates/top.html"),
            ("Templates/top.html", "templates/top.html"),
            ("documents.htm", "templates/document.html"),
            ("styles.css", "style.css"),
            ("Style.css", "style.css"),
            ("Logo.svg", "logo.svg"),
            ("logo.jpeg", "logo.jpg"),
            ("favicon.svg", "logo.svg"),
            ("c.woff", "NAME.woff2"),
            ("D.TTF", "NAME.woff2"),
            ("sub/b.woff2", "NAME.woff2"),
        ] {
            assert_eq!(meant(inner).as_deref(), Some(near), "{inner}");
        }
        for inner in ["notes.txt", "photo.png", "assets/main.css", "main.html", "a/top.html", "README", "x.json"] {
            assert_eq!(meant(inner), None, "{inner}");
        }
    }

    #[test]
    fn a_template_of_other_views_is_told() {
        assert_eq!(other_views("{# views 1 #}a"), None);
        assert_eq!(other_views("a"), None);
        assert!(other_views("{# views 2 #}a").is_some_and(|problem| problem.message.english().contains("views 2")));
        assert!(other_views("{# views é #}a").is_some());
    }
}
