//! `reported-late`: an authority was told of an incident after its term.

use crate::base::date::days_between;
use crate::base::{Date, Period, plural, say, wording};
use crate::check::lacks::{is_draft, is_unsaid};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::fields::Fields;

pub(super) static RULE: Rule = Rule {
    code: "AIMS733",
    name: "reported-late",
    level: Level::Error,
    clock: false,
    what: "`authority-told` of an incident lies after the term for telling it: `deadline`, or, where that is not given, 2 days after the organisation became aware for widespread harm and critical infrastructure, 10 for a death, 3 for personal data alone, and 15 otherwise. The days count from `aware`, else from `date`. As a warning, personal data came to harm beside something else, there is no `deadline`, and the authority was told after 3 days; or `deadline` is later than that day, and no `reportable-reason` says by which law.",
    why: "Article 73 of the EU AI Act and article 33 of the GDPR give these terms at most (control A.8.5). A late report is a breach of its own, and an auditor asks what has changed since.",
    fix: "The days cannot be changed. Raise a nonconformity for the delay and name it under `nonconformity`; where the term was another, write it under `deadline`, and why under `reportable-reason`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, incident) in context.living_of("incident").filter(|(_, incident)| !is_draft(incident)) {
        let fields = &incident.fields;
        if ["deadline", "aware", "harms"].iter().any(|key| fields.is_misread(key)) || !fields.lacks("nonconformity") {
            continue;
        }
        own_term(incident, report);
        let Some(told) = fields.date("authority-told") else { continue };
        // A day that has not come yet has its own finding.
        let Some(term) = term(fields).filter(|term| told > *term && told <= context.aims.today) else {
            of_data(context, incident, told, report);
            continue;
        };
        let late = usize::try_from(days_between(term, told)).unwrap_or(usize::MAX);
        report.document(
            incident,
            incident.span_of("authority-told"),
            plural!(
                late,
                "the authority was told of {id} on {told}, {n} day after the term of {term}",
                "the authority was told of {id} on {told}, {n} days after the term of {term}",
                id = incident.id,
                told = wording::day(told),
                term = wording::day(term)
            ),
            say!("Raise a nonconformity for the delay and name it under `nonconformity`; another term goes under `deadline`, and why under `reportable-reason`."),
        );
    }
}

/// Days that the GDPR gives for personal data: 72 hours.
const DATA: i32 = 3;

/// Tells of an incident that did harm to personal data beside something else, of which the authority was told in the time
/// that the other gives and not within 72 hours.
fn of_data(context: &Context<'_>, incident: &Document, told: Date, report: &mut Report<'_>) {
    let fields = &incident.fields;
    let is_of_data = fields.texts("harms").iter().any(|harm| harm.value == "personal-data");
    let aware = fields.date("aware").or_else(|| fields.date("date"));
    let Some(term) = aware.filter(|_| is_of_data && fields.lacks("deadline")).map(|day| Period::Days(DATA).after(day))
    else {
        return;
    };
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
        say!("Where the authority for data protection was told in time, or did not have to be, write the term that held under `deadline`, and why under `reportable-reason`; else raise a nonconformity for the delay and name it under `nonconformity`."),
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

/// The last day on which the authority could be told in time.
fn term(fields: &Fields) -> Option<Date> {
    fields.date("deadline").or_else(|| by_law(fields))
}

/// The day that the law gives, by what came to harm.
fn by_law(fields: &Fields) -> Option<Date> {
    let harms: Vec<&str> = fields.texts("harms").iter().map(|harm| harm.value.as_str()).collect();
    let days = match harms.as_slice() {
        harms if harms.iter().any(|harm| matches!(*harm, "widespread" | "critical-infrastructure")) => 2,
        harms if harms.contains(&"death") => 10,
        ["personal-data"] => DATA,
        _ => 15,
    };
    let aware = fields.date("aware").or_else(|| fields.date("date"))?;
    Some(Period::Days(days).after(aware))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

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
    fn in_time_or_followed_up_is_no_finding() {
        for lines in [
            "authority-told: 2026-03-16",
            "authority-told: 2026-04-30\nnonconformity: NC-001",
            "authority-told: 2026-04-30\ndeadline: 2026-04-30\nreportable-reason: DORA gives a month.",
            "deadline: 2026-03-16",
            "deadline: 2026-04-30\nnonconformity: NC-001",
            "authority-told: 2026-04-30\nstatus: draft",
            "reportable: true",
        ] {
            assert_one("reported-late", &incident(lines), &[]);
        }
    }
}
