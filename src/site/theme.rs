//! Templates, style sheet and script, embedded; and the making of one page from its view.

use std::sync::LazyLock;

use serde::Serialize;
use tera::{Context, Tera};

use super::address::Address;
use super::context::Shared;
use super::link::Linker;
use super::page::Page;
use super::routes;
use super::view::Link;
use crate::base::text::is_turn;
use crate::base::{Error, Result};
use crate::state::{EditionKind, GENERATOR};

/// Files that go into the site beside its pages.
pub(super) static ASSETS: LazyLock<[(&str, Vec<u8>); 2]> = LazyLock::new(|| {
    let style = format!("{}\n{}", include_str!("../../theme/aims.css"), mark_rules(MARKS));
    [("aims.css", style.into_bytes()), ("aims.js", include_bytes!("../../theme/aims.js").to_vec())]
});

macro_rules! templates {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../theme/templates/", $name)))),+]
    };
}

static TEMPLATES: &[(&str, &str)] = templates![
    "base.html",
    "changes.html",
    "document.html",
    "entries.html",
    "findings.html",
    "gathered.html",
    "history.html",
    "in-force.html",
    "index.html",
    "matrix.html",
    "parts.html",
    "record.html",
    "requirement.html",
    "risks.html",
    "sections.html",
    "traceability.html",
];

/// The marks, one `<symbol>` a line.
static MARKS: &str = include_str!("../../theme/marks.svg");

/// The pages that the site's menu leads to.
const MENU: &[(&str, &str)] = &[
    ("Overview", routes::OVERVIEW),
    ("Documents", routes::DOCUMENTS),
    ("Controls", routes::CONTROLS),
    ("Clauses", routes::CLAUSES),
    ("SoA", routes::STATEMENT),
    ("Traceability", routes::TRACEABILITY),
    ("Systems", routes::SYSTEMS),
    ("Risks", routes::RISKS),
    ("Assessments", routes::ASSESSMENTS),
    ("Reviews", routes::REVIEWS),
    ("Changes", routes::CHANGES),
    ("Frameworks", routes::FRAMEWORKS),
    ("Audit", routes::AUDIT),
    ("Findings", routes::FINDINGS),
    ("About", routes::ABOUT),
];

/// The compiled templates.
pub(super) struct Theme {
    tera: &'static Tera,
}

/// What every page says beside its own view.
#[derive(Serialize)]
struct Frame<'a> {
    root: String,
    title: &'a str,
    section: Option<&'a str>,
    main: &'a str,
    menu: Vec<MenuItem>,
    crumbs: Vec<Link>,
    site_title: &'a str,
    organisation: &'a str,
    built: String,
    generator: &'a str,
    revision: Option<&'a str>,
    uncommitted: bool,
    /// Whether drafts are left out.
    approved_only: bool,
}

#[derive(Serialize)]
struct MenuItem {
    text: &'static str,
    href: String,
    here: bool,
}

impl Theme {
    /// Compiles the templates, once for the life of the program.
    pub(super) fn load() -> Result<Self> {
        static COMPILED: LazyLock<std::result::Result<Tera, String>> = LazyLock::new(|| {
            let mut tera = Tera::new();
            tera.add_raw_templates(TEMPLATES.iter().copied()).map_err(|error| error.to_string())?;
            Ok(tera)
        });
        match &*COMPILED {
            Ok(tera) => Ok(Self { tera }),
            Err(error) => Err(Error::new(format!("the built-in templates do not compile: {error}"))),
        }
    }

    /// Renders the page at an address, to which `link` makes links.
    pub(super) fn render(
        &self,
        shared: &Shared<'_>,
        address: Address<'_>,
        link: Linker<'_>,
        page: Page,
    ) -> Result<Vec<u8>> {
        let section = address.section();
        let frame = Frame {
            root: "../".repeat(link.page.matches('/').count()),
            title: &page.title,
            section,
            main: page.main,
            menu: MENU
                .iter()
                .map(|(text, path)| MenuItem { text, href: link.to(path), here: section == Some(*text) })
                .collect(),
            crumbs: crumbs(shared, address, link),
            site_title: &shared.title,
            organisation: &shared.organisation,
            built: shared.today().to_string(),
            generator: GENERATOR,
            revision: shared.revision.as_deref(),
            uncommitted: !shared.state.from_commit,
            approved_only: shared.state.edition == EditionKind::Approved,
        };
        let failed = |error: tera::Error| {
            let mut text = error.to_string();
            let mut cause = std::error::Error::source(&error);
            while let Some(inner) = cause {
                text = format!("{text}: {inner}");
                cause = inner.source();
            }
            Error::new(format!("the page `{}` cannot be made from `{}`: {text}", link.page, page.template))
        };
        let mut context = Context::new();
        context.insert("frame", &frame);
        context.insert_value("view", page.view);
        let html = self.tera.render(page.template, &context).map_err(failed)?;
        Ok(without_controls(html).into_bytes())
    }
}

/// The way to a page, which follows from its address.
fn crumbs(shared: &Shared<'_>, address: Address<'_>, link: Linker<'_>) -> Vec<Link> {
    let (above, here) = address.way(shared);
    if above.is_empty() {
        return Vec::new();
    }
    let above = above.into_iter().map(|(path, text)| Link { href: link.to(&path), text });
    above.chain([Link { href: String::new(), text: here }]).collect()
}

/// Puts U+FFFD in the place of control characters, which a text may hold and HTML may not, and of what turns the direction
/// of writing: pages mark off the texts of others, and such a character would reach beyond the mark.
fn without_controls(html: String) -> String {
    let is_control = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || is_turn(c);
    if html.contains(is_control) { html.replace(is_control, "\u{fffd}") } else { html }
}

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
    fn the_embedded_table_is_the_folder() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("theme");
        let list = |folder: &std::path::Path| {
            let mut names: Vec<String> = std::fs::read_dir(folder)
                .expect("the theme")
                .map(|entry| entry.expect("an entry"))
                .filter(|entry| entry.path().is_file())
                .map(|entry| entry.file_name().to_string_lossy().into_owned())
                .collect();
            names.sort();
            names
        };
        assert_eq!(list(&root.join("templates")), TEMPLATES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        assert_eq!(list(&root), ["aims.css", "aims.js", "marks.svg"]);
    }

    #[test]
    fn templates_compile() {
        Theme::load().expect("templates that compile");
    }

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
