//! The words that pages use in a sense of their own, each once, for the page that lists them, for the heads of tables and
//! names of facts that lead there, and for `aims explain`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::base::folded::fold;
use crate::base::text::slug;
use crate::base::{mark, wording};

/// A word with what it means here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The word.
    pub name: &'static str,
    /// Other words that pages use for the same, among them those of heads of tables and of signs.
    pub also: &'static [&'static str],
    /// What it means, in a few sentences. What stands between backticks is typed as it is.
    pub text: &'static str,
}

impl Term {
    /// Its anchor on the page of the glossary.
    pub fn anchor(&self) -> String {
        slug(self.name)
    }

    /// Whether this is its name, or another word for the same. Letter case plays no part.
    pub fn is(&self, word: &str) -> bool {
        self.name.eq_ignore_ascii_case(word) || self.also.iter().any(|other| other.eq_ignore_ascii_case(word))
    }
}

/// For each language beside English the terms by the words that pages in it use, in lower case.
static SPOKEN: LazyLock<HashMap<&'static str, HashMap<String, &'static Term>>> = LazyLock::new(|| {
    let languages = wording::codes().filter_map(wording::language);
    languages.map(|language| (language.code, wording::within(Some(language), by_word))).collect()
});

/// The terms by their words in what is spoken. Where two have the same word, it is of the first.
fn by_word() -> HashMap<String, &'static Term> {
    let mut all = HashMap::new();
    for term in &TERMS {
        for word in std::iter::once(&term.name).chain(term.also) {
            all.entry(wording::of(word).to_lowercase()).or_insert(term);
        }
    }
    all
}

/// The term of this name, or that a page uses this word for: in what is spoken, else in English.
pub fn find(word: &str) -> Option<&'static Term> {
    let word = word.trim();
    let spoken = wording::spoken().and_then(|language| SPOKEN.get(language.code)?.get(&word.to_lowercase()).copied());
    spoken.or_else(|| TERMS.iter().find(|term| term.is(word)))
}

/// All terms in the order of their names in what is spoken.
pub(super) fn in_order() -> Vec<&'static Term> {
    let mut all: Vec<&'static Term> = TERMS.iter().collect();
    all.sort_by_cached_key(|term| folded(wording::of(term.name)));
    all
}

/// A word as it is sorted: letters with marks stand where those without do, and small ones where capitals do.
pub(super) fn folded(word: &str) -> String {
    let mut out = String::new();
    fold(word, &mut out);
    out
}

const fn term(name: &'static str, also: &'static [&'static str], text: &'static str) -> Term {
    Term { name, also, text }
}

/// All terms, in alphabetical order of their English names.
pub const TERMS: [Term; 53] = [
    term(
        mark!("Act"),
        &[mark!("Acts")],
        mark!(
            "A record by which a person says that they approved, reviewed or read exactly this text. It is a small file in the folder `approvals`, with a signature beside it where the person has a key."
        ),
    ),
    term(
        mark!("Applies"),
        &[mark!("Applicable")],
        mark!(
            "Whether a control of a framework is used here. The statement of applicability says so for each, with a reason."
        ),
    ),
    term(
        mark!("Approved"),
        &[mark!("Approval"), mark!("Approved by")],
        mark!(
            "Said of a text for which there is what the organisation’s rule asks for: a merge, a signature, or a signed record by somebody who holds the role. Where the rule asks for a claim only, what the text says of itself is enough for the ladder, and the signs say so: “Says approved” of the document, “Current, approval claimed” of what rests on it. Said of a change: somebody agreed to it."
        ),
    ),
    term(
        mark!("Audience of a site"),
        &[],
        mark!(
            "For whom a site was built: everybody, the organisation, or those who may read everything. What is not for them is in no file of it."
        ),
    ),
    term(
        mark!("Baseline"),
        &[],
        mark!(
            "Of an objective: the value from which it started. Of the check: the list of findings that were there before it and fail nothing."
        ),
    ),
    term(
        mark!("Called for"),
        &[mark!("There")],
        mark!(
            "Something that a clause asks for in writing: a document or a record. It is there once a document of that kind stands in the repository and is finished."
        ),
    ),
    term(
        mark!("Caveat"),
        &[mark!("Caveats")],
        mark!(
            "Something that weakens the rung of a requirement without lowering it, such as an approval that is only claimed, or a record that is to show very many controls."
        ),
    ),
    term(
        mark!("Change record"),
        &[mark!("Revisions")],
        mark!("All that was ever changed, by whom and when, as git has it. Nobody writes it by hand."),
    ),
    term(
        mark!("Claim"),
        &[mark!("Claimed"), mark!("Claimed by")],
        mark!("What a text says of itself, and nothing else in the repository bears out."),
    ),
    term(
        mark!("Clock"),
        &[],
        mark!(
            "Said of a finding that came with the passing of time, though nobody changed anything: a review that fell due, a record that grew old."
        ),
    ),
    term(
        mark!("Current"),
        &[mark!("Current, approval claimed"), mark!("Current, approval not asked for")],
        mark!(
            "The highest rung: all that stands behind the requirement is approved as the organisation’s rule asks and in date, and its records are recent enough. “Current, approval claimed” where that rule takes a claim and a claim is all there is; “approval not asked for” where it asks for none and nobody claims one."
        ),
    ),
    term(
        mark!("Does"),
        &[mark!("How it is done")],
        mark!("What a procedure or process is to a requirement: it tells how it is done."),
    ),
    term(
        mark!("Edition"),
        &[],
        mark!(
            "Of a site: which texts it has, the latest, drafts among them, or of each document the last text that was approved. Of a standard or a law: which of its issues is meant."
        ),
    ),
    term(
        mark!("Editorial"),
        &[],
        mark!("Said of a change that leaves what a text says as it was: spelling, layout, a link."),
    ),
    term(
        mark!("Effective"),
        &[],
        mark!(
            "Of a text: the day from which it says that it holds, which is one of the conditions for being in force. Of training and other actions: whether they worked, and what shows it."
        ),
    ),
    term(
        mark!("Evidence"),
        &[mark!("Evidence of approval")],
        mark!(
            "What there is to show for something. Of an approval there are four levels: claimed in the text, merged by another person, signed in git, and a signed record of the act. Of a requirement it is records that show that it was done."
        ),
    ),
    term(mark!("Evidenced"), &[], mark!("The fourth rung: a dated record shows that it was done.")),
    term(
        mark!("Excluded"),
        &[mark!("Exclusion")],
        mark!("Said of a control that the statement of applicability leaves out, with a reason. It stands on no rung."),
    ),
    term(
        mark!("Finding"),
        &[mark!("Findings")],
        mark!(
            "Of the check: an error, a warning or a note. Each has the code of its rule, which tells what it looks for, why, and how to mend it. Of an audit: what its auditors found and wrote down, such as a nonconformity; the check has no part in it."
        ),
    ),
    term(
        mark!("Framework"),
        &[mark!("Frameworks")],
        mark!(
            "A standard, a law or another set of requirements. Some are followed, so that each requirement has a page; others are only named."
        ),
    ),
    term(
        mark!("Gap"),
        &[],
        mark!(
            "Of a requirement: the lowest rung, on which no document stands behind it. Of competence: what somebody still lacks of what the role asks for."
        ),
    ),
    term(
        mark!("In date"),
        &[mark!("Review"), mark!("Next review")],
        mark!(
            "Said of a document whose next review lies ahead. It counts from the last act of review or approval on record; where only the text says when it was reviewed, the sign is “Says in date”."
        ),
    ),
    term(
        mark!("In force"),
        &[],
        mark!(
            "Said of a text from the day on which it had reached the main line, its rule of approval was met and its own date had come, until another took its place."
        ),
    ),
    term(
        mark!("Known"),
        &[],
        mark!(
            "Said of a finding that was there before and is listed in the baseline: it is shown, and fails no check."
        ),
    ),
    term(
        mark!("Lapsed"),
        &[mark!("Approval lapsed"), mark!("Says approved; approval lapsed")],
        mark!("Said of an approval that was of an earlier text: the text has changed since in what it says."),
    ),
    term(
        mark!("Material"),
        &[mark!("Substance"), mark!("Weight")],
        mark!(
            "Said of a change to what a text says, which is its substance: another word of the text, another image, another key that matters. An approval is of the substance."
        ),
    ),
    term(
        mark!("Must read"),
        &[mark!("Reading list"), mark!("Acknowledgement"), mark!("Acknowledged")],
        mark!(
            "The roles that a document names under `must-read` have to have read it. Who has, tells by an acknowledgement: an act that names the text it is of. It approves nothing and reviews nothing."
        ),
    ),
    term(
        mark!("Nonconformity"),
        &[mark!("Nonconformities")],
        mark!(
            "Something that was not as a requirement asks, with its cause, what was done about it, and whether that worked."
        ),
    ),
    term(
        mark!("On record"),
        &[],
        mark!(
            "Said of a record that nobody is asked to approve: it stands as it is in the repository. As the head of a column: what the repository holds for what stands beside it."
        ),
    ),
    term(mark!("Operated"), &[], mark!("The third rung: a procedure tells how it is done.")),
    term(
        mark!("Overdue"),
        &[mark!("Late")],
        mark!("Said once the last day for something has passed: on the day after it."),
    ),
    term(mark!("Owner"), &[mark!("Owned by")], mark!("The role or person that a document names to answer for it.")),
    term(
        mark!("Population"),
        &[mark!("Populations")],
        mark!(
            "All there is of something that an auditor may sample from, such as the records of a kind or the documents in force."
        ),
    ),
    term(
        mark!("Record"),
        &[mark!("Records")],
        mark!(
            "A document that tells what was done, once, and is then left as it is. A policy or procedure is kept current instead."
        ),
    ),
    term(
        mark!("Residual risk"),
        &[mark!("Residual")],
        mark!(
            "What is left of a risk once its treatment is in place, or of an impact once its measures are, and who accepted that."
        ),
    ),
    term(
        mark!("Rung"),
        &[mark!("Rungs"), mark!("Ladder"), mark!("Rung of the clause")],
        mark!(
            "How far a requirement has come: gap, stated, operated, evidenced, current. It follows from the documents that name the requirement, from their approval and from their dates, and from nothing else."
        ),
    ),
    term(
        mark!("Sample"),
        &[mark!("Samples"), mark!("Seed"), mark!("Strata")],
        mark!(
            "Of a population: some of its units, which nobody chose: a number, the seed, decides. Whoever has the list and the seed draws the same. Of an audit or a test: what was looked at, however it was picked."
        ),
    ),
    term(mark!("Says"), &[mark!("Says it")], mark!("What a policy or plan is to a requirement: it tells what holds.")),
    term(
        mark!("Says approved"),
        &[mark!("Names as approvers"), mark!("Says approved; evidence lacking")],
        mark!(
            "Said of a text that calls itself approved. Nothing in the repository bears that out, or less than the organisation’s rule asks for."
        ),
    ),
    term(
        mark!("Sealed"),
        &[],
        mark!(
            "Said of a text that a signed tag in git covers, as an audit sets one. It shows that the text was there then. It approves only where its signer holds a role that the rule names."
        ),
    ),
    term(
        mark!("Settled"),
        &[mark!("Closed")],
        mark!(
            "Said of a record that is closed, accepted or approved, or has stood for some time. What it says should not change any more."
        ),
    ),
    term(mark!("Shows"), &[mark!("Shows it")], mark!("What a record is to a requirement: it shows that it was done.")),
    term(
        mark!("Signed"),
        &[mark!("Signature")],
        mark!(
            "Said of an act or a commit that carries a signature by a key which the settings list for that person. It proves who signed these bytes, not that they were read."
        ),
    ),
    term(
        mark!("Stated"),
        &[],
        mark!("The second rung: a document says what holds, and no procedure tells how it is done."),
    ),
    term(
        mark!("Statement of applicability"),
        &[mark!("SoA")],
        mark!("The document that says of every control whether it applies, why, and how far it is implemented."),
    ),
    term(
        mark!("Suspect"),
        &[mark!("Suspect link"), mark!("Suspect links")],
        mark!(
            "Said of a document that builds on another which has changed in substance since anybody looked at the two together."
        ),
    ),
    term(
        mark!("Tier"),
        &[mark!("Says, does, shows")],
        mark!(
            "Of a document: what it does for a requirement. It says what holds, tells how it is done, or shows that it was done. Of an AI system: its level by the organisation’s own scale."
        ),
    ),
    term(
        mark!("Uncontrolled"),
        &[mark!("Uncontrolled page")],
        mark!("Said of a page without front matter: it is shown so that links work, and counts for nothing."),
    ),
    term(
        mark!("Unit"),
        &[mark!("Units")],
        mark!(
            "Of the scope: a part of the organisation that it covers. Of a population: one of the things that it counts, and that a sample may draw. Of an objective: what its figures are counted in, such as days."
        ),
    ),
    term(
        mark!("Version"),
        &[mark!("Versions")],
        mark!(
            "The number that a text gives itself. Texts under the same number may differ; the change record tells where they do."
        ),
    ),
    term(
        mark!("Vouched for"),
        &[mark!("Settings not vouched for")],
        mark!(
            "Said of people, keys and rules in the settings that somebody signed for whom the settings listed before."
        ),
    ),
    term(
        mark!("Waived"),
        &[mark!("Waiver"), mark!("Waivers")],
        mark!(
            "Said of a finding that somebody has decided to live with until a day, with a reason. It is shown and fails nothing."
        ),
    ),
    term(
        mark!("Weaker"),
        &[mark!("Asks for less than before")],
        mark!(
            "Said of a change by which a text seems to ask for less than it did, such as “should” in the place of “must”. It is pointed out for people to judge."
        ),
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::kinds::Kinds;
    use crate::model::standing::Word;
    use crate::model::tier::Tier;
    use crate::model::trace::Place;

    #[test]
    fn terms_stand_in_order_and_each_word_is_of_one() {
        assert!(TERMS.iter().map(|term| term.name.to_lowercase()).is_sorted());
        let mut words = BTreeSet::new();
        for word in TERMS.iter().flat_map(|term| std::iter::once(&term.name).chain(term.also)) {
            assert!(words.insert(word.to_lowercase()), "{word} stands twice");
        }
        let anchors: BTreeSet<String> = TERMS.iter().map(Term::anchor).collect();
        assert_eq!(anchors.len(), TERMS.len());
    }

    /// The keys of documents whose names are words that the glossary tells, each with what the text has to say for it.
    const KEYS: [(&str, &str); 15] = [
        ("applicable", "a control of a framework"),
        ("approved", "Said of a change"),
        ("approved-by", "Said of a change"),
        ("baseline", "Of an objective"),
        ("closed", "a record that is closed"),
        ("edition", "Of a standard or a law"),
        ("effective", "Of training"),
        ("finding", "Of an audit"),
        ("findings", "Of an audit"),
        ("gap", "Of competence"),
        ("residual", "or of an impact"),
        ("sample", "Of an audit or a test"),
        ("tier", "Of an AI system"),
        ("unit", "Of an objective"),
        ("units", "Of the scope"),
    ];

    /// The keys whose names mean what the glossary tells, wherever they stand.
    const SAME: [&str; 6] = ["evidence", "framework", "next-review", "nonconformity", "owner", "version"];

    #[test]
    fn a_word_that_is_a_key_of_a_document_is_told_in_the_sense_of_the_key() {
        for kind in Kinds::builtin().iter() {
            let fields = kind.fields.iter().flat_map(|field| std::iter::once(field).chain(&field.columns));
            for field in fields {
                let Some(term) = find(&field.label()).filter(|_| !SAME.contains(&&*field.name)) else { continue };
                let says = KEYS.iter().find(|(key, _)| *key == field.name).map(|(_, says)| says);
                let says = says.unwrap_or_else(|| panic!("{}: what does {} mean of it?", term.name, field.name));
                assert!(term.text.contains(says), "{}: {says}", term.name);
            }
        }
    }

    #[test]
    fn a_term_is_found_by_its_word_in_what_is_spoken() {
        for code in wording::codes() {
            wording::within(wording::language(code), || {
                for term in &TERMS {
                    let found = find(wording::of(term.name));
                    assert_eq!(found.map(|found| found.name), Some(term.name), "{code}");
                }
                assert_eq!(find("Rung").map(Term::anchor).as_deref(), Some("rung"));
            });
        }
    }

    #[test]
    fn each_rung_tier_and_word_of_a_standing_is_told() {
        let told = |word: &str| assert!(find(word).is_some(), "{word} is not told");
        for word in Place::ALL.map(Place::as_str).into_iter().chain(Tier::ALL.map(Tier::as_str)) {
            told(word);
        }
        for word in [Word::SaysApproved, Word::Lacking, Word::Lapsed, Word::Approved, Word::OnRecord] {
            told(word.title());
        }
    }
}
