//! Why an act or another piece of evidence does not count, as values, and in words.

use super::returned::Returned;
use super::targets::Moved;
use crate::base::wording::Words;
use crate::base::{Date, plural, say, wording};
use crate::signature::Verdict;

/// Why something does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The record cannot be read, and what is wrong with it: a sentence without a full stop.
    Unreadable(Words),
    /// There is no document of the id it names.
    NoDocument(String),
    /// Documents of this kind are not approved.
    NotApproved,
    /// Keys of the document stand in this file beside it, which no act covers.
    KeysBeside(String),
    /// It is not signed.
    Unsigned,
    /// It is the review of this person, whom the settings do not know, and is not signed.
    UnsignedBy(String),
    /// It is not signed, and another brought it than the person it names.
    NotedBy {
        /// Who, by author or committer of the commit.
        who: String,
        /// Whom the record names.
        named: String,
    },
    /// The settings list the address in its commit for each of these people.
    AddressOfSeveral(Vec<String>),
    /// It is not signed and not committed: nobody is known to have brought it.
    UncommittedNote,
    /// It names one person, and the key is another one's.
    OtherSigner {
        /// Whom the record names.
        named: String,
        /// Whose key it is.
        signer: String,
    },
    /// The signature is not good.
    Signature(Verdict),
    /// The signature is of a sort that is not checked.
    UncheckedSignature(&'static str),
    /// The signature is good, and nobody is known by its key.
    NobodysKey,
    /// The person held none of the roles that the rule asks for.
    NotEntitled {
        /// Who.
        who: String,
        /// The roles the rule asks for.
        roles: Vec<String>,
    },
    /// This person is the only author of the change.
    OnlyAuthor(String),
    /// This person put the change into the history, and nothing but that says that another wrote it.
    PutAllThere(String),
    /// This person is an author of the change that they merged.
    MergedOwn(String),
    /// The merge names this person as its author, and another put it there.
    PutThereBy {
        /// Whom it names.
        who: String,
        /// Who put it there.
        by: String,
    },
    /// The settings before the merge do not list the address by which this person merged.
    UnknownPerson(String),
    /// The text is nowhere in the history of the document.
    UnknownText,
    /// The text is not committed, so that nobody knows who wrote it.
    UncommittedText,
    /// The history here is not whole: who wrote the text, and whether there was such a text, is not known.
    CutHistory,
    /// It names another version than the text does that it is about.
    OtherVersion {
        /// Which.
        says: String,
        /// That of the text, where it names one.
        had: Option<String>,
    },
    /// Whose act it is took the record away, and another put it back: by name, and on which days.
    Withdrawn {
        /// When it was taken away.
        taken: Date,
        /// Who put it back, and when; `None` where that is not committed.
        back: Option<(String, Date)>,
    },
    /// It is about an earlier text.
    EarlierText,
    /// The text went out of force after it, and was brought back.
    BroughtBack(Returned),
    /// Links and images of the text, by their targets, lead elsewhere than they did.
    LedElsewhere(Vec<String>),
    /// The settings read the text otherwise than when it was made.
    Reread,
    /// The document does not say that it is approved.
    NotCalledApproved,
    /// It is a tag, and the rule names no role that its signer might hold.
    Seals,
    /// It is a tag that stands under another name than it was signed with. That name is whatever somebody pushed.
    TagRenamed,
    /// It is a tag that says in its name or its message that what it holds is not approved.
    TagRefuses,
    /// It is a commit or merge that says in its message that what it brings is not approved.
    MessageDenies,
}

/// What can speak against an act: the sort of a [`Reason`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objection {
    /// The record cannot be read, or is about no document that is approved.
    Invalid,
    /// Its signature does not prove that the person it names made it, or it says of its text what is not so.
    Unproven,
    /// The person held none of the roles that the rule asks for.
    NotEntitled,
    /// The person wrote the change.
    OwnWork,
    /// The text it names is not known.
    UnknownText,
    /// It is not committed yet.
    Uncommitted,
    /// It is about another text than the present one.
    OtherText,
}

/// How many targets are named.
const NAMED: usize = 3;

impl Reason {
    /// That these lead elsewhere.
    pub(super) fn led_elsewhere(moved: &[Moved]) -> Self {
        Self::LedElsewhere(moved.iter().map(|moved| moved.target.clone()).collect())
    }

    /// The sort.
    pub fn objection(&self) -> Objection {
        match self {
            Self::Unreadable(_) | Self::NoDocument(_) | Self::NotApproved | Self::KeysBeside(_) => Objection::Invalid,
            Self::Unsigned
            | Self::UnsignedBy(_)
            | Self::NotedBy { .. }
            | Self::AddressOfSeveral(_)
            | Self::OtherSigner { .. }
            | Self::Signature(_)
            | Self::UncheckedSignature(_)
            | Self::NobodysKey
            | Self::Withdrawn { .. }
            | Self::OtherVersion { .. }
            | Self::TagRenamed => Objection::Unproven,
            Self::NotEntitled { .. }
            | Self::UnknownPerson(_)
            | Self::PutThereBy { .. }
            | Self::NotCalledApproved
            | Self::TagRefuses
            | Self::MessageDenies
            | Self::Seals => Objection::NotEntitled,
            Self::OnlyAuthor(_) | Self::PutAllThere(_) | Self::MergedOwn(_) => Objection::OwnWork,
            Self::UncommittedNote => Objection::Uncommitted,
            Self::UnknownText | Self::UncommittedText | Self::CutHistory => Objection::UnknownText,
            Self::EarlierText | Self::BroughtBack(_) | Self::LedElsewhere(_) | Self::Reread => Objection::OtherText,
        }
    }

    /// Whether a tag of which this speaks against it seals what it holds all the same: its signature is good.
    pub(super) fn leaves_seal(&self) -> bool {
        matches!(
            self,
            Self::Seals | Self::TagRefuses | Self::NotEntitled { .. } | Self::OnlyAuthor(_) | Self::PutAllThere(_)
        )
    }

    /// Why, without a full stop.
    pub fn sentence(&self) -> String {
        match self {
            Self::Unreadable(why) => why.to_string(),
            Self::NoDocument(id) => say!("there is no document {id}", id),
            Self::NotApproved => say!("documents of this kind are not approved").into(),
            Self::KeysBeside(file) => say!(
                "keys of the document stand in `{file}`, of which no act and no commit tells that somebody approved them",
                file
            ),
            Self::Unsigned => say!("it is not signed").into(),
            Self::UnsignedBy(who) => say!("it is not signed, and the settings do not know {who}", who),
            Self::NotedBy { who, named } => {
                say!(
                    "it is not signed, and {who} put it there, not {named}: a note, and no review by {named}",
                    who,
                    named
                )
            }
            Self::AddressOfSeveral(people) => say!(
                "it is told by the address in its commit whose it is, and the settings list that for several people: {people}",
                people = people.join(", ")
            ),
            Self::UncommittedNote => uncommitted_note(),
            Self::OtherSigner { named, signer } => {
                say!("the record names {named}, but the key that signed it is listed for {signer}", named, signer)
            }
            Self::Signature(verdict) => verdict.describe(),
            Self::UncheckedSignature(what) => {
                say!("signed with {what}, which aims does not check", what = wording::of(what))
            }
            Self::NobodysKey => say!("the key is nobody's").into(),
            Self::NotEntitled { who, roles } => {
                say!("{who} held none of the roles that the rule asks for: {roles}", who, roles = roles.join(", "))
            }
            Self::OnlyAuthor(who) => say!("{who} is the only author of the change", who),
            Self::PutAllThere(who) => say!(
                "{who} put the change into the history, and that another wrote it is what those commits say: that is no second person",
                who
            ),
            Self::MergedOwn(who) => say!("{who} is an author of the change", who),
            Self::PutThereBy { who, by } => say!("the merge names {who} as its author, and {by} put it there", who, by),
            Self::UnknownPerson(who) => {
                say!("the settings before the merge do not list the address by which {who} merged", who)
            }
            Self::UnknownText => say!("the text it names is nowhere in the history of the document").into(),
            Self::UncommittedText => {
                say!("the text it names is not committed, so that nobody knows who wrote it").into()
            }
            Self::CutHistory => {
                say!("the history here is not whole, so that it is not known who wrote the text it names").into()
            }
            Self::OtherVersion { says, had } => other_version(says, had.as_deref()),
            Self::Withdrawn { taken, back } => withdrawn(*taken, back.as_ref()),
            Self::EarlierText => say!("it approves an earlier text; the present one is another").into(),
            Self::BroughtBack(returned) => returned.sentence(),
            Self::LedElsewhere(targets) => led_elsewhere(targets),
            Self::Reread => reread(),
            Self::NotCalledApproved => say!("the document does not say that it is approved").into(),
            Self::TagRenamed => say!("the tag was put under another name than this, with which it was signed").into(),
            Self::TagRefuses => {
                say!("the name or the message of the tag says that what it holds is not approved").into()
            }
            Self::MessageDenies => say!("the message of the commit says that what it brings is not approved").into(),
            Self::Seals => {
                say!("a tag seals the text, and approves it only where its signer holds a role that the rule names")
                    .into()
            }
        }
    }
}

fn uncommitted_note() -> String {
    say!("it is not signed and not committed yet: the commit has to show who noted it").into()
}

fn reread() -> String {
    say!(
        "the text has the same bytes, and aims.toml says otherwise since how they are read: what they say by that, nobody has approved"
    )
    .into()
}

fn other_version(says: &str, had: Option<&str>) -> String {
    match had {
        Some(had) => say!("it names version {says}, and the text that it is about is version {had}", says, had),
        None => say!("it names version {says}, and the text that it is about names none", says),
    }
}

fn withdrawn(taken: Date, back: Option<&(String, Date)>) -> String {
    let taken = wording::day(taken);
    match back {
        Some((who, day)) => say!(
            "whose act it is took the record away on {taken}, and {who} put it back on {day}: it says nothing of theirs any more",
            taken,
            who,
            day = wording::day(*day)
        ),
        None => {
            say!("whose act it is took the record away on {taken}, and that it is there again is not committed", taken)
        }
    }
}

fn led_elsewhere(targets: &[String]) -> String {
    let named = targets.iter().take(NAMED).map(|target| format!("`{target}`")).collect::<Vec<_>>().join(", ");
    match targets.len().saturating_sub(NAMED) {
        0 => say!("what stands behind {named} is not what was approved with the text", named),
        more => plural!(
            more,
            "what stands behind {named} and {n} other is not what was approved with the text",
            "what stands behind {named} and {n} others is not what was approved with the text",
            named
        ),
    }
}
