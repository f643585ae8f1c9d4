//! What is kept between runs is believed for as long as a number says so. Here each number is pinned to a digest of the
//! sources that what is kept depends on, so that nobody changes the one without thinking of the other: forget it, and two
//! machines tell two histories of one repository.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use aims::base::sha256_hex;

/// A number and what it stands for.
struct Pin {
    /// The file that holds it.
    file: &'static str,
    /// What stands before it there.
    constant: &'static str,
    /// It, as it stands there.
    value: &'static str,
    /// The digest of the sources for which it was set, as far as it is compared.
    digest: &'static str,
    /// Those sources: files, and folders with all below them.
    sources: &'static [&'static str],
    /// Of these, what nothing kept depends on.
    but: &'static [&'static str],
    /// What is kept, and the question to ask.
    think: &'static str,
}

const PINS: [Pin; 8] = [
    Pin {
        file: "src/history/known.rs",
        constant: "const RULES: &str = ",
        value: "\"30\"",
        digest: "d5446da7999595fc",
        sources: &[
            "src/compare",
            "src/parse",
            "src/reading",
            "src/history/known.rs",
            "src/history/beside.rs",
            "src/history/facts.rs",
            "src/history/said.rs",
            "src/base/date.rs",
            "src/base/glob.rs",
            "src/base/text.rs",
            "src/model/audience.rs",
        ],
        but: &[
            "src/compare/english",
            "src/compare/patch.rs",
            "src/compare/summary.rs",
            "src/compare/tests",
            "src/parse/own_template.rs",
            "src/parse/own_template",
        ],
        think: "Kept is what each text says of itself and what each change did to it: id, title, version, status, day, digest \
                of the substance, weight, words, changes of front matter, weakenings. Can the same two texts come to other \
                values now, or are values written in another form?",
    },
    Pin {
        file: "src/history/known.rs",
        constant: "const NAME: &str = ",
        value: "\"edits-v10\"",
        digest: "6616e600f5903e48",
        sources: &[
            "src/history/known.rs",
            "src/compare/comparison.rs",
            "src/compare/change.rs",
            "src/compare/weakening.rs",
        ],
        but: &[],
        think: "Kept are rows as postcard writes them: what each text says of itself and what each change did to it, with \
                changes of front matter and weakenings. Have they other fields now, or the same in another order, so that \
                older ones would be read as something else? What they say is pinned with RULES, above.",
    },
    Pin {
        file: "src/history/kept.rs",
        constant: "const NAME: &str = ",
        value: "\"differences-v3\"",
        digest: "9a30f323bde24ab7",
        sources: &[
            "src/history/kept.rs",
            "src/compare/comparison.rs",
            "src/compare/change.rs",
            "src/compare/weakening.rs",
        ],
        but: &[],
        think: "Kept are whole comparisons as serde writes them, for as long as RULES of src/history/known.rs stays too. Are \
                they written in another form now, so that older ones would be read as something else?",
    },
    Pin {
        file: "src/history/options.rs",
        constant: "pub const RULES: u32 = ",
        value: "3",
        digest: "560fbc81d360fc91",
        sources: &["src/history/options.rs", "src/base/path.rs"],
        but: &[],
        think: "Kept is what each commit changed, of the paths that the record looks at, with ids in the texts by which moves \
                are known. Does the record look at other paths now, or find other ids?",
    },
    Pin {
        file: "src/repo/log.rs",
        constant: "const RULES: u32 = ",
        value: "6",
        digest: "9d6a8fd078d6133b",
        sources: &["src/repo"],
        but: &[
            "src/repo/attribute.rs",
            "src/repo/begin.rs",
            "src/repo/branch.rs",
            "src/repo/failure.rs",
            "src/repo/gap.rs",
            "src/repo/index.rs",
            "src/repo/mailmap.rs",
            "src/repo/mainline.rs",
            "src/repo/objects.rs",
            "src/repo/overlay.rs",
            "src/repo/revision.rs",
            "src/repo/settings.rs",
            "src/repo/signed.rs",
            "src/repo/tag.rs",
            "src/repo/write.rs",
        ],
        think: "Kept is what each commit changed, what was moved where, and who wrote it. Can the same commit come to other \
                changes now, or are they written in another form?",
    },
    Pin {
        file: "src/approval/trail.rs",
        constant: "const RULES: u32 = ",
        value: "1_002",
        digest: "f0d3cb45bd3d9911",
        sources: &["src/approval/trail.rs", "src/approval/marks.rs"],
        but: &[],
        think: "Kept is what each commit changed of the paths that `is_followed` names. Does it name others now? The rest of \
                the file works on what it gives.",
    },
    Pin {
        file: "src/history/copies.rs",
        constant: "const NAME: &str = ",
        value: "\"copies-v1\"",
        digest: "33f1a013554e46e8",
        sources: &["src/history/copies.rs", "src/source/sites.rs"],
        but: &[],
        think: "Kept is which texts that a commit brought were copies in a site. Can the same commit come to others now, or \
                are they written in another form?",
    },
    Pin {
        file: "src/pipeline/trend.rs",
        constant: "const NAME: &str = ",
        value: "\"trend-v3\"",
        digest: "8f4021e112328813",
        sources: &["src/pipeline/trend.rs", "src/state/held.rs"],
        but: &[],
        think: "Kept is where requirements stood at moments of the past, for as long as the program is the same to the byte. \
                Is it written in another form now, or does the key leave out something that decides it?",
    },
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of Rust at and below a path, in order of their names with `/`.
fn files(path: &Path, found: &mut Vec<(String, PathBuf)>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder") {
            files(&entry.expect("an entry").path(), found);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        let name = path.strip_prefix(root()).expect("inside").to_string_lossy().replace('\\', "/");
        found.push((name, path.to_owned()));
    }
}

/// What of a source decides anything: no comments of whole lines, no blank lines, no ends of lines, no tests at the end.
fn code(text: &str) -> String {
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.trim_start().starts_with("//"));
    let mut code = String::new();
    let mut lines = lines.peekable();
    while let Some(line) = lines.next() {
        if line == "#[cfg(test)]" && lines.peek().is_some_and(|next| *next == "mod tests {") {
            break;
        }
        code.push_str(line);
        code.push('\n');
    }
    code
}

/// The digest of all sources of a pin, without the number itself.
fn digest(pin: &Pin) -> String {
    let mut all = Vec::new();
    for source in pin.sources {
        let path = root().join(source);
        assert!(path.exists(), "{source}, which a pin in tests/pins.rs looks at, is not there");
        files(&path, &mut all);
    }
    for out in pin.but {
        assert!(root().join(out).exists(), "{out}, which a pin in tests/pins.rs leaves out, is not there");
    }
    let is_out = |name: &str| pin.but.iter().any(|out| name == *out || name.starts_with(&format!("{out}/")));
    all.retain(|(name, _)| !is_out(name));
    all.sort();
    let mut text = String::new();
    for (name, path) in all {
        let source = fs::read_to_string(&path).expect("a source");
        let kept: String =
            code(&source).lines().filter(|line| !line.starts_with(pin.constant)).collect::<Vec<_>>().join("\n");
        let _ = write!(text, "{name}\n{kept}\n");
    }
    sha256_hex(text.as_bytes())[..16].to_owned()
}

/// The number as it stands in its file.
fn value(pin: &Pin) -> String {
    let text = fs::read_to_string(root().join(pin.file)).expect(pin.file);
    let line = text.lines().find_map(|line| line.strip_prefix(pin.constant)?.strip_suffix(';'));
    line.unwrap_or_else(|| panic!("{} has no `{}…;`", pin.file, pin.constant)).to_owned()
}

#[test]
fn what_is_kept_is_of_the_rules_of_today() {
    let mut told = String::new();
    for pin in &PINS {
        let (value, digest) = (value(pin), digest(pin));
        if (value.as_str(), digest.as_str()) == (pin.value, pin.digest) {
            continue;
        }
        let of = pin.file;
        let _ = write!(
            told,
            "\n{of}: what is kept there depends on sources that have changed.\n  Think: {}\n  If so, raise `{}{value};` in \
             {of}: what older rules found is then found anew.\n  If not (a name, a place, speed), leave it.\n  Either way, \
             set the pin in tests/pins.rs to what stands there then; as it stands now that is\n        value: {value:?},\n        \
             digest: {digest:?},\n",
            pin.think, pin.constant
        );
    }
    assert!(told.is_empty(), "{told}");
}

#[test]
fn what_decides_nothing_moves_no_pin() {
    let plain = "fn a() {\n    1\n}\n";
    for same in [
        "fn a() {\r\n    1\r\n}\r\n",
        "//! About.\n\n/// Says.\nfn a() {\n    // why\n    1\n}\n",
        "fn a() {\n    1\n}\n\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n",
    ] {
        assert_eq!(code(same), plain, "{same}");
    }
    for other in ["fn a() {\n    2\n}\n", "fn a() {\n    1 // once\n}\n", "#[cfg(test)]\nfn a() {\n    1\n}\n"] {
        assert_ne!(code(other), plain, "{other}");
    }
}
