//! What a site consists of, and of what it was made: `manifest.json`, and the same digests as `SHA256SUMS`, which
//! `sha256sum -c` reads.
//!
//! In come a recipe and the digest of each file; out come the two texts, and from the first of them the values again. A
//! manifest that somebody hands over is not trusted: what it says are words until the site has been made again from the
//! commit that it names. Deliberately not here: making a site again, and who signed it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::{DocPath, Error, Result, date, json};
use crate::model::audience::Audience;
use crate::state::{EditionKind, GENERATOR, Recipe};

/// The name of the manifest in a site.
pub const MANIFEST: &str = "manifest.json";

/// The name of the list of digests in a site. It has a line for each file but itself and a statement about it.
pub const SUMS: &str = crate::base::SITE_SUMS;

/// The version of the manifest's format.
const VERSION: u64 = 1;

/// The longest word of a recipe that is read, in bytes. None that `aims build` takes is longer by good sense.
const LONGEST: usize = 4096;

/// The digest of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256 (FIPS 180-4), as 64 lower-case hex digits.
    pub sha256: String,
}

/// What a site says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The program that made it, with its version.
    pub generator: String,
    /// How it is made again; `None` where no commit holds what it was made from.
    pub recipe: Option<Recipe>,
    /// Its files, but the manifest itself and the list of digests.
    pub files: BTreeMap<DocPath, Sum>,
}

/// The manifest as JSON.
#[derive(Serialize, Deserialize)]
struct Written {
    version: u64,
    generator: String,
    source: Option<Source>,
    options: Option<Options>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    command: Option<String>,
    files: Vec<File>,
}

/// Where the texts are.
#[derive(Serialize, Deserialize)]
struct Source {
    commit: String,
    folder: String,
}

/// What was asked for.
#[derive(Serialize, Deserialize)]
struct Options {
    today: String,
    since: Option<String>,
    trend: bool,
    edition: String,
    audience: String,
    trust: Option<String>,
    called: String,
    /// The web address at which it will lie, where that was said with the command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base_url: Option<String>,
    /// What stands for each tag that was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<String>>,
}

/// A file of the site.
#[derive(Serialize, Deserialize)]
struct File {
    path: String,
    size: u64,
    sha256: String,
}

impl Manifest {
    /// The manifest of a site that this program makes by `recipe`.
    pub fn new(recipe: Option<Recipe>, files: BTreeMap<DocPath, Sum>) -> Self {
        Self { generator: GENERATOR.into(), recipe, files }
    }

    /// The manifest as it is written: JSON, a line for each file.
    ///
    /// # Errors
    /// Where it cannot be written as JSON, which would be a mistake of ours.
    pub fn to_json(&self) -> Result<Vec<u8>> {
        // Every part is named here, so that none is forgotten when there is another.
        let written = |recipe: &Recipe| {
            let Recipe { commit, folder, today, since, trend, trust, edition, audience, called, base_url, tags } =
                recipe;
            let source = Source { commit: commit.clone(), folder: folder.clone() };
            let options = Options {
                today: today.to_string(),
                since: since.clone(),
                trend: *trend,
                edition: edition.as_str().into(),
                audience: audience.as_str().into(),
                trust: trust.clone(),
                called: called.clone(),
                base_url: base_url.clone(),
                tags: tags.clone(),
            };
            (source, options)
        };
        let (source, options) = self.recipe.as_ref().map(written).unzip();
        let file = |(path, sum): (&DocPath, &Sum)| File {
            path: path.as_str().into(),
            size: sum.size,
            sha256: sum.sha256.clone(),
        };
        let written = Written {
            version: VERSION,
            generator: self.generator.clone(),
            source,
            options,
            command: self.recipe.as_ref().map(|recipe| recipe.command("rebuilt")),
            files: self.files.iter().map(file).collect(),
        };
        json::lines(&written).map(String::into_bytes)
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// Says what no manifest of a site would say.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        Self::read(bytes).map_err(|why| {
            Error::new(format!("cannot read {MANIFEST} of the site: {why}"))
                .hint("`aims build` writes it. Take the site as it was published.")
        })
    }

    fn read(bytes: &[u8]) -> std::result::Result<Self, String> {
        let written: Written = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if written.version != VERSION {
            return Err(format!("its format is {}, and this version knows {VERSION} only", written.version));
        }
        let recipe = match (written.source, written.options) {
            (Some(source), Some(options)) => Some(recipe(source, options)?),
            (None, None) => None,
            _ => return Err("it names a commit without options, or options without a commit".into()),
        };
        let mut files = BTreeMap::new();
        for File { path, size, sha256 } in written.files {
            let sound = DocPath::new(&path).ok_or_else(|| format!("no site has a file {path:?}"))?;
            if !is_hex(&sha256, &[64]) {
                return Err(format!("{path:?} has a digest that is none: {:?}", shortened(&sha256)));
            }
            if files.insert(sound, Sum { size, sha256 }).is_some() {
                return Err(format!("it lists {path:?} twice"));
            }
        }
        Ok(Self { generator: shortened(&written.generator), recipe, files })
    }
}

/// The list of digests of these files, as `sha256sum` (GNU coreutils) writes and `sha256sum -c` reads it. No path of a site
/// has a character that would have to be escaped.
pub fn sums<'a>(files: impl IntoIterator<Item = (&'a DocPath, &'a Sum)>) -> Vec<u8> {
    files.into_iter().map(|(path, sum)| format!("{}  {path}\n", sum.sha256)).collect::<String>().into_bytes()
}

fn recipe(source: Source, options: Options) -> std::result::Result<Recipe, String> {
    let word = |what: &str, word: String| match word.len() > LONGEST || word.chars().any(char::is_control) {
        true => Err(format!("its {what} is none: {:?}", shortened(&word))),
        false => Ok(word),
    };
    let commit = |what: &str, id: String| match is_hex(&id, &[40, 64]) {
        true => Ok(id),
        false => Err(format!("its {what} is no commit: {:?}", shortened(&id))),
    };
    let stamp = |stamp: String| match is_hex(&stamp, &[32]) {
        true => Ok(stamp),
        false => Err(format!("what stands for a tag is none: {:?}", shortened(&stamp))),
    };
    let edition =
        [EditionKind::Latest, EditionKind::Approved].into_iter().find(|kind| kind.as_str() == options.edition);
    let audience = Audience::ALL.into_iter().find(|audience| audience.as_str() == options.audience);
    Ok(Recipe {
        commit: commit("commit", source.commit)?,
        folder: word("folder", source.folder)?,
        today: date::parse(&options.today)
            .ok_or_else(|| format!("its day is none: {:?}", shortened(&options.today)))?,
        since: options.since.map(|since| word("`since`", since)).transpose()?,
        trend: options.trend,
        trust: options.trust.map(|trust| commit("`trust`", trust)).transpose()?,
        edition: edition.ok_or_else(|| format!("there is no edition {:?}", shortened(&options.edition)))?,
        audience: audience.ok_or_else(|| format!("there is no audience {:?}", shortened(&options.audience)))?,
        called: word("name", options.called)?,
        base_url: options.base_url.map(|address| word("web address", address)).transpose()?,
        tags: options.tags.map(|tags| tags.into_iter().map(stamp).collect()).transpose()?,
    })
}

fn is_hex(text: &str, lengths: &[usize]) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The beginning of a text, for a message.
fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Date;

    fn manifest() -> Manifest {
        let recipe = Recipe {
            commit: "0".repeat(40),
            folder: "docs/aims".into(),
            today: Date::constant(2026, 11, 20),
            since: Some("v1".into()),
            trend: true,
            trust: Some("a".repeat(64)),
            edition: EditionKind::Approved,
            audience: Audience::Public,
            called: "site".into(),
            base_url: Some("https://aims.example".into()),
            tags: Some(vec!["0a".repeat(16)]),
        };
        let sum = |size| Sum { size, sha256: "0f".repeat(32) };
        let path = |path: &str| DocPath::new(path).expect("a path");
        Manifest::new(Some(recipe), [(path("a/ü.html"), sum(7)), (path("b"), sum(0))].into())
    }

    #[test]
    fn a_manifest_reads_back_as_it_was_written() {
        let manifest = manifest();
        let json = manifest.to_json().expect("JSON");
        assert_eq!(Manifest::parse(&json).expect("a manifest"), manifest);
        assert_eq!(json, manifest.to_json().expect("JSON"));
        let of_no_commit = Manifest::new(None, BTreeMap::new());
        assert_eq!(Manifest::parse(&of_no_commit.to_json().expect("JSON")).expect("a manifest"), of_no_commit);
        assert_eq!(Date::constant(2026, 11, 20), manifest.recipe.expect("a recipe").today);
    }

    #[test]
    fn digests_stand_as_sha256sum_has_them() {
        let text = String::from_utf8(sums(&manifest().files)).expect("text");
        assert_eq!(text, format!("{0}  a/ü.html\n{0}  b\n", "0f".repeat(32)));
    }

    #[test]
    fn what_no_build_wrote_is_refused() {
        let sound = String::from_utf8(manifest().to_json().expect("JSON")).expect("text");
        let zeros = "0".repeat(40);
        let broken = [
            (zeros.as_str(), "--upload-pack=x"),
            (zeros.as_str(), "HEAD"),
            ("a/ü.html", "../x"),
            ("a/ü.html", "/etc/passwd"),
            ("a/ü.html", "b"),
            ("0f0f", "0F0f"),
            ("2026-11-20", "2026-13-20"),
            ("\"approved\"", "\"all\""),
            ("\"public\"", "\"everybody\""),
            ("docs/aims", "docs\\u0000aims"),
            ("\"version\":1", "\"version\":2"),
        ];
        for (from, to) in broken {
            assert!(sound.contains(from), "{from}: {sound}");
            assert!(Manifest::parse(sound.replace(from, to).as_bytes()).is_err(), "{from} {to}");
        }
        let deep = "[".repeat(1_000_000);
        for text in ["", "{}", "null", "[]", deep.as_str()] {
            assert!(Manifest::parse(text.as_bytes()).is_err());
        }
    }
}
