//! Pages made with a template of a team's own: its main part in the place of ours, within our frame.
//!
//! The template was looked through where it was read ([`crate::parse::own_template`]). Here its turns are counted, what it
//! writes is bounded, and what came of it is cleaned: no script, no form, nothing that a page loads from elsewhere.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use ammonia::Builder;
use tera::{Context, Kwargs, Tera};

use crate::base::{Error, Result};
use crate::model::own_theme::{AROUND, FOLDER, MOST_AROUND, OwnTheme};
use crate::parse::{HTML_ATTRIBUTES, HTML_ELEMENTS, MOST_OPEN, TURN, open_beyond};

/// How many turns loops may make on one page.
const TURNS: u32 = 250_000;

/// How often a main part may have what the page has to show, and how many bytes beside that.
const TIMES: usize = 8;
const MOST: usize = 256 * 1024;

/// How many bytes more than that, and than `FREE` a page, all pages of a site may have of templates.
const MOST_OF_SITE: usize = 32 * 1024 * 1024;
const FREE: usize = 8 * 1024;

/// How many times as long a part may become where its elements are closed.
const GROWS: usize = 4;

thread_local! {
    /// How many turns are left to the page that this thread makes.
    static LEFT: Cell<u32> = const { Cell::new(0) };
}

/// The templates of a team, compiled beside ours.
pub(super) struct OwnTemplates {
    tera: Arc<Tera>,
    /// Of each template its name for tera.
    names: BTreeMap<String, String>,
    /// Of each page and template what it has more than it may have freely: a server makes a page again and again.
    beyond: Mutex<HashMap<(String, String), usize>>,
}

impl OwnTemplates {
    /// Compiles them; `None` where there are none.
    ///
    /// # Errors
    /// Where tera takes one of them for something else than we do.
    pub(super) fn compile(theme: &OwnTheme, ours: &Tera) -> Result<Option<Self>> {
        if theme.templates.is_empty() {
            return Ok(None);
        }
        let mut tera = ours.clone();
        tera.register_function(TURN, |_: Kwargs, _: &tera::State<'_>| -> tera::TeraResult<&'static str> {
            let left = LEFT.get();
            LEFT.set(left.saturating_sub(1));
            match left {
                0 => Err(tera::Error::message(format!("its loops make more than {TURNS} turns"))),
                _ => Ok(""),
            }
        });
        let names: BTreeMap<String, String> =
            theme.templates.keys().map(|name| (name.clone(), format!("{FOLDER}/templates/{name}"))).collect();
        for (name, template) in &theme.templates {
            let full = &names[name];
            tera.add_raw_template(full, &template.prepared).map_err(|error| unusable(full, &error))?;
        }
        Ok(Some(Self { tera: Arc::new(tera), names, beyond: Mutex::default() }))
    }

    /// Whether there is one in the place of this one of ours.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// What a template makes of a page, safe to stand within it.
    ///
    /// # Errors
    /// Where it asks for what the page does not have, or makes too much.
    pub(super) fn render(&self, name: &str, context: &Context, page: &str) -> Result<String> {
        let full = &self.names[name];
        LEFT.set(TURNS);
        let (shown, most) = if AROUND.contains(&name) { (0, MOST_AROUND) } else { (TIMES * size(context), MOST) };
        let mut out = Bounded { bytes: Vec::new(), most: shown + most };
        self.tera.render_to(full, context, &mut out).map_err(|error| unusable(full, &error))?;
        let html = String::from_utf8(out.bytes).unwrap_or_default();
        if open_beyond(&html).is_some() {
            return Err(refused(full, &format!("it has more than {MOST_OPEN} elements of HTML open in one another")));
        }
        let cleaned = cleaned(&html);
        // What is left open in a paragraph is opened again in each that follows.
        if cleaned.len() > GROWS * html.len() + FREE {
            return Err(refused(full, "elements that it leaves open are opened again and again"));
        }
        let beyond = cleaned.len().saturating_sub(shown + FREE);
        if beyond > 0 {
            let mut all = self.beyond.lock().unwrap_or_else(PoisonError::into_inner);
            all.insert((page.to_owned(), name.to_owned()), beyond);
            if all.values().sum::<usize>() > MOST_OF_SITE {
                let why = format!("with it the site has more than {MOST_OF_SITE} bytes beyond what its pages show");
                return Err(refused(full, &why));
            }
        }
        Ok(cleaned)
    }
}

/// How many bytes a page has to show.
fn size(context: &Context) -> usize {
    context.get("view").and_then(|view| serde_json::to_vec(view).ok()).map_or(0, |bytes| bytes.len())
}

/// Says what is wrong with a template in the words of tera, first line first.
fn unusable(name: &str, error: &tera::Error) -> Error {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    refused(name, text.trim())
}

fn refused(name: &str, why: &str) -> Error {
    Error::new(format!("the template `{name}` cannot be used: {why}"))
        .hint("Mend it, or take it away: nothing was written. `aims explain theme` tells what a page has to show.")
}

/// What a template writes, up to a bound.
struct Bounded {
    bytes: Vec<u8>,
    most: usize,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            return Err(io::Error::other(format!("it makes more than {} bytes of one page", self.most)));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Elements that a main part may have beside those of prose: of a page, and of drawings.
const ELEMENTS: [&str; 12] =
    ["circle", "g", "input", "line", "main", "path", "polyline", "rect", "section", "svg", "text", "title"];

/// Attributes of these.
const ATTRIBUTES: [(&str, &[&str]); 15] = [
    ("a", &["href", "rel", "hreflang"]),
    ("circle", &["cx", "cy", "r"]),
    ("details", &["open"]),
    ("img", &["src", "alt", "width", "height"]),
    ("input", &["type", "disabled", "checked"]),
    ("line", &["x1", "y1", "x2", "y2"]),
    ("ol", &["start", "reversed"]),
    ("path", &["d"]),
    ("polyline", &["points"]),
    ("rect", &["x", "y", "width", "height"]),
    ("svg", &["viewBox", "preserveAspectRatio", "width", "height"]),
    ("td", &["colspan", "rowspan", "headers"]),
    ("text", &["x", "y"]),
    ("th", &["colspan", "rowspan", "headers", "scope"]),
    ("time", &["datetime"]),
];

/// Lets through all that a text and a drawing of ours may hold, the boxes of a list of tasks too: what is taken out of a text
/// that was approved changes what it says.
fn cleaned(html: &str) -> String {
    let mut attributes: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (element, own) in HTML_ATTRIBUTES.iter().chain(&ATTRIBUTES) {
        attributes.entry(*element).or_default().extend(own.iter());
    }
    let mut builder = Builder::default();
    builder
        .add_tags(HTML_ELEMENTS.into_iter().chain(ELEMENTS))
        .tag_attributes(attributes)
        .generic_attributes(HashSet::from(["id", "class", "title", "lang", "dir", "role", "tabindex", "hidden"]))
        .generic_attribute_prefixes(HashSet::from(["aria-", "data-"]))
        // Only a box that nobody can tick, which sends nothing. A second value that is set would come in an order by chance.
        .set_tag_attribute_value("input", "disabled", "")
        .link_rel(None)
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            // Of pictures those of the site.
            ("img", "src") if value.contains(':') || value.starts_with("//") => None,
            (_, "href") if value.starts_with("//") => None,
            ("input", "type") => Some(Cow::Borrowed("checkbox")),
            _ => Some(Cow::Borrowed(value)),
        });
    builder.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::own_theme::COMPONENTS;
    use crate::parse::own_template;

    fn theme(text: &str) -> OwnTheme {
        let template = own_template(text, &COMPONENTS).expect("a sound template");
        OwnTheme { templates: BTreeMap::from([("index.html".to_owned(), template)]), ..OwnTheme::default() }
    }

    fn render(text: &str, view: &[u32]) -> Result<String> {
        let own = OwnTemplates::compile(&theme(text), &Tera::new())?.expect("one");
        let mut context = Context::new();
        context.insert("view", view);
        own.render("index.html", &context, "index.html")
    }

    #[test]
    fn a_template_shows_what_the_page_has() {
        let made = render("<p class=\"x\">{% for x in view %}{{ x }} {% endfor %}</p>", &[1, 2]);
        assert_eq!(made.expect("a page"), "<p class=\"x\">1 2 </p>");
    }

    #[test]
    fn nothing_runs_and_nothing_is_loaded_from_elsewhere() {
        let made = render(
            "<script>x</script><p onclick=\"x\" style=\"a\">a<img src=\"https://x.example/i.png\"><a href=\"javascript:x\">b</a>\
             <form action=\"//x\"><input></form><iframe src=\"a\"></iframe><meta http-equiv=\"refresh\"><base href=\"//x\"></p>",
            &[],
        );
        assert_eq!(made.expect("a page"), "<p>a<img><a>b</a></p><input disabled=\"\"><p></p>");
    }

    #[test]
    fn boxes_and_drawings_stay_and_do_nothing() {
        for same in [
            "<ul><li class=\"task-list-item\"><input type=\"checkbox\" disabled=\"\" checked=\"\" aria-label=\"Done\"> a</li></ul>",
            "<svg class=\"bar\" viewBox=\"0 0 9 9\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"b\"><title>c</title>\
             <rect class=\"is-on\" x=\"0\" width=\"4\" height=\"9\"></rect><path d=\"M0 0\"></path><a href=\"x.html\"><text x=\"1\" y=\"2\">d</text></a></svg>",
        ] {
            let names = |html: &str| {
                let mut names: Vec<String> = html.split([' ', '>']).map(str::to_owned).collect();
                names.sort();
                names
            };
            assert_eq!(names(&cleaned(same)), names(same));
        }
        let drawn = cleaned(
            "<svg onload=\"x\"><script>x</script><use href=\"//x\"/><animate href=\"x\"/><a href=\"javascript:x\">y</a>\
             <image href=\"https://x\"/></svg>",
        );
        assert_eq!(drawn, "<svg><a>y</a></svg>");
    }

    #[test]
    fn loops_end_and_pages_stay_small() {
        let many: Vec<u32> = (0..200).collect();
        let nested = "{% for a in view %}{% for b in view %}{% for c in view %}{% for d in view %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}";
        let error = render(nested, &many).expect_err("too many turns");
        assert!(format!("{error}").contains("250000 turns"), "{error}");
        let text = "x".repeat(100_000);
        let long = format!("{{% for a in view %}}{text}{{% endfor %}}");
        let error = render(&long, &many).expect_err("too much");
        assert!(format!("{error}").contains("index.html"), "{error}");
    }

    #[test]
    fn what_a_page_does_not_have_is_told() {
        let error = render("{{ view.titel }}", &[]).expect_err("no such key");
        assert!(format!("{error}").contains("theme/templates/index.html"), "{error}");
    }
}
