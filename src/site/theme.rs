//! Templates, style sheet and script, embedded; and the making of one page from its view.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use tera::{Context, Tera};

use super::address::Address;
use super::contents;
use super::context::Shared;
use super::days;
use super::ids;
use super::link::Linker;
use super::nav::Nav;
use super::own::OwnTemplates;
use super::page::Page;
use super::pages::TEMPLATES;
use super::sheet::Sheet;
use super::terms;
use super::turn::Turn;
use super::view::Link;
use super::worded;
use crate::base::text::is_turn;
use crate::base::wording::{self, Language};
use crate::base::{DocPath, Error, Result, say};
use crate::model::own_theme::OwnTheme;
use crate::state::{EditionKind, GENERATOR};

/// The compiled templates, ours and the team's own.
pub(super) struct Theme {
    tera: Arc<Tera>,
    own: Option<OwnTemplates>,
}

/// What a team's own look adds to a page.
#[derive(Default, Serialize)]
struct OwnLook {
    /// Where its style sheet is.
    style: Option<String>,
    /// Where its logo is.
    logo: Option<String>,
    /// What stands above the main part, and what at the foot, as HTML.
    top: String,
    bottom: String,
    /// Whether anything of the page comes from a template of the team's.
    templates: bool,
}

/// The template of ours around a main part of the team's.
const OWN: &str = "own.html";

/// What every page says beside its own view.
#[derive(Serialize)]
struct Frame<'a> {
    root: String,
    title: &'a str,
    main: &'a str,
    lang: Option<&'a str>,
    /// The language of what stands around the texts.
    interface: &'a str,
    /// The way around, as HTML.
    nav: String,
    crumbs: Vec<Link>,
    /// What stands before and after.
    turn: Turn,
    /// What is said on paper.
    sheet: Sheet,
    site_title: &'a str,
    organisation: &'a str,
    /// The day of the build as ISO 8601 has it, and as the language writes it.
    built: String,
    built_said: String,
    generator: &'a str,
    revision: Option<&'a str>,
    uncommitted: bool,
    /// That the commit is younger than the day of the build, where it is.
    ahead: Option<String>,
    /// What readers from whom documents are withheld have to know of what seems to be missing.
    partial: Option<&'static str>,
    /// Whether drafts are left out.
    approved_only: bool,
    /// The commit whose settings say who may sign, where somebody chose one.
    trusted: Option<&'a str>,
}

/// What is said on every page of a site that does not hold all there is.
fn partial(shared: &Shared<'_>) -> Option<&'static str> {
    let told = match shared.is_partial() {
        true => say!(
            "This site holds what everybody may read, and its numbers are of that alone. What seems to be missing here may be kept from these readers; rungs and gaps are not told."
        ),
        false => say!(
            "Rungs, gaps and numbers are about what the people of the organisation may read. What seems to be missing here may be kept from these readers."
        ),
    };
    shared.state.withholds.then_some(told)
}

/// Our templates in a language, compiled once for the life of the program.
fn compiled(language: Option<&'static Language>) -> std::result::Result<Arc<Tera>, String> {
    static COMPILED: Mutex<BTreeMap<&'static str, Arc<Tera>>> = Mutex::new(BTreeMap::new());
    let code = language.map_or(wording::SOURCE, |language| language.code);
    let mut all = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(tera) = all.get(code) {
        return Ok(Arc::clone(tera));
    }
    let mut tera = Tera::new();
    let word = || TEMPLATES.iter().map(|(name, text)| (*name, worded::template(text))).collect();
    let templates: Vec<(&str, String)> = wording::within(language, word);
    let raw = templates.iter().map(|(name, text)| (*name, text.as_str()));
    tera.add_raw_templates(raw).map_err(|error| error.to_string())?;
    let tera = Arc::new(tera);
    all.insert(code, Arc::clone(&tera));
    Ok(tera)
}

impl Theme {
    /// Compiles the templates: ours once for the life of the program, those of the team for its site.
    pub(super) fn load(own: &OwnTheme, language: Option<&'static Language>) -> Result<Self> {
        let tera = compiled(language)
            .map_err(|error| Error::new(format!("the built-in templates do not compile: {error}")))?;
        let own = OwnTemplates::compile(own, &tera)?;
        Ok(Self { tera, own })
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
        // What the page names, before its frame names the pages beside it.
        let sheet = Sheet::of(shared, address, &page.title, &link.named());
        let frame = Frame {
            title: &page.title,
            main: page.main,
            lang: page.lang.as_deref().filter(|lang| *lang != wording::code()),
            interface: wording::code(),
            nav: nav.write(shared, address, &root),
            crumbs: crumbs(shared, address, link),
            turn: Turn::of(shared, address, link),
            sheet,
            root,
            site_title: &shared.title,
            organisation: &shared.organisation,
            built: shared.today().to_string(),
            built_said: wording::day(shared.today()),
            generator: GENERATOR,
            revision: shared.revision.as_deref(),
            uncommitted: !shared.state.from_commit,
            ahead: shared.ahead(),
            partial: partial(shared),
            approved_only: shared.state.edition == EditionKind::Approved,
            trusted: shared.state.trusted.as_ref().map(|trusted| trusted.commit.as_str()),
        };
        let mut context = Context::new();
        context.insert("frame", &frame);
        context.insert_value("view", page.view);
        // The page by which a site is verified is ours alone: a style could hide what it tells, and words above it vouch.
        let is_ours = matches!(address, Address::About);
        let own = self.own.as_ref().filter(|own| !is_ours && own.has(page.template));
        let template = match own {
            Some(own) => {
                let main = own.render(page.template, &context, link.page)?;
                context.insert("main", &main);
                OWN
            }
            None => page.template,
        };
        let look = match is_ours {
            true => OwnLook::default(),
            false => self.look(shared, own.is_some(), (&frame.root, link.page), &context)?,
        };
        context.insert("own", &look);
        let html = terms::put(self.put(template, &context, link.page)?, &frame.root);
        let foreign = address.is_of_another_standard(shared);
        let titled = shared.values.put(shared.titles.put(contents::put(html)));
        Ok(days::put(ids::put(shared, link.page, foreign, titled)).into_bytes())
    }

    /// What the team's own look adds to a page, whose main part may be made with a template of its own.
    fn look(
        &self,
        shared: &Shared<'_>,
        has_main: bool,
        (root, page): (&str, &str),
        context: &Context,
    ) -> Result<OwnLook> {
        let theme = &shared.aims.theme;
        let at = |path: &Option<DocPath>| path.as_ref().map(|path| format!("{root}{path}"));
        let part = |name: &str| match &self.own {
            Some(own) if own.has(name) => own.render(name, context, page),
            _ => Ok(String::new()),
        };
        let (top, bottom) = (part("top.html")?, part("bottom.html")?);
        let templates = has_main || !top.is_empty() || !bottom.is_empty();
        Ok(OwnLook { style: at(&theme.style), logo: at(&theme.logo), top, bottom, templates })
    }

    /// Renders a page that belongs to no site, from its view alone.
    pub(super) fn render_alone(&self, template: &str, view: &impl Serialize) -> Result<String> {
        let mut context = Context::new();
        context.insert("view", view);
        self.put(template, &context, template).map(contents::put)
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
    // Nearly all is ASCII, which is told byte by byte.
    let found = html.bytes().enumerate().any(|(at, byte)| match byte {
        ..0x80 => is_control(char::from(byte)),
        _ => html.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_control),
    });
    if found { html.replace(is_control, "\u{fffd}") } else { html }
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
        assert_eq!(
            list(&root),
            ["aims.css", "aims.js", "compare.js", "favicon.svg", "marks.svg", "search.js", "views.txt"]
        );
    }

    #[test]
    fn templates_compile() {
        for code in wording::codes() {
            Theme::load(&OwnTheme::default(), wording::language(code)).expect("templates that compile");
        }
    }
}
