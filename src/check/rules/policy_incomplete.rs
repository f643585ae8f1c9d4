//! `policy-incomplete`: an AI policy whose commitments nobody can read off.

use crate::approval::record::ActKind;
use crate::base::say;
use crate::check::context::Context;
use crate::check::lacks::without;
use crate::check::rule::{Report, Rule};
use crate::diag::{Level, Span};
use crate::model::DocIx;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS343",
    name: "policy-incomplete",
    level: Level::Note,
    clock: false,
    what: "The policy that serves clause 5.2 or control A.2.2 has no `commitments`, or does not say how it is made known (`communicated`), while another policy does; or nothing in its commitments and its text is about meeting requirements, about improving, or about objectives, in the languages whose words are known; or it is approved, and by nobody of top management (`top = true` under `[roles]`), which is a warning. Nothing is asked of a draft, and no key that policies do without because they say it in their text.",
    why: "The AI policy commits the organisation to meet the requirements that apply and to improve continually, is a framework for objectives, and is communicated (clause 5.2). Auditors hold each commitment against what is done, one by one.",
    fix: "List the commitments under `commitments`, one a line, and say under `communicated` how people hear of them.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, policy) in context.living_of("policy").filter(|(_, policy)| !policy.is_draft()) {
        let serves =
            |id| context.aims.trace.ai(id).is_some_and(|found| found.documents().any(|document| document == ix));
        if !serves("5.2") && !serves("A.2.2") {
            continue;
        }
        // A team that writes it into its texts only is not asked to say it twice.
        let used =
            |key: &&str| context.living_of("policy").any(|(other, policy)| other != ix && !policy.fields.lacks(key));
        let keys: Vec<&str> = ["commitments", "communicated"].into_iter().filter(|key| used(key)).collect();
        if let Some(missing) = without(&policy.fields, &keys) {
            report.document(
                policy,
                policy.head,
                say!("{id}, the AI policy, has no {missing}", id = policy.id, missing),
                say!("List what it commits to, one a line, and say how people hear of it."),
            );
            return;
        }
        if let Some(about) = says_nothing_of(context, ix, policy) {
            report.document(
                policy,
                policy.span_of("commitments"),
                about.lacking(&policy.id),
                say!("Let it commit to meet the requirements that apply and to improve, and say how objectives follow from it."),
            );
        }
        if let Some(approver) = outranked(context, ix, policy) {
            report.document(
                policy,
                approver,
                say!("nobody of top management approved {id}, the AI policy", id = policy.id),
                say!("Let top management approve it; which roles that is, `[roles]` in `aims.toml` says."),
            );
            report.at(Level::Warning);
        }
        return;
    }
}

/// The words of a language for requirements, improving and objectives, as they begin.
struct Stems {
    lang: &'static str,
    /// A word that a text in it can hardly do without.
    common: &'static str,
    of: [&'static [&'static str]; 3],
}

/// What stems are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Requirements,
    Improving,
    Objectives,
}

impl About {
    /// That a policy says nothing about it.
    fn lacking(self, id: &str) -> String {
        match self {
            Self::Requirements => say!("{id}, the AI policy, says nothing about meeting requirements", id),
            Self::Improving => say!("{id}, the AI policy, says nothing about improving", id),
            Self::Objectives => say!("{id}, the AI policy, says nothing about objectives", id),
        }
    }
}

/// What each of the stems is about.
const ABOUT: [About; 3] = [About::Requirements, About::Improving, About::Objectives];

const STEMS: [Stems; 4] = [
    Stems {
        lang: "en",
        common: " the ",
        of: [
            &[
                "requirement",
                " law",
                "legal",
                "legislat",
                "regulat",
                "compl",
                "contract",
                "obligation",
                "what applies",
                "rules that apply",
            ],
            &["improv", "better"],
            &["objective", "goal", "target"],
        ],
    },
    Stems {
        lang: "de",
        common: " die ",
        of: [
            &["anforderung", "gesetz", "recht", "vorschrift", "pflicht", "vertrag", "verträge"],
            &["verbesser", "weiterentwick"],
            &["ziel"],
        ],
    },
    Stems {
        lang: "fr",
        common: " les ",
        of: [
            &["exigence", "loi", "légal", "réglement", "règles", "contrat", "obligation"],
            &["amélior"],
            &["objectif", "cible"],
        ],
    },
    Stems {
        lang: "es",
        common: " los ",
        of: [&["requisito", "ley", "legal", "normativ", "contrat", "obligaci"], &["mejora"], &["objetivo", "meta"]],
    },
];

/// What a policy says nothing about, where its language is known.
fn says_nothing_of(context: &Context<'_>, ix: DocIx, policy: &Document) -> Option<About> {
    if policy.said.wordless || policy.fields.is_misread("commitments") {
        return None;
    }
    let body = policy.text.get(policy.body.start..).unwrap_or_default();
    let commitments = policy.fields.texts("commitments").iter().map(|commitment| commitment.value.as_str());
    let said = commitments.chain([body]).collect::<Vec<_>>().join(" \n").replace('\n', " ").to_lowercase();
    let stems = match policy.lang.as_deref() {
        Some(lang) => STEMS.iter().find(|stems| lang.split('-').next() == Some(stems.lang))?,
        None => STEMS.iter().find(|stems| said.contains(stems.common))?,
    };
    let is_set = !context.aims.naming("objective", "policy", ix).is_empty();
    let lacking = (0..ABOUT.len()).find(|of| {
        let is_elsewhere = ABOUT[*of] == About::Objectives && is_set;
        !is_elsewhere && !stems.of[*of].iter().any(|stem| said.contains(stem))
    })?;
    Some(ABOUT[lacking])
}

/// Where an approved policy names who approved it, and nobody of top management did, by what it says or by the record.
fn outranked(context: &Context<'_>, ix: DocIx, policy: &Document) -> Option<Span> {
    let config = &context.aims.config;
    let is_approved = context.aims.standing(ix).approval.is_met();
    let first = policy.fields.texts("approvers").first().filter(|_| is_approved)?;
    let approvers = policy.fields.texts("approvers").iter().map(|who| who.value.as_str());
    let acts = context.approvals.acts_of(ix).filter_map(|(_, act)| act.of_kind(ActKind::Approval));
    let all: Vec<&str> = approvers.chain(acts.map(|record| record.by.as_str())).collect();
    // Several in one text are told as one name that nobody has.
    let all: Vec<&str> =
        all.into_iter().flat_map(|who| std::iter::once(who).chain(who.split([',', ';', '/', '&']))).collect();
    let mut said = context.authorities().map(|authority| authority.top_roles()).filter(|top| !top.is_empty());
    said.any(|top| !all.iter().any(|who| config.acts_as(who.trim(), &top))).then_some(first.span)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(lines: &str, other: &str) -> Vec<String> {
        let policy = |id: &str, lines: &str| format!("---\nid: {id}\nkind: policy\n{lines}---\nText.\n");
        let (policy, other) = (policy("POL-1", lines), policy("POL-2", other));
        only("policy-incomplete", &[("aims.toml", ""), ("a.md", &policy), ("b.md", &other)])
    }

    #[test]
    fn the_ai_policy_says_what_other_policies_say() {
        let both = "commitments: [c]\ncommunicated: c\n";
        let told = ["a.md:1:1 POL-1, the AI policy, has no `commitments` and `communicated`"];
        assert_eq!(found("clauses: [\"5.2\"]\n", both), told);
        assert_eq!(
            found("controls: [A.2.2]\n", "commitments: [c]\n"),
            ["a.md:1:1 POL-1, the AI policy, has no `commitments`"]
        );
        assert!(found("controls: [A.2.2]\n", "").is_empty());
        assert!(found("controls: [A.2.2]\ncommitments: [c]\ncommunicated: c\n", both).is_empty());
        assert!(found("controls: [A.2.3]\n", both).is_empty());
        assert!(found("controls: [A.2.2]\nstatus: draft\n", both).is_empty());
    }

    const SAYS: &str = "clauses: [\"5.2\"]\n";

    fn says(lines: &str, body: &str) -> Vec<String> {
        let policy = format!("---\nid: POL-1\nkind: policy\n{lines}---\n{body}\n");
        only("policy-incomplete", &[("aims.toml", "[roles]\nCEO = { top = true }\nClerk = \"c\"\n"), ("a.md", &policy)])
    }

    #[test]
    fn it_says_what_the_clause_asks_for() {
        let whole = "We meet the law and improve; the objectives follow from it.";
        assert!(says(SAYS, whole).is_empty());
        for (without, about) in
            [("the law", "meeting requirements"), ("improve", "improving"), ("objectives", "objectives")]
        {
            let told = format!("a.md:1:1 POL-1, the AI policy, says nothing about {about}");
            assert_eq!(says(SAYS, &whole.replace(without, "the rest")), [told]);
        }
        assert!(
            says(&format!("{SAYS}commitments: [We improve, the goals, every law]\n"), "Text in the end.").is_empty()
        );
        assert!(says(SAYS, "Tekst zonder veel.").is_empty(), "its words are not known");
        assert!(says(&format!("{SAYS}lang: pl\n"), "Polityka the tekst.").is_empty());
        assert_eq!(says(&format!("{SAYS}lang: de\n"), "Wir achten das Recht und haben Ziele.").len(), 1);
    }

    #[test]
    fn top_management_approves_it() {
        let whole = "We meet the law and improve; the objectives follow from it.";
        let told = ["a.md:6:13 nobody of top management approved POL-1, the AI policy"];
        assert_eq!(says(&format!("{SAYS}status: approved\napprovers: [Clerk]\n"), whole), told);
        for lines in [
            "status: approved\napprovers: [Clerk, CEO]\n",
            "status: approved\napprovers: \"CEO, Clerk\"\n",
            "status: in-review\napprovers: [Clerk]\n",
            "status: approved\n",
        ] {
            assert!(says(&format!("{SAYS}{lines}"), whole).is_empty(), "{lines}");
        }
    }
}
