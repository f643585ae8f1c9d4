//! `aims verify`: whether a published site is what its commit gives.

use std::path::PathBuf;

use clap::Args;

use super::terminal::Terminal;
use super::words::safe;
use crate::base::text::count;
use crate::base::{Glob, Result, SITE_RECORD};
use crate::export::manifest::Manifest;
use crate::pipeline::Project;
use crate::pipeline::proof::{Difference, How, Line, Proof, Signed, by_own_list, published};
use crate::state::GENERATOR;

/// How many differences are told; the others are counted, unless all are asked for.
const TOLD: usize = 12;

/// The longest part of a line that is shown, in characters.
const SHOWN: usize = 120;

/// How many characters before the first difference of a line are shown.
const BEFORE: usize = 30;

/// Prove that a published site is what its commit gives.
///
/// The site is made again, in memory, from the commit and with the options that its manifest names, and compared file by
/// file. A site is a folder or a zip file. Files that no build makes are told too; where somebody else put them there on
/// purpose, such as `CNAME`, leave them out with `--besides`.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The site: its folder, or a zip file of it
    #[arg(value_name = "SITE")]
    site: PathBuf,
    /// A folder of the AIMS that it was made from, in a clone with its commit
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// The commit that it has to be made from: a tag, a branch, an id
    #[arg(long, value_name = "COMMIT", conflicts_with = "listed")]
    rev: Option<String>,
    /// Fail where nobody whom the settings list signed for the site
    #[arg(long, conflicts_with = "listed")]
    signed: bool,
    /// Make nothing again: compare the files with the site's own list of digests only
    #[arg(long)]
    listed: bool,
    /// Files that somebody else put there, as a pattern: `CNAME`, `.well-known/**`
    #[arg(long, value_name = "PATTERN")]
    besides: Vec<String>,
    /// Tell every file that differs
    #[arg(long)]
    full: bool,
}

impl Verify {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let (site, manifest) = published(&self.site)?;
        let besides: Vec<Glob> = self.besides.iter().map(|pattern| Glob::new(pattern)).collect();
        let is_left = |path: &str| besides.iter().any(|glob| glob.matches(path));
        let proof = match self.listed {
            true => by_own_list(&site, manifest, &is_left)?,
            false => {
                let project = match &manifest.recipe {
                    Some(recipe) => Project::find_at(&self.dir, &recipe.commit)?,
                    None => Project::find(&self.dir)?,
                };
                let project = project.reporting_to(terminal.progress());
                if let Some(told) = self.of_another(&project, &manifest)? {
                    terminal.out(&told)?;
                    return Ok(false);
                }
                let project = project.with_tags_of(&manifest)?;
                project.prove(&site, manifest, &is_left)?
            }
        };
        let is_good = proof.is_good() && (!self.signed || proof.signed.as_ref().is_some_and(Signed::is_good));
        terminal.out(&self.told(&proof, is_good, site.read(SITE_RECORD, 1 << 30)?.is_some()))?;
        Ok(is_good)
    }

    /// That the site names another commit than the one that it has to be made from, where it does.
    fn of_another(&self, project: &Project, manifest: &Manifest) -> Result<Option<String>> {
        let Some(rev) = &self.rev else { return Ok(None) };
        let expected = project.commit_of(rev)?;
        let from = match manifest.recipe.as_ref().map(|recipe| recipe.commit.as_str()) {
            Some(commit) if commit == expected => return Ok(None),
            Some(commit) => commit,
            None => "a work tree",
        };
        Ok(Some(
            safe(&format!("The site was made from {from}, and `{rev}` is {expected}: nothing was compared.")) + "\n",
        ))
    }

    /// What was found, for people.
    fn told(&self, proof: &Proof, is_good: bool, has_record: bool) -> String {
        let mut text = String::new();
        let mut row = |word: &str, said: &str| text.push_str(&format!("{word:<9} {}\n", safe(said)));
        let Proof { manifest, same, differences, is_rebuilt, signed, is_aside, trusts_aside } = proof;
        row("Site", &self.site.display().to_string());
        let by = match manifest.generator == GENERATOR {
            true => manifest.generator.clone(),
            false => format!("{}; this is {GENERATOR}, and another version may give other bytes", manifest.generator),
        };
        row("Made by", &by);
        match &manifest.recipe {
            Some(recipe) => {
                row("Made from", &recipe.commit);
                let since = recipe.since.as_ref().map(|since| format!(", since {since}")).unwrap_or_default();
                let trust = recipe.trust.as_ref().map(|trust| format!(", trusting {trust}")).unwrap_or_default();
                let (edition, audience) = (recipe.edition.as_str(), recipe.audience.as_str());
                row(
                    "Options",
                    &format!("as of {}, edition {edition}, for {audience} eyes{since}{trust}", recipe.today),
                );
            }
            None => row("Made from", "a work tree that no commit holds exactly"),
        }
        let (ought, made) = match is_rebuilt {
            true => ("that the commit gives", "made again"),
            false => ("that its own list names", "compared with its own list, not made again"),
        };
        row("Same", &format!("{} with the bytes {ought}", count(*same, "file")));
        if *is_aside {
            row("Note", "this commit is not on the main line of what is checked out: nobody may have agreed to it");
        }
        if let Some(trust) = manifest.recipe.as_ref().and_then(|recipe| recipe.trust.as_ref()) {
            let where_from = if *trusts_aside { ", and it is not on the main line of what is checked out" } else { "" };
            row(
                "Note",
                &format!("keys and roles are those of commit {trust}, which whoever made the site chose{where_from}"),
            );
        }
        if !has_record {
            row("Note", &format!("there is no {SITE_RECORD}: some hosts publish no hidden files"));
        }
        row("Signed", &signature(signed.as_ref(), *is_rebuilt, self.signed));
        let most = if self.full { differences.len() } else { TOLD };
        for difference in differences.iter().take(most) {
            text.push_str(&told(difference, *is_rebuilt));
        }
        if differences.len() > most {
            let more = differences.len() - most;
            text.push_str(&format!("{} more; `--full` tells them.\n", count(more, "file")));
        }
        let end = match (is_good, is_rebuilt, differences.len()) {
            (true, true, _) => format!("The site is what its commit gives: {made}, nothing differs."),
            (true, false, _) => format!("The site is what it lists: {made}."),
            (false, _, 0) => "No file differs, but the signature does not stand.".to_owned(),
            (false, true, number) => format!("The site is not what its commit gives: {}.", differ(number)),
            (false, false, number) => format!("The site is not what it lists: {}.", differ(number)),
        };
        text + &end + "\n"
    }
}

fn differ(number: usize) -> String {
    format!("{} {}", count(number, "file"), if number == 1 { "differs" } else { "differ" })
}

/// What became of the signatures of a site.
pub(super) fn signature(signed: Option<&Signed>, is_rebuilt: bool, is_asked: bool) -> String {
    let Some(Signed { fits, verdicts }) = signed else {
        return match (is_rebuilt, is_asked) {
            (false, _) => "not looked at".into(),
            (true, true) => "by nobody, and a signature was asked for".into(),
            (true, false) => "by nobody".into(),
        };
    };
    if !fits {
        return "the statement in it is about another site, or says that it was made otherwise".into();
    }
    let each = verdicts.iter().map(|(verdict, known)| match known {
        Some(known) if verdict.is_good() => {
            format!(
                "{}, of {}, whom the settings list that were vouched for up to the commit",
                verdict.describe(),
                known.name
            )
        }
        _ => verdict.describe(),
    });
    let each: Vec<String> = each.collect();
    if each.is_empty() { "by nobody: the statement has no signature".into() } else { each.join("; ") }
}

fn told(difference: &Difference, is_rebuilt: bool) -> String {
    let ought = if is_rebuilt { "the commit gives" } else { "the list has" };
    let how = match &difference.how {
        How::Missing => "is missing".to_owned(),
        How::Added => format!("was added: no file of this name is among those that {ought}"),
        How::Changed => "was changed after the site was made".to_owned(),
        How::MadeOtherwise => format!("has other bytes than {ought}, and the site lists it so"),
        How::Odd(what) => format!("cannot be compared: {what}"),
    };
    let mut text = format!("  {} {}\n", safe(&difference.path), safe(&how));
    if let Some(Line { number, is, ought }) = &difference.line {
        let from = is.as_deref().zip(ought.as_deref()).map_or(0, |(is, ought)| differs_at(is, ought));
        let from = from.saturating_sub(BEFORE);
        let shown = |line: &Option<String>| match line {
            Some(line) => format!("`{}`", safe(&part(line, from))),
            None => "nothing".to_owned(),
        };
        text.push_str(&format!("    line {number} is      {}\n", shown(is)));
        text.push_str(&format!("    line {number} ought   {}\n", shown(ought)));
    }
    text
}

/// At which character two lines begin to differ.
fn differs_at(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count()
}

/// A part of a line, with dots where something is left out.
fn part(line: &str, from: usize) -> String {
    let mut part: String = line.chars().skip(from).take(SHOWN).collect();
    if line.chars().nth(from + SHOWN).is_some() {
        part.push('…');
    }
    if from > 0 { format!("…{part}") } else { part }
}
