//! Templates, style sheet and script, embedded; and the making of one page from its view.

use std::sync::LazyLock;

use serde::Serialize;
use tera::{Context, Tera};

use super::address::{Address, FIXED};
use super::context::Shared;
use super::link::Linker;
use super::page::Page;
use super::pages::TEMPLATES;
use super::view::Link;
use crate::base::text::is_turn;
use crate::base::{Error, Result};
use crate::state::{EditionKind, GENERATOR};

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
    lang: Option<&'a str>,
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
            lang: page.lang.as_deref().filter(|lang| *lang != "en"),
            menu: menu(section, link),
            crumbs: crumbs(shared, address, link),
            site_title: &shared.title,
            organisation: &shared.organisation,
            built: shared.today().to_string(),
            generator: GENERATOR,
            revision: shared.revision.as_deref(),
            uncommitted: !shared.state.from_commit,
            approved_only: shared.state.edition == EditionKind::Approved,
        };
        let mut context = Context::new();
        context.insert("frame", &frame);
        context.insert_value("view", page.view);
        self.put(page.template, &context, link.page).map(String::into_bytes)
    }

    /// Renders a page that belongs to no site, from its view alone.
    pub(super) fn render_alone(&self, template: &str, view: &impl Serialize) -> Result<String> {
        let mut context = Context::new();
        context.insert("view", view);
        self.put(template, &context, template)
    }

    /// Puts what there is into a template. `page` is the page for which that is done.
    fn put(&self, template: &str, context: &Context, page: &str) -> Result<String> {
        let failed = |error: tera::Error| {
            let mut text = error.to_string();
            let mut cause = std::error::Error::source(&error);
            while let Some(inner) = cause {
                text = format!("{text}: {inner}");
                cause = inner.source();
            }
            Error::new(format!("the page `{page}` cannot be made from `{template}`: {text}"))
        };
        self.tera.render(template, context).map(without_controls).map_err(failed)
    }
}

/// The entries of the menu: the first page of each section.
fn menu(section: Option<&str>, link: Linker<'_>) -> Vec<MenuItem> {
    let mut last = None;
    let mut items = Vec::new();
    for page in FIXED.iter().filter(|page| page.section.is_some()) {
        if let Some(text) = page.section.filter(|_| page.section != last) {
            items.push(MenuItem { text, href: link.to(page.path), here: section == Some(text) });
        }
        last = page.section;
    }
    items
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
}
