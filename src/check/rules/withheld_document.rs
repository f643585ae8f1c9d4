//! `withheld-document`: a document that the readers of the site are not shown.

use crate::base::{plural, say};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::history::short;
use crate::model::audience::Audience;

pub(super) static RULE: Rule = Rule {
    code: "AIMS815",
    name: "withheld-document",
    level: Level::Note,
    clock: false,
    what: "A document that is of a stricter class, or was, than the audience of the site, which is `internal` where the settings name none: as the settings of today read it, or those that stood while a text of it did. So is one whose text was taken out of such a document, says word for word what one says, or translates one, or did. Of those that are gone it is told how many there are.",
    why: "A site is a closed set: a document that is confidential, or of which any text on record was, is in no page, data file, feed or difference of a site for others. Whoever expects it there should know.",
    fix: "Nothing, where that is meant. To show it, build with `--audience` for readers who may read it. A class that is lowered does not call back earlier texts: what may be read by everybody goes into a document of its own.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let audience = context.aims.config.site.audience.unwrap_or_default();
    for (ix, document) in context.aims.iter() {
        let class = context.approvals.classes.of(ix);
        if class > audience {
            let help =
                say!("To show it, build with `--audience {class}` for those who may read it.", class = class.as_str());
            let by = context.approvals.classes.settings_of(ix).map(short);
            let by = by
                .map(|commit| say!(" It follows from settings of the past, such as those of commit {commit}.", commit));
            report.document(
                document,
                document.span_of("classification"),
                say!(
                    "{id} is {class}, or was, as far as can be told: it is not part of the site, which is {audience}",
                    id = document.id,
                    class = word(class),
                    audience = word(audience)
                ),
                help + &by.unwrap_or_default(),
            );
        }
    }
    let gone = context.history.every_gone().filter(|(place, _)| context.approvals.classes.of_gone(*place) > audience);
    let n = gone.count();
    if n > 0 {
        let message = plural!(
            n,
            "{n} document that is gone was of a stricter class than the site, which is {audience}: the site says that something is withheld",
            "{n} documents that are gone were of a stricter class than the site, which is {audience}: the site says that something is withheld",
            audience = word(audience)
        );
        let help =
            say!("What they said stands in the record. A site that tells all of it is for those who may read them.");
        report.settings(None, message, help);
    }
}

/// The word for a class within a sentence.
fn word(class: Audience) -> &'static str {
    match class {
        Audience::Public => say!("public"),
        Audience::Internal => say!("internal"),
        Audience::Confidential => say!("confidential"),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    #[test]
    fn a_copy_of_a_stricter_text_is_for_no_more_people() {
        let text: String = (0..50).map(|word| format!("word{word} ")).collect();
        let of = |id: &str, class: &str, text: &str| {
            format!("---\nid: {id}\ntitle: {id}\nkind: policy\nclassification: {class}\n---\n{text}\n")
        };
        let told = |text: &str, copy: &str| {
            let (first, second) = (of("P-1", "confidential", text), of("P-2", "public", copy));
            let settings = "[site]\naudience = \"public\"\n";
            only("withheld-document", &[("aims.toml", settings), ("p.md", &first), ("q.md", &second)])
        };
        assert_eq!(told(&text, &text).len(), 2);
        assert_eq!(told(&text, &text.replace("word7 ", "other ")).len(), 1);
        assert_eq!(told("Short.", "Short.").len(), 1);
    }

    #[test]
    fn what_is_stricter_than_the_site_is_told() {
        let told = |settings: &str, class: &str| {
            let text = format!("---\nid: P\ntitle: T\nkind: policy\n{class}---\nx\n");
            only("withheld-document", &[("aims.toml", settings), ("p.md", &text)])
        };
        let public = "[site]\naudience = \"public\"\n";
        let confidential =
            "P is confidential, or was, as far as can be told: it is not part of the site, which is public";
        for class in
            ["classification: confidential\n", "classification: secret\n", "classification: [public, internal]\n"]
        {
            let found = told(public, class);
            assert!(found.iter().any(|found| found.ends_with(confidential)), "{class}: {found:?}");
        }
        assert!(told(public, "").iter().any(|found| found.contains("P is internal")));
        assert!(told(public, "classification: public\n").is_empty());
        assert!(told("[site]\naudience = \"internal\"\n", "").is_empty());
        assert!(told("", "classification: confidential\n").iter().any(|found| found.ends_with("which is internal")));
        assert!(told("[site]\naudience = \"confidential\"\n", "classification: secret\n").is_empty());
        assert!(told("", "").is_empty());
    }
}
