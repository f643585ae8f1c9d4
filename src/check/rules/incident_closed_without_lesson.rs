//! `incident-closed-without-lesson`: an incident closed without its cause and lessons.

use crate::base::say;
use crate::check::blame::blames_people;
use crate::check::context::Context;
use crate::check::lacks::{closed, closed_without};
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::absent::says_nothing;

pub(super) static RULE: Rule = Rule {
    code: "AIMS708",
    name: "incident-closed-without-lesson",
    level: Level::Warning,
    clock: false,
    what: "An incident is closed and does not say why it happened, under `cause`, or what was learnt, under `lessons`; or says that nothing stopped it (`containment: none`); or its cause is nothing but somebody's fault (`human error`). `none`, `unknown` and `to be checked` say nothing.",
    why: "What goes wrong with an AI system feeds risk assessment and improvement (clauses 8.2 and 10.2, control A.8.4). An incident without a lesson will come again.",
    fix: "Write `cause` and `lessons`, or open the incident again.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let help = say!("Write why it happened and what was learnt, or open it again.");
    closed_without(context, report, "incident", &["cause", "lessons"], help);
    for (_, incident) in context.living_of("incident").filter(|(_, incident)| !incident.is_draft()) {
        let (fields, id) = (&incident.fields, &incident.id);
        if closed(fields).is_none() {
            continue;
        }
        if fields.text("cause").is_some_and(blames_people) {
            report.document(
                incident,
                incident.span_of("cause"),
                say!("the cause of {id} blames people, and can come again", id),
                say!("Ask why that could happen, until the answer is something that can be changed."),
            );
        }
        if let Some(word) = fields.text("containment").filter(|word| says_nothing(word)) {
            report.document(
                incident,
                incident.span_of("containment"),
                say!("{id} is closed, and what stopped it is `{word}`", id, word),
                say!("Say what stopped it; where it stopped by itself, say how, or take the key out."),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn incident(lines: &str) -> String {
        format!("---\nid: INC-001\nkind: incident\n{lines}---\n")
    }

    #[test]
    fn it_is_told_where_the_record_says_it_is_closed() {
        let told = ["4:8 the incident is closed without `cause` and `lessons`"];
        assert_one("incident-closed-without-lesson", &incident("state: closed\n"), &told);
        let told = ["5:9 the incident is closed without `lessons`"];
        assert_one(
            "incident-closed-without-lesson",
            &incident("cause: c\nclosed: 2026-01-01\nstate: contained\n"),
            &told,
        );
    }

    #[test]
    fn words_for_nothing_and_blame_are_no_answers() {
        let told = ["6:8 the incident is closed without `cause` (`unknown`) and `lessons` (`None.`)"];
        let lines = "cause: unknown\nlessons: None.\nstate: closed\n";
        assert_one("incident-closed-without-lesson", &incident(lines), &told);
        assert_one("incident-closed-without-lesson", &incident(&lines.replace("closed", "open")), &[]);
        let told = ["4:8 the cause of INC-001 blames people, and can come again"];
        let lines = "cause: Menschliches Versagen\nlessons: l\nstate: closed\n";
        assert_one("incident-closed-without-lesson", &incident(lines), &told);
        let told = ["4:14 INC-001 is closed, and what stopped it is `none`"];
        let lines = "containment: none\ncause: c\nlessons: l\nstate: closed\n";
        assert_one("incident-closed-without-lesson", &incident(lines), &told);
    }

    #[test]
    fn a_lesson_or_an_open_state_are_enough() {
        for lines in ["state: closed\ncause: c\nlessons: l\n", "state: contained\n", "state: closed\nstatus: retired\n"]
        {
            assert_one("incident-closed-without-lesson", &incident(lines), &[]);
        }
    }
}
