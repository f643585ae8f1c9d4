//! Templates, style sheet and script, embedded; and the making of one page from its view.

use std::sync::LazyLock;

use serde::Serialize;
use tera::{Context, Tera};

use super::address::Address;
use super::contents;
use super::context::Shared;
use super::link::Linker;
use super::nav::Nav;
use super::page::Page;
use super::pages::TEMPLATES;
use super::sheet::Sheet;
use super::turn::Turn;
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
    main: &'a str,
    lang: Option<&'a str>,
    /// The way around, as HTML.
    nav: String,
    crumbs: Vec<Link>,
    /// What stands before and after.
    turn: Turn,
    /// What is said on paper.
    sheet: Sheet,
    site_title: &'a str,
    organisation: &'a str,
    built: String,
    generator: &'a str,
    revision: Option<&'a str>,
    uncommitted: bool,
    /// Whether drafts are left out.
    approved_only: bool,
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

    /// Renders the page at an address, to which `link` makes links, with the way around the site.
    pub(super) fn render(
        &self,
        shared: &Shared<'_>,
        address: Address<'_>,
        link: Linker<'_>,
        page: Page,
        nav: &Nav<'_>,
    ) -> Result<Vec<u8>> {
        let root = "../".repeat(link.page.matches('/').count());
        let frame = Frame {
            title: &page.title,
            main: page.main,
            lang: page.lang.as_deref().filter(|lang| *lang != "en"),
            nav: nav.write(shared, address, &root),
            crumbs: crumbs(shared, address, link),
            turn: Turn::of(shared, address, link),
            sheet: Sheet::of(shared, address, &page.title),
            root,
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
        self.put(page.template, &context, link.page).map(|html| contents::put(html).into_bytes())
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
        assert_eq!(list(&root), ["aims.css", "aims.js", "favicon.svg", "marks.svg", "search.js"]);
    }

    #[test]
    fn templates_compile() {
        Theme::load().expect("templates that compile");
    }
}
