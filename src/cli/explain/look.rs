//! What a team can change of how its site looks.

use super::text::wrap;
use crate::model::own_theme::{COMPONENTS, FOLDER, TEMPLATES, VIEWS};

/// What pages have to show, template by template.
static SHAPES: &str = include_str!("../../../theme/views.txt");

/// All of it; of templates their names.
pub(super) fn list() -> String {
    format!(
        "The look of the site\n\n{}\n{}\n{}\n{}\n\nTemplates (views {VIEWS}): aims explain NAME tells what each has to show\n{}\n\nComponents\n{}\n",
        wrap(&format!(
            "Files below {FOLDER}, beside aims.toml, change how the site looks. They come with the repository: whoever reads the site is told on its page about itself which there are, and the foot of each page says where a template of yours made a part of it."
        )),
        "\n  theme/style.css         stands behind ours\n  theme/logo.svg          at the head of each page; .png, .jpg, .webp too\n  theme/NAME.woff2        fonts for the style sheet\n  theme/templates/NAME    the main part of pages\n",
        wrap(
            "A template is in the language of tera, without what could grow, hang or reach out: it has values in {{ … }}, if, elif, else and for, the filters abs, capitalize, default, first, last, length, lower, round, trim and upper, and our components. Texts of documents are shown as text. What it makes is cleaned of scripts, forms and whatever a page would load from elsewhere."
        ),
        wrap(&format!(
            "top.html stands above the main part of each page, bottom.html at its foot; the others take the place of the main part. The page about the site stays ours. Begin a template with {{# views {VIEWS} #}}, and you are told where a later aims has other views."
        )),
        names(&TEMPLATES),
        names(&COMPONENTS.map(|name| name))
    )
}

/// What one template has to show; `None` where there is none of that name.
pub(super) fn of(name: &str) -> Option<String> {
    let name = TEMPLATES.iter().find(|known| **known == name)?;
    if ["top.html", "bottom.html"].contains(name) {
        return Some(format!(
            "{name}\nStands on every page, and has the view of each. These differ: ask first, as by\n{{% if view.title is defined %}}.\n\n{}",
            frame()
        ));
    }
    let head = format!("== {name}\n");
    let shape = SHAPES.split_once(&head).map_or("", |(_, rest)| rest.split("== ").next().unwrap_or(rest));
    Some(format!("{name}\nTheir own view\n{shape}\n{}", frame()))
}

/// What every page has.
fn frame() -> &'static str {
    "What every page has\n  frame.title         text: its title\n  frame.root          text: the way to the top of the site\n  frame.organisation  text\n  frame.site_title    text\n  frame.built         text: the day it was built, as 2026-11-20\n  frame.revision      text or nothing: the commit\n"
}

fn names(all: &[&str]) -> String {
    all.iter().map(|name| format!("  {name}")).collect::<Vec<_>>().join("\n")
}
