//! What a text says of itself at its head, in its own lines, beside what is read of it: who reads the page sees both.

use super::context::Context;
use super::rule::Report;
use crate::base::text::cut;
use crate::base::{date, say};
use crate::diag::Level;
use crate::model::Aims;
use crate::model::document::{Document, Status};
use crate::model::tier::Tier;
use crate::model::versions::same;
use crate::model::whose::Whose;
use crate::reading::{About, Stated, dressed_version, normal};

/// How many lines are the head of a text without further headings.
const LINES: usize = 15;

/// How much of a value is told.
const MOST: usize = 40;

/// Keys under which the day of an approval commonly stands.
const APPROVED: [&str; 4] = ["approval-date", "approved-on", "date-approved", "date-of-approval"];

/// Headings of the part of a text in which it tells of itself.
const CONTROL: [&str; 8] = [
    "document control",
    "document details",
    "document information",
    "document properties",
    "dokumentenlenkung",
    "dokumentenangaben",
    "dokumenteninformationen",
    "dokumentinformationen",
];

/// Tells of lines at the head of texts that say otherwise than what is read.
pub(super) fn contradictions(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    for (_, document) in context.living() {
        if !document.has_front || document.translates.is_some() {
            continue;
        }
        for stated in aims.config.reading.stated(&document.text, document.body.start, end_of_head(document)) {
            let Some((key, holds)) = otherwise(aims, document, &stated) else { continue };
            report.document(
                document,
                stated.span,
                say!(
                    "the head of the text says `{label}: {said}`, and `{key}` says `{holds}`",
                    label = &stated.label,
                    said = cut(&stated.text, MOST),
                    key = &key,
                    holds = cut(&holds, MOST)
                ),
                say!("Take the line out of the text, for the page shows that anyway, or mend `{key}`.", key = &key),
            );
            report.at(Level::Warning);
        }
    }
}

/// Where the head of a text ends: before its first further heading, but for one above what it tells of itself.
fn end_of_head(document: &Document) -> usize {
    let is_further = |level: u8, text: &str| level > 1 && !CONTROL.contains(&text.trim().to_lowercase().as_str());
    let further = document.body.headings.iter().find(|heading| is_further(heading.level, &heading.text));
    let first = || {
        let body = document.text.get(document.body.start..).unwrap_or_default();
        document.body.start + body.split_inclusive('\n').take(LINES).map(str::len).sum::<usize>()
    };
    further.map_or_else(first, |heading| heading.span.start)
}

/// The key by which something else is read than a line says, with what that says.
fn otherwise(aims: &Aims, document: &Document, stated: &Stated) -> Option<(String, String)> {
    let (fields, said) = (&document.fields, stated.text.as_str());
    if is_open(said) {
        return None;
    }
    // A law, a model or a report bears the version, the state and the days of what it is about.
    let is_of_itself = matches!(document.tier(), Some(Tier::Says | Tier::Does));
    let (key, holds) = match stated.about {
        About::Id => ("id", other_id(aims, document, said)?),
        About::NextReview => ("next-review", other_day(said, &fields.date("next-review")?.to_string())?),
        _ if !is_of_itself => return None,
        About::Version => ("version", other_version(said, fields.text("version")?)?),
        About::Status if fields.get("state").is_some() => return None,
        About::Status => ("status", other_status(aims, said, document.status()?)?),
        About::Owner => ("owner", other_owner(aims, stated, fields.text("owner")?)?),
        About::Effective if is_of_approval(document) => return None,
        About::Effective => ("effective", other_day(said, &fields.date("effective")?.to_string())?),
        About::Approved => return other_approval(document, said),
    };
    Some((key.to_owned(), holds))
}

/// Whether nothing is said there: a gap to fill in, or where to look.
fn is_open(said: &str) -> bool {
    const WORDS: [&str; 9] = ["tbd", "tbc", "n/a", "none", "-", "–", "—", "keine", "offen"];
    let lower = said.trim().to_lowercase();
    let points = ["see ", "siehe ", "as in ", "wie im "].iter().any(|word| lower.starts_with(word));
    points || said.contains(['<', '[', '{', '…']) || said.contains("__") || WORDS.contains(&lower.as_str())
}

/// The id where a line gives another: one of another document, or one of its own kind. What counts in another way is the
/// number of another program.
fn other_id(aims: &Aims, document: &Document, said: &str) -> Option<String> {
    document.id_span?;
    let start = |id: &str| id.split(['-', '_', '.']).next().unwrap_or_default().to_lowercase();
    let formerly = document.fields.texts("formerly").iter().map(|id| id.value.as_str());
    let is_own = std::iter::once(document.id.as_str()).chain(formerly).any(|id| {
        let (id, said) = (id.to_lowercase(), said.to_lowercase());
        id == said || said.ends_with(&format!("-{id}"))
    });
    let is_like = aims.by_id(said).is_some() || start(said) == start(&document.id);
    (!is_own && is_like).then(|| document.id.clone())
}

fn other_version(said: &str, holds: &str) -> Option<String> {
    fn word(version: &str) -> &str {
        dressed_version(version).unwrap_or(version).split([' ', ',', ';']).next().unwrap_or_default()
    }
    let is_number = |version: &str| version.starts_with(|c: char| c.is_ascii_digit());
    let both = is_number(word(said)) && is_number(word(holds));
    (both && !same(word(said), word(holds))).then(|| holds.to_owned())
}

fn other_status(aims: &Aims, said: &str, holds: Status) -> Option<String> {
    let meant = aims.config.reading.status_meant(said)?;
    let is_one = Status::ALL.iter().any(|status| status.as_str() == meant);
    (is_one && meant != holds.as_str()).then(|| holds.as_str().to_owned())
}

fn other_day(said: &str, holds: &str) -> Option<String> {
    let said = date::parse(said)?;
    (said.to_string() != holds).then(|| holds.to_owned())
}

/// Whether the day from which the text holds is read under the name of one of approval.
fn is_of_approval(document: &Document) -> bool {
    let field = document.fields.get("effective").filter(|_| document.beside.is_none());
    let key = field.and_then(|field| document.text.get(field.key_span.start..field.key_span.end));
    key.is_some_and(|key| APPROVED.contains(&normal(key.trim_matches(['"', '\''])).as_str()))
}

/// The same of a day of approval, which has no key of ours.
fn other_approval(document: &Document, said: &str) -> Option<(String, String)> {
    if is_of_approval(document) {
        let holds = document.fields.date("effective")?.to_string();
        return Some(("effective".to_owned(), other_day(said, &holds)?));
    }
    let mut kept = document.fields.kept().iter().chain(document.fields.unknown());
    let (key, holds) = kept.find(|(key, _)| APPROVED.contains(&normal(key).as_str()))?;
    let holds = date::parse(holds)?.to_string();
    Some((key.clone(), other_day(said, &holds)?))
}

/// The owner where a line names somebody else. A name in German that nobody here bears may be that of a role in another
/// language.
fn other_owner(aims: &Aims, stated: &Stated, holds: &str) -> Option<String> {
    let said = stated.text.as_str();
    if said.ends_with('.') || said.split_whitespace().count() > 8 {
        return None;
    }
    let words = said.replace(" and ", ",").replace(" und ", ",");
    let names: Vec<&str> =
        words.split([',', ';', '/', '&', '(', ')']).map(str::trim).filter(|name| !name.is_empty()).collect();
    let is_known = names.iter().any(|name| Whose::find(aims, name).is_some());
    let speaks = aims.config.site.language.as_deref().is_some_and(|tag| tag.starts_with("de"));
    let is_other = !names.iter().any(|name| is_same_person(aims, name, holds)) && !names.is_empty();
    (is_other && (is_known || speaks || !stated.german)).then(|| holds.to_owned())
}

/// Whether two names may stand for one person or role: a part of the other, its first letters, or what somebody is called here.
fn is_same_person(aims: &Aims, one: &str, other: &str) -> bool {
    let (small, great) = (one.to_lowercase(), other.to_lowercase());
    let first = |text: &str| -> String {
        text.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.chars().next()).collect()
    };
    let whose = |one: &str, other: &str| Whose::find(aims, one).is_some_and(|whose| whose.is(other));
    small.contains(&great)
        || great.contains(&small)
        || first(&small) == great
        || first(&great) == small
        || whose(one, other)
        || whose(other, one)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SETTINGS: &str = "[[people]]\nname = \"Ada Example\"\nemails = [\"ada@example.org\"]\nroles = [\"AI Officer\"]\n\
                            [[people]]\nname = \"Bob Other\"\nemails = [\"bob@example.org\"]\nroles = [\"CISO\"]\n";

    fn told_of(kind: &str, keys: &str, text: &str) -> Vec<String> {
        let text = format!("---\nid: POL-001\ntitle: T\nkind: {kind}\n{keys}---\n# T\n\n{text}");
        let other = "---\nid: POL-002\ntitle: T\nkind: policy\n---\nText.\n";
        only("duplicate-key", &[("aims.toml", SETTINGS), ("a.md", &text), ("b.md", other)])
    }

    fn told(keys: &str, text: &str) -> Vec<String> {
        told_of("policy", keys, text)
    }

    const KEYS: &str = "version: \"1.3\"\nstatus: approved\nowner: AI Officer\neffective: 2026-02-01\n\
                        approval-date: 2026-01-20\nnext-review: 2027-02-01\n";

    #[test]
    fn each_line_that_says_otherwise_is_told_once() {
        let found = told(
            KEYS,
            "**Document ID:** POL-002\n**Version:** 1.2\n**Version:** 1.1\n**Status:** Draft\n**Owner:** CISO\n\
             **Effective date:** 1 March 2026\n**Approved on:** 19 January 2026\n**Next review:** 2027-03-01\n",
        );
        let says = |key: &str, holds: &str| format!("and `{key}` says `{holds}`");
        let wanted = [
            says("id", "POL-001"),
            says("version", "1.3"),
            says("status", "approved"),
            says("owner", "AI Officer"),
            says("effective", "2026-02-01"),
            says("approval-date", "2026-01-20"),
            says("next-review", "2027-02-01"),
        ];
        assert_eq!(found.len(), wanted.len(), "{found:#?}");
        for (found, wanted) in found.iter().zip(wanted) {
            assert!(found.ends_with(&wanted), "{found} {wanted}");
        }
        assert_eq!(
            told("version: \"1.3\"\n", "| Fassung | 1.2 |\n|---|---|\n| Dokumentstatus | Entwurf |\n"),
            ["a.md:9:13 the head of the text says `Fassung: 1.2`, and `version` says `1.3`"]
        );
    }

    #[test]
    fn a_second_line_that_takes_the_status_back_is_told() {
        let found = told("status: approved\n", "**Status:** Approved\n**Status:** Draft\n**Status:** Approved\n");
        assert_eq!(found, ["a.md:10:13 the head of the text says `Status: Draft`, and `status` says `approved`"]);
    }

    #[test]
    fn what_means_the_same_is_no_finding() {
        for text in [
            "Document ID: POL-001\nVersion: v1.3\nStatus: Approved\nOwner: Ada Example\n",
            "Version: 1.3.0 (final)\nStatus: final\nOwner: ada@example.org\nNext review: 01.02.2027\n",
            "Status: Freigegeben\nOwner: AI Officer, Ada Example\nEffective from: February 1, 2026\n",
            "Document ID: ORG-POL-001\nDocument number: 4711\nOwner: AO\nNext review: Q1 2027\n",
            "Owner: see the front matter\nVersion: <version>\nStatus: open\nNext review: tbd\n",
            "Eigentümer: KI-Beauftragte\nFreigegeben am: 20.01.2026\n",
            "Text.\n\n## Owner\n\nVersion: 1.2\nOwner: CISO\n",
            "| Version | Date |\n|---|---|\n| 1.2 | 2026-01-01 |\n",
        ] {
            assert_eq!(told(KEYS, text), [] as [&str; 0], "{text}");
        }
        assert_eq!(told("", "Version: 1.2\nStatus: Draft\nOwner: CISO\n"), [] as [&str; 0]);
        assert_eq!(told("version: 1.0 DRAFT\n", "**Version:** 1.0 DRAFT\n"), [] as [&str; 0]);
        let late = format!("{}Version: 1.2\n", "Text.\n\n".repeat(10));
        assert_eq!(told(KEYS, &late), [] as [&str; 0]);
        let retired = KEYS.replace("status: approved", "status: retired");
        assert_eq!(told(&retired, "Version: 1.2\n"), [] as [&str; 0]);
    }

    #[test]
    fn what_tells_of_a_thing_bears_its_version() {
        for kind in ["model", "external", "risk"] {
            let keys = "version: \"1.3\"\nstatus: approved\nowner: AI Officer\neffective: 2026-02-01\n";
            let head = "Version: 4.0\nStatus: Draft\nOwner: CISO\nEffective date: 2024-08-01\n";
            assert_eq!(told_of(kind, keys, head), [] as [&str; 0], "{kind}");
        }
        let found = told_of("procedure", "version: \"1.3\"\n", "## Document control\n\nVersion: 4.0\n");
        assert_eq!(found.len(), 1, "{found:?}");
    }
}
