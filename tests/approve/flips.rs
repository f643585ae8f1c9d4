//! No byte of a record, of its signature or of the text can change without the approval being lost.

use std::sync::Arc;

use aims::approval::{self, Approvals};
use aims::base::{Date, DocPath, date};
use aims::history::History;
use aims::model::approval_rule::Evidence;
use aims::model::{Aims, load::load};
use aims::repo::{ObjectId, Repo};
use aims::source::Memory;

use super::world::{ORLA, POLICY, TODAY, World};

/// Every bit that makes an ASCII character another one, and one that makes it none.
const MASKS: [u8; 4] = [0x01, 0x04, 0x20, 0x80];

const RECORD: &str = "approvals/POL-001/2026-11-20-approval-1.0-orla-fenwick.toml";

/// An approval on record, and what it is judged from.
struct Case {
    repo: Repo,
    tip: ObjectId,
    history: Arc<History>,
    aims: Aims,
    files: Vec<(String, Vec<u8>)>,
    // Holds the folder of the repository.
    _world: World,
}

impl Case {
    fn new() -> Self {
        let (world, key) = World::new();
        assert_eq!(world.approve(&key).code, Some(0));
        world.commit(ORLA, "Approve the AI policy");
        let checked = world.check();
        let repo = Repo::discover(&world.repo).expect("sound").expect("a repository");
        let tip = repo.head().expect("sound").expect("a commit");
        let paths = ["aims.toml", POLICY, RECORD, &format!("{RECORD}.sig")].map(str::to_owned);
        let files = paths.map(|path| (path.clone(), world.read(&path).into_bytes())).to_vec();
        Self { repo, tip, history: checked.history, aims: checked.aims, files, _world: world }
    }

    fn source(&self, path: &str, bytes: &[u8]) -> Memory {
        Memory::new(
            self.files
                .iter()
                .map(|(own, own_bytes)| (own.as_str(), if own == path { bytes } else { own_bytes.as_slice() })),
        )
    }

    fn bytes(&self, path: &str) -> Vec<u8> {
        self.files.iter().find(|(own, _)| own == path).expect("a file").1.clone()
    }

    fn judge(&self, aims: &Aims, source: &Memory) -> Approvals {
        let input = approval::Input {
            aims,
            history: &self.history,
            source,
            repo: Some((&self.repo, "")),
            tip: Some(self.tip),
            trust: None,
            past: &approval::Past::default(),
            cache: None,
        };
        approval::judge(&input).expect("it can be judged")
    }

    /// The evidence for the policy, with one file of these bytes instead.
    fn level(&self, path: &str, bytes: &[u8]) -> Evidence {
        let source = self.source(path, bytes);
        let read;
        let aims = if path == POLICY {
            read = load(&source, today()).expect("it can be read");
            &read
        } else {
            &self.aims
        };
        let policy = aims.by_path(&DocPath::new(POLICY).expect("a path"));
        let approvals = self.judge(aims, &source);
        policy.and_then(|ix| approvals.of(ix)).map_or(Evidence::None, |approval| approval.level)
    }
}

fn today() -> Date {
    date::parse(TODAY).expect("a day")
}

#[test]
fn no_byte_of_a_record_or_of_its_signature_can_change() {
    let case = Case::new();
    for path in [RECORD.to_owned(), format!("{RECORD}.sig")] {
        let sound = case.bytes(&path);
        assert_eq!(case.level(&path, &sound), Evidence::Recorded);
        for place in 0..sound.len() {
            // Two at each place, and all four at each place and the next.
            for mask in MASKS.into_iter().skip(place % 2).step_by(2) {
                let mut bytes = sound.clone();
                bytes[place] ^= mask;
                assert!(case.level(&path, &bytes) < Evidence::Recorded, "{path}: byte {place} with {mask:#x}");
            }
            let mut shorter = sound.clone();
            shorter.remove(place);
            // The last line feed of a signature is no part of it.
            let last = path != RECORD && place + 1 == sound.len();
            assert_eq!(case.level(&path, &shorter) < Evidence::Recorded, !last, "{path}: without byte {place}");
        }
        for more in ["\n", " ", "x", "# a comment\n"] {
            let longer = [&sound[..], more.as_bytes()].concat();
            assert!(case.level(&path, &longer) < Evidence::Recorded, "{path}: with {more:?}");
        }
    }
}

#[test]
fn no_letter_of_the_text_and_of_a_field_that_matters_can_change() {
    let case = Case::new();
    let sound = case.bytes(POLICY);
    assert_eq!(case.level(POLICY, &sound), Evidence::Recorded);
    let text = String::from_utf8(sound.clone()).expect("text");
    let matters = |line: &str| !["status:", "reviewed:", "next-review:"].iter().any(|key| line.starts_with(key));
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // Keys and kinds are read whatever their letter case, and blanks between lines are not read.
        let from = start + line.find(": ").map_or(0, |colon| colon + 2);
        let letters = (from..start + line.len()).filter(|place| sound[*place] != b'\n' && matters(line));
        for place in letters {
            for mask in MASKS.into_iter().filter(|mask| *mask != 0x20 || !line.starts_with("kind:")) {
                let mut bytes = sound.clone();
                bytes[place] ^= mask;
                let changed = String::from_utf8_lossy(&bytes).into_owned();
                assert!(case.level(POLICY, &bytes) < Evidence::Recorded, "byte {place} with {mask:#x}:\n{changed}");
            }
        }
        start += line.len();
    }
    // What only says where the document stands may change.
    let later = text
        .replace("next-review: 2027-01-10", "next-review: 2027-06-10")
        .replace("reviewed: 2026-01-10", "reviewed: 2026-06-10");
    assert_ne!(later, text);
    assert_eq!(case.level(POLICY, later.as_bytes()), Evidence::Recorded);
}
