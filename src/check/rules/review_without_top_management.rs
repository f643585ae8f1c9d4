//! `review-without-top-management`: a management review that top management took no part in.

use crate::base::folded::same_name;
use crate::base::say;
use crate::check::context::Context;
use crate::check::lists::or;
use crate::check::rule::{Report, Rule};
use crate::check::then::Then;
use crate::diag::Level;
use crate::model::config::Config;

pub(super) static RULE: Rule = Rule {
    code: "AIMS730",
    name: "review-without-top-management",
    level: Level::Error,
    clock: false,
    what: "Nobody among the `attendees` of a management review is top management: a role with `top = true` under `[roles]`, or somebody who holds it. A deputy is not, nor is somebody who had left. Who held which role is taken from the settings of the day of the review, as far as git has them. Where no role has that, nothing is asked.",
    why: "It is top management that reviews the management system (clause 9.3.1). Without it the meeting was another one.",
    fix: "Hold the review with top management, or name those who were there. Which roles are top management, `[roles]` in `aims.toml` says.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let today = &context.aims.config;
    if today.top_roles().is_empty() {
        return;
    }
    for (_, review) in context.living_of("management-review").filter(|(_, review)| !review.is_draft()) {
        let (fields, attendees) = (&review.fields, review.fields.texts("attendees"));
        // That nobody is named has its own finding.
        if attendees.is_empty() || fields.is_misread("attendees") {
            continue;
        }
        let then = Then::of(context, review, fields.date("date"));
        // Who came to be top management by a change that nobody has vouched for was none before it.
        let without = |own: &Config, config: &Config| {
            let top = config.top_roles();
            let is_top = |who: &str| {
                let names = own.names_on(who, then.day, today);
                top.iter().any(|role| names.iter().any(|name| same_name(name, role)))
            };
            (!top.is_empty() && !attendees.iter().any(|who| is_top(&who.value))).then_some(())
        };
        let Some(found) = then.find(says_who, without) else { continue };
        let roles = or(today.top_roles().iter().map(|role| format!("`{role}`")));
        report.document(
            review,
            review.span_of("attendees"),
            found.told(say!("{id} names nobody of top management among those who took part", id = review.id)),
            say!("Hold the review with {roles}, or name those who were there.", roles),
        );
    }
}

/// Whether settings say who is top management: by a role that they list somebody for, where they list anybody.
fn says_who(config: &Config) -> bool {
    let top = config.top_roles();
    !top.is_empty() && (config.people.is_empty() || config.lists_holder(&top))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SETTINGS: &str = "[roles]\nCEO = { about = \"r\", top = true, deputy = \"CFO\" }\nClerk = \"c\"\n[[people]]\nname = \"Ada\"\nroles = [\"CEO\"]\n";

    fn found(settings: &str, attendees: &str) -> Vec<String> {
        let text = format!("---\nid: MR\nkind: management-review\nattendees: {attendees}\n---\n");
        only("review-without-top-management", &[("aims.toml", settings), ("a.md", &text)])
    }

    #[test]
    fn it_is_told_at_those_who_were_there() {
        let told = ["a.md:4:12 MR names nobody of top management among those who took part"];
        assert_eq!(found(SETTINGS, "[Clerk]"), told);
        assert_eq!(found(SETTINGS, "[CFO]"), told);
    }

    #[test]
    fn without_a_history_it_is_told_whose_roles_are_meant() {
        let told = |day: &str| found(SETTINGS, &format!("[CFO]\ndate: {day}"));
        let message = "a.md:4:12 MR names nobody of top management among those who took part";
        assert_eq!(told("2026-05-01"), [format!("{message}, by the roles of today")]);
        assert_eq!(told("2026-11-20"), [message]);
    }

    #[test]
    fn somebody_who_had_left_was_not_there() {
        let settings = format!("{SETTINGS}left = 2026-04-30\n");
        assert_eq!(found(&settings, "[Ada]\ndate: 2026-05-01").len(), 1);
        assert!(found(&settings, "[Ada]\ndate: 2026-04-30").is_empty());
    }

    #[test]
    fn top_management_by_role_or_name_is_there() {
        for attendees in ["[Clerk, CEO]", "[Ada]", "", "[]"] {
            assert_eq!(found(SETTINGS, attendees), Vec::<String>::new(), "{attendees}");
        }
        assert_eq!(found("[roles]\nCEO = \"r\"\n", "[Clerk]"), Vec::<String>::new());
    }
}
