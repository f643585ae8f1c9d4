//! `reported-late`: an authority was told of an incident after its term.

use crate::base::date::days_between;
use crate::base::{Date, plural, say, wording};
use crate::check::context::Context;
use crate::check::lacks::{by_law, is_unsaid, of_data, term};
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::links::Target;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    code: "AIMS733",
    name: "reported-late",
    level: Level::Error,
    clock: false,
    what: "`authority-told` of an incident lies after the term for telling it: `deadline`, or, where that is not given, 2 days after the organisation became aware for widespread harm and critical infrastructure, 10 for a death, 3 for personal data alone, and 15 otherwise. The days count from `aware`, else from `date`, and from `contained` or `users-told` where that is earlier. As a warning, personal data came to harm beside something else, there is no `deadline`, and the authority was told after 3 days; or `deadline` is later than that day, and no `reportable-reason` says by which law; or a nonconformity of a later day is named or comes of it (`from`), and does not name the duty. Nothing is told where one names what was not met, under `requirement`, `controls`, `requirements` or by a link: A.8.4, A.8.5, Article 73 of the EU AI Act or Article 33 of the GDPR.",
    why: "Article 73 of the EU AI Act and article 33 of the GDPR give these terms at most (control A.8.5). A late report is a breach of its own, and an auditor asks what has changed since.",
    fix: "The days cannot be changed. Raise a nonconformity for the delay that names what was not met, and the incident under `from`, or name it there under `nonconformity`; where the term was another, write it under `deadline`, and why under `reportable-reason`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, incident) in context.living_of("incident").filter(|(_, incident)| !incident.is_draft()) {
        let fields = &incident.fields;
        if ["deadline", "aware", "harms"].iter().any(|key| fields.is_misread(key)) {
            continue;
        }
        let raised = raised(context, ix);
        if raised.iter().any(|nonconformity| is_of_duty(context, *nonconformity)) {
            continue;
        }
        own_term(incident, report);
        let Some(told) = fields.date("authority-told") else { continue };
        // A day that has not come yet has its own finding.
        let Some(term) = term(fields).filter(|term| told > *term && told <= context.aims.today) else {
            late_of_data(context, incident, told, report);
            continue;
        };
        late(context, incident, (term, told), &raised, report);
    }
}

/// Tells of an authority that was told after the term; less gravely where nonconformities were raised since, which may be
/// about it.
fn late(
    context: &Context<'_>,
    incident: &Document,
    (term, told): (Date, Date),
    raised: &[DocIx],
    report: &mut Report<'_>,
) {
    let since = |ix: &DocIx| context.aims.document(*ix).fields.date("date").is_none_or(|day| day > term);
    let perhaps: Vec<DocIx> = raised.iter().copied().filter(since).collect();
    let late = usize::try_from(days_between(term, told)).unwrap_or(usize::MAX);
    let (id, told, term) = (&incident.id, wording::day(told), wording::day(term));
    let message = plural!(
        late,
        "the authority was told of {id} on {told}, {n} day after the term of {term}",
        "the authority was told of {id} on {told}, {n} days after the term of {term}",
        id,
        told,
        term
    );
    let (message, help) = match perhaps.is_empty() {
        true => (
            message,
            say!(
                "Raise a nonconformity for the delay that names what was not met (A.8.5, Article 73, Article 33) and says `from: [{id}]`; another term goes under `deadline`, and why under `reportable-reason`.",
                id
            ),
        ),
        false => (
            say!(
                "{message}, and nothing in {nonconformities} names that duty",
                message,
                nonconformities = context.ids(&perhaps)
            ),
            say!(
                "Name what was not met in the nonconformity for the delay, under `requirement` or `controls`: A.8.4, A.8.5, Article 73 of the EU AI Act or Article 33 of the GDPR. Where it is about something else, raise one for the delay that says `from: [{id}]`.",
                id
            ),
        ),
    };
    report.document(incident, incident.span_of("authority-told"), message, help);
    if !perhaps.is_empty() {
        report.at(Level::Warning);
    }
}

/// The nonconformities that an incident names, and those that say that they come from it.
fn raised(context: &Context<'_>, ix: DocIx) -> Vec<DocIx> {
    let from = context.aims.naming("nonconformity", "from", ix).into_iter().map(|(ix, _)| ix);
    let all: BTreeSet<DocIx> = context.aims.named_by(ix, "nonconformity").chain(from).collect();
    all.into_iter().filter(|ix| !context.aims.document(*ix).is_retired()).collect()
}

/// Whether a nonconformity is about telling of incidents: its keys name that duty, or its text leads to it.
fn is_of_duty(context: &Context<'_>, ix: DocIx) -> bool {
    let fields = &context.aims.document(ix).fields;
    let listed = fields.requirements().iter().flat_map(|(_, ids)| ids).chain(fields.texts("controls"));
    let links = context.aims.links[ix.index()].iter().flatten().filter_map(|target| match target {
        Target::Requirement(id) => Some(&*id.id),
        _ => None,
    });
    listed.map(|id| id.value.as_str()).chain(fields.text("requirement")).chain(links).any(names_duty)
}

/// Whether a text names control A.8.4 or A.8.5, Article 73 of the EU AI Act or Article 33 of the GDPR.
fn names_duty(text: &str) -> bool {
    let is_number = |number: &str| matches!(number, "73" | "33");
    ["A.8.4", "A.8.5"].iter().any(|id| text.contains(id)) || text.split(|c: char| !c.is_ascii_digit()).any(is_number)
}

/// Tells of an incident that did harm to personal data beside something else, of which the authority was told in the time
/// that the other gives and not within 72 hours.
fn late_of_data(context: &Context<'_>, incident: &Document, told: Date, report: &mut Report<'_>) {
    let Some(term) = of_data(&incident.fields) else { return };
    if told <= term || told > context.aims.today {
        return;
    }
    report.document(
        incident,
        incident.span_of("authority-told"),
        say!(
            "personal data came to harm in {id}, and the authority was told on {told}, after the 72 hours, which ended on {term}",
            id = incident.id,
            told = wording::day(told),
            term = wording::day(term)
        ),
        say!("Where the authority for data protection was told in time, or did not have to be, write the term that held under `deadline`, and why under `reportable-reason`; else raise a nonconformity for the delay that names Article 33 of the GDPR and says `from: [{id}]`.", id = incident.id),
    );
    report.at(Level::Warning);
}

/// Tells of a term of one's own that is later than that of the law, where nothing says why.
fn own_term(incident: &Document, report: &mut Report<'_>) {
    let fields = &incident.fields;
    let Some((own, law)) = fields.date("deadline").zip(by_law(fields)) else { return };
    if own <= law || !is_unsaid(fields, "reportable-reason") {
        return;
    }
    report.document(
        incident,
        incident.span_of("deadline"),
        say!(
            "the `deadline` of {id} is {own}, and the law gives until {law}",
            id = incident.id,
            own = wording::day(own),
            law = wording::day(law)
        ),
        say!("Mend the day; or say under `reportable-reason` by which law it is later, and who judged it."),
    );
    report.at(Level::Warning);
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, check};
    use crate::diag::Level;

    fn incident(lines: &str) -> String {
        format!("---\nid: INC\nkind: incident\ndate: 2026-03-01\n{lines}\n---\n")
    }

    #[test]
    fn the_term_is_that_of_the_harm() {
        for (lines, late) in [
            ("authority-told: 2026-04-30", "45 days after the term of 2026-03-16"),
            ("authority-told: 2026-03-12\nharms: [death]", "1 day after the term of 2026-03-11"),
            ("authority-told: 2026-03-05\nharms: [personal-data]", "1 day after the term of 2026-03-04"),
            ("authority-told: 2026-03-05\nharms: [death, widespread]", "2 days after the term of 2026-03-03"),
            ("authority-told: 2026-03-05\ndeadline: 2026-03-02", "3 days after the term of 2026-03-02"),
            ("authority-told: 2026-03-12\naware: 2026-02-20", "5 days after the term of 2026-03-07"),
            (
                "authority-told: 2026-06-11\naware: 2026-06-10\nusers-told: 2026-04-22",
                "35 days after the term of 2026-05-07",
            ),
            (
                "authority-told: 2026-06-11\naware: 2026-06-10\ncontained: 2026-04-22",
                "35 days after the term of 2026-05-07",
            ),
        ] {
            let day = &lines[16..26];
            let told = format!("5:17 the authority was told of INC on {day}, {late}");
            assert_one("reported-late", &incident(lines), &[&told]);
        }
    }

    #[test]
    fn a_term_of_ones_own_that_is_later_than_the_law_has_a_reason() {
        let told = "5:11 the `deadline` of INC is 2026-04-30, and the law gives until 2026-03-16";
        assert_one("reported-late", &incident("deadline: 2026-04-30\nauthority-told: 2026-04-20"), &[told]);
        assert_one("reported-late", &incident("deadline: 2026-04-30"), &[told]);
        let told = "5:11 the `deadline` of INC is 2026-03-16, and the law gives until 2026-03-11";
        assert_one("reported-late", &incident("deadline: 2026-03-16\nharms: [death]"), &[told]);
    }

    #[test]
    fn personal_data_has_72_hours_beside_other_harm() {
        let told = "5:17 personal data came to harm in INC, and the authority was told on 2026-03-05, after the 72 hours, which ended \
                    on 2026-03-04";
        for harms in ["personal-data, fundamental-rights", "death, personal-data", "other, data-breach"] {
            let lines = format!("authority-told: 2026-03-05\nharms: [{harms}]");
            assert_one("reported-late", &incident(&lines), &[told]);
            assert_one("reported-late", &incident(&format!("{lines}\ndeadline: 2026-03-11")), &[]);
            assert_one("reported-late", &incident(&lines.replace("03-05", "03-04")), &[]);
        }
        let both = "authority-told: 2026-04-30\nharms: [personal-data, other]";
        let told = "5:17 the authority was told of INC on 2026-04-30, 45 days after the term of 2026-03-16";
        assert_one("reported-late", &incident(both), &[told]);
    }

    #[test]
    fn only_a_nonconformity_about_the_delay_settles_it() {
        let told = |lines: &str, nonconformity: &str| {
            let nonconformity = format!("---\nid: NC-1\nkind: nonconformity\n{nonconformity}\n---\nSee [[A.8.3]].\n");
            let incident = incident(&format!("authority-told: 2026-04-30\n{lines}"));
            let (all, _) = check(&[("aims.toml", ""), ("i.md", &incident), ("n.md", &nonconformity)]);
            all.into_iter()
                .find(|finding| finding.name == "reported-late")
                .map(|finding| (finding.level, finding.message.ends_with(", and nothing in NC-1 names that duty")))
        };
        let other = "requirement: \"9.1\"";
        assert_eq!(told("", other), Some((Level::Error, false)));
        assert_eq!(told("nonconformity: NC-9", other), Some((Level::Error, false)), "there is none");
        for (lines, nonconformity) in [("nonconformity: NC-1", other), ("", "requirement: \"9.1\"\nfrom: [INC]")] {
            assert_eq!(told(lines, nonconformity), Some((Level::Warning, true)), "{nonconformity}");
            let dated = |day: &str| told(lines, &format!("{nonconformity}\ndate: {day}"));
            assert_eq!(dated("2026-03-16"), Some((Level::Error, false)), "nothing was late yet");
            assert_eq!(dated("2026-03-17"), Some((Level::Warning, true)));
        }
        for named in [
            "controls: [A.8.5]",
            "requirement: A.8.4 Communication of incidents",
            "requirement: Art. 73(2) AI Act",
            "requirement: Article 33 GDPR",
            "requirements: {eu-ai-act: [art-73-2]}",
        ] {
            assert_eq!(told("nonconformity: NC-1", named), None, "{named}");
            assert_eq!(told("", &format!("from: [INC]\n{named}")), None, "{named}");
        }
        assert_eq!(told("deadline: 2026-04-30\nnonconformity: NC-1", "controls: [A.8.5]"), None);
    }

    #[test]
    fn in_time_or_followed_up_is_no_finding() {
        for lines in [
            "authority-told: 2026-03-16",
            "authority-told: 2026-04-30\ndeadline: 2026-04-30\nreportable-reason: DORA gives a month.",
            "deadline: 2026-03-16",
            "authority-told: 2026-04-30\nstatus: draft",
            "reportable: true",
        ] {
            assert_one("reported-late", &incident(lines), &[]);
        }
    }
}
