//! `external-edition-behind`: a document about a law or standard is of an edition that is no longer in force.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::laws::{Behind, Laws};

pub(super) static RULE: Rule = Rule {
    code: "AIMS660",
    name: "external-edition-behind",
    level: Level::Warning,
    clock: true,
    what: "An `external` document is about a law or standard that aims has in its register, and of an edition older than the one that the register has in force: by the year in `edition` or behind the number, by the day on which it was published, or because it was replaced. Of a law whose document says none of that, the day on which it was last reviewed is asked: if the edition in force came out later, nobody has looked at it.",
    why: "Documents from outside that the management system needs are identified and controlled (clause 7.5.3), and legal duties are kept in view (clause 4.2). Who works by an edition of yesterday meets the duties of yesterday.",
    fix: "Read what has changed, mend what rests on it, and bring `edition` and `published` up to date. Where both editions are needed, keep a document for each, and retire the old one when it ends. `aims explain laws` lists the register with its day and how far it can be relied on.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let laws = Laws::builtin();
    for (_, document) in context.living_of("external") {
        let Some(law) = laws.of(document) else { continue };
        let Some(behind) = law.behind(document) else { continue };
        let (id, edition) = (&document.id, wording::known(&law.edition));
        let of = match behind {
            Behind::Replaced => say!("{id} is about what {law} has replaced", id, law = wording::known(&law.short)),
            Behind::Year(year) => say!("{id} is of the edition of {year}; in force is {edition}", id, year, edition),
            Behind::Reviewed(day) => say!(
                "{id} was last looked at on {day}, before what is in force came out: {edition}",
                id,
                day = wording::day(day),
                edition
            ),
            Behind::Published(day) => {
                say!("{id} is of an edition of {day}; in force is {edition}", id, day = wording::day(day), edition)
            }
        };
        let (status, confidence) = (wording::known(&law.status), wording::of(law.confidence.as_str()));
        let help = match laws.retrieved() {
            Some(day) => say!(
                "{status} (the register of aims as of {day}, confidence {confidence}). Read what has changed, and bring `edition` and `published` up to date.",
                status,
                day = wording::day(day),
                confidence
            ),
            None => say!(
                "{status} (the register of aims, confidence {confidence}). Read what has changed, and bring `edition` and `published` up to date.",
                status,
                confidence
            ),
        };
        let key = if document.fields.lacks("edition") { "title" } else { "edition" };
        report.document(document, document.span_of(key), of, help);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn an_edition_of_yesterday_is_told_at_its_edition() {
        let text = "---\nid: EXT-1\ntitle: Security\nkind: external\nedition: ISO/IEC 27001:2013\n---\n";
        let told = "5:10 EXT-1 is of the edition of 2013; in force is ISO/IEC 27001:2022 with Amendment 1:2024";
        assert_one("external-edition-behind", text, &[told]);
        assert_one("external-edition-behind", &text.replace("2013", "2022"), &[]);
        assert_one("external-edition-behind", &text.replace("id: EXT-1", "id: EXT-1\nstatus: retired"), &[]);
        let other = text.replace("kind: external", "kind: policy");
        assert_one("external-edition-behind", &other, &[]);
    }

    #[test]
    fn what_was_replaced_is_told_at_the_title() {
        let text = "---\nid: EXT-1\ntitle: Colorado SB 24-205\nkind: external\n---\n";
        assert_one("external-edition-behind", text, &["3:8 EXT-1 is about what Colorado SB 26-189 has replaced"]);
    }
}
