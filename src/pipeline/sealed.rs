//! A site with what it says of itself: its manifest, the list of its digests, and a signed statement where somebody signs.
//!
//! The files of the site are made first, and of each the digest is kept, which is little; these come last.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::built::{Built, SiteFiles};
use super::whole::is_whole;
use crate::base::{Bundle, DocPath, Error, Files, Result, sha256_hex};
use crate::export::manifest::{MANIFEST, Manifest, SUMS, Sum, sums};
use crate::export::statement::{envelope, statement, to_be_signed};
use crate::signature::{SITE_NAMESPACE, verify};
use crate::state::{ATTESTATION, GENERATOR, Recipe};

/// Signs bytes in the namespace [`SITE_NAMESPACE`]: gives the signature in the armor of OpenSSH.
pub type Sign<'a> = &'a (dyn Fn(&[u8]) -> Result<String> + Sync);

/// The files of a site, its manifest and digests among them.
pub struct Sealed<'a> {
    inner: SiteFiles<'a>,
    recipe: Option<Recipe>,
    /// The digest of each file of the site, once it has been made.
    sums: BTreeMap<DocPath, OnceLock<Sum>>,
    /// What comes last, in its order.
    last: Vec<(DocPath, Last)>,
    /// The bytes of what comes last: a signature is asked for once.
    kept: BTreeMap<Last, OnceLock<Vec<u8>>>,
    sign: Option<Sign<'a>>,
}

/// What is made of all other files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Last {
    Manifest,
    Sums,
    Attestation,
}

impl Built<'_> {
    /// The files of the site with its manifest and its list of digests, and with a statement about it where somebody is to
    /// `sign` it: what is published.
    ///
    /// # Errors
    /// As [`Built::files`], and where a statement is asked for about a site that no commit gives.
    pub fn sealed<'s>(&'s self, sign: Option<Sign<'s>>) -> Result<Sealed<'s>> {
        if sign.is_some() {
            is_whole(&self.state().history, "nobody can stand behind what it gives")?;
        }
        Sealed::new(self.files()?, self.state().recipe.clone(), sign)
    }

    /// All files at once: for tests, and for sites small enough to be held.
    ///
    /// # Errors
    /// As [`Built::sealed`], and where one of them cannot be made.
    pub fn bundle(&self) -> Result<Bundle> {
        Bundle::of(&self.sealed(None)?)
    }
}

impl<'a> Sealed<'a> {
    /// The files of a site that is made by `recipe`, with a statement about it where somebody is to `sign` it.
    ///
    /// # Errors
    /// Where the site has files of these names already, or a statement is asked for about a site that no commit gives.
    fn new(inner: SiteFiles<'a>, recipe: Option<Recipe>, sign: Option<Sign<'a>>) -> Result<Self> {
        if sign.is_some() && recipe.is_none() {
            return Err(Error::new("a site from a work tree cannot be attested: no commit holds what it is made from")
                .hint("Commit the changes, or build from a commit: `aims build --rev HEAD --attest KEY`."));
        }
        let mut last = vec![(MANIFEST, Last::Manifest), (SUMS, Last::Sums)];
        last.extend(sign.map(|_| (ATTESTATION, Last::Attestation)));
        let sums: BTreeMap<DocPath, OnceLock<Sum>> =
            inner.paths().into_iter().map(|path| (path.clone(), OnceLock::new())).collect();
        let claimed = last.into_iter().map(|(name, last)| match DocPath::new(name) {
            Some(path) if !sums.contains_key(&path) => Ok((path, last)),
            _ => Err(Error::new(format!("two files want to be written to `{name}`"))),
        });
        let last = claimed.collect::<Result<Vec<_>>>()?;
        let kept = last.iter().map(|(_, last)| (*last, OnceLock::new())).collect();
        Ok(Self { inner, recipe, sums, last, kept, sign })
    }

    /// The digest of each file, those of the manifest and its list among them, none of which is held.
    ///
    /// # Errors
    /// Where a file cannot be made.
    pub(super) fn all_sums(&self) -> Result<BTreeMap<DocPath, Sum>> {
        use rayon::prelude::*;
        self.inner.prepare();
        let first = self.sums.par_iter().map(|(path, _)| Ok((path.clone(), self.sum(path)?)));
        let mut all: BTreeMap<DocPath, Sum> = first.collect::<Result<_>>()?;
        for (path, last) in &self.last {
            all.insert(path.clone(), sum(self.made(*last)?));
        }
        Ok(all)
    }

    /// The digest of a file of the site, which is made for it where it has not been.
    fn sum(&self, path: &DocPath) -> Result<Sum> {
        match self.sums.get(path).and_then(OnceLock::get) {
            Some(known) => Ok(known.clone()),
            None => Ok(sum(&self.inner(path)?)),
        }
    }

    /// The bytes of a file of the site.
    fn inner(&self, path: &DocPath) -> Result<Cow<'_, [u8]>> {
        let bytes = self.inner.bytes(path)?;
        if let Some(place) = self.sums.get(path) {
            place.get_or_init(|| sum(&bytes));
        }
        Ok(bytes)
    }

    fn made(&self, last: Last) -> Result<&[u8]> {
        let Some(place) = self.kept.get(&last) else { return Ok(&[]) };
        if let Some(made) = place.get() {
            return Ok(made);
        }
        let made = match last {
            Last::Manifest => self.manifest()?.to_json()?,
            Last::Sums => {
                let (path, manifest) = (&self.last[0].0, sum(self.made(Last::Manifest)?));
                let mut files = self.manifest()?.files;
                files.insert(path.clone(), manifest);
                sums(&files)
            }
            Last::Attestation => {
                let Some((sign, recipe)) = self.sign.zip(self.recipe.as_ref()) else { return Ok(&[]) };
                let said = statement(&sha256_hex(self.made(Last::Sums)?), recipe, GENERATOR);
                let signed = to_be_signed(&said);
                let armored = sign(&signed)?;
                // Whose key it is does not matter here: its name is in the signature.
                let verdict = verify(&signed, &armored, SITE_NAMESPACE, [], 0);
                envelope(&said, &armored, verdict.fingerprint())
            }
        };
        Ok(place.get_or_init(|| made))
    }

    fn manifest(&self) -> Result<Manifest> {
        let files = self.sums.keys().map(|path| Ok((path.clone(), self.sum(path)?)));
        Ok(Manifest::new(self.recipe.clone(), files.collect::<Result<_>>()?))
    }

    fn is_last(&self, path: &DocPath) -> Option<Last> {
        self.last.iter().find(|(name, _)| name == path).map(|(_, last)| *last)
    }
}

fn sum(bytes: &[u8]) -> Sum {
    Sum { size: bytes.len() as u64, sha256: sha256_hex(bytes) }
}

impl Files for Sealed<'_> {
    fn paths(&self) -> Vec<&DocPath> {
        let mut paths: Vec<&DocPath> = self.sums.keys().chain(Files::last(self)).collect();
        paths.sort_unstable();
        paths
    }

    fn last(&self) -> Vec<&DocPath> {
        self.last.iter().map(|(path, _)| path).collect()
    }

    fn prepare(&self) {
        self.inner.prepare();
    }

    fn bytes(&self, path: &DocPath) -> Result<Cow<'_, [u8]>> {
        match self.is_last(path) {
            Some(last) => self.made(last).map(Cow::Borrowed),
            None => self.inner(path),
        }
    }
}
