//! A zip file, read so that everybody who reads it finds the same in it.
//!
//! A zip file says most things twice: in a list at its end, and before each file. Where the two differ, or where it can be
//! disputed which end is the end, one program unpacks other files than the other. So nothing is taken from a zip file whose
//! end leaves a choice; each file is doubted of which there are two accounts; and every byte has to belong to a file, to the
//! list or to the end.

mod bytes;
mod end;
mod extra;
mod heads;
mod list;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::{Crc, Decompress, FlushDecompress, Status};

use crate::base::{Error, Result};

use bytes::Fault;
pub(super) use list::Member;

/// A zip file.
#[derive(Debug)]
pub struct Archive {
    path: PathBuf,
    /// What is in it, in the order of its list.
    pub(super) members: Vec<Member>,
    /// Whether it holds something that is in no file of its list.
    pub(super) holds_more: bool,
}

impl Archive {
    /// Reads what a zip file holds.
    ///
    /// # Errors
    /// Where it is none, or where its end can be read in several ways.
    pub(super) fn open(path: &Path) -> Result<Self> {
        Self::read(path).map_err(|fault| match fault {
            Fault::Read(error) => Error::io("read", path, error),
            Fault::Shape(why) => Error::new(format!("cannot read {} as a zip file: {why}", path.display())).hint(
                "Name the folder of a site, or a zip file of it that every program reads alike: pack it anew, or unpack it and name the folder.",
            ),
        })
    }

    fn read(path: &Path) -> std::result::Result<Self, Fault> {
        let mut file = File::open(path)?;
        let size = file.metadata()?.len();
        let end = end::find(&mut file, size)?;
        let mut members = list::read(&mut file, &end)?;
        let holds_more = heads::compare(&mut file, &mut members, end.start)?;
        doubt_names(&mut members);
        Ok(Self { path: path.to_owned(), members, holds_more: holds_more || end.shift > 0 })
    }

    /// Where it lies.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the content of a file piece by piece, no more of it than the list says.
    ///
    /// # Errors
    /// Where it cannot be read, or is not what the list says.
    pub(super) fn unpack(&self, member: &Member, mut each: impl FnMut(&[u8])) -> io::Result<()> {
        let (mut crc, mut size) = (Crc::new(), 0u64);
        let mut tally = |bytes: &[u8]| {
            size += bytes.len() as u64;
            crc.update(bytes);
            match size > member.size {
                true => Err(damaged()),
                false => {
                    each(bytes);
                    Ok(())
                }
            }
        };
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(member.data))?;
        let mut packed = BufReader::with_capacity(PIECE, file.take(member.packed));
        let taken = match member.method {
            0 => copy(&mut packed, &mut tally)?,
            _ => inflate(&mut packed, &mut tally)?,
        };
        match size == member.size && taken == member.packed && u64::from(crc.sum()) == member.crc {
            true => Ok(()),
            false => Err(damaged()),
        }
    }
}

/// How much is read at once.
const PIECE: usize = 64 * 1024;

fn damaged() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

fn copy(from: &mut impl BufRead, each: &mut impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<u64> {
    let mut taken = 0;
    loop {
        let bytes = from.fill_buf()?;
        let length = bytes.len();
        if length == 0 {
            return Ok(taken);
        }
        each(bytes)?;
        from.consume(length);
        taken += length as u64;
    }
}

/// The same for packed bytes, up to where they say that they end.
fn inflate(from: &mut impl BufRead, each: &mut impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<u64> {
    let (mut inflater, mut piece) = (Decompress::new(false), vec![0; PIECE]);
    loop {
        let (read, made) = (inflater.total_in(), inflater.total_out());
        let status = inflater.decompress(from.fill_buf()?, &mut piece, FlushDecompress::None).map_err(|_| damaged())?;
        let step = |from: u64, to: u64| usize::try_from(to - from).unwrap_or_default();
        let (read, made) = (step(read, inflater.total_in()), step(made, inflater.total_out()));
        from.consume(read);
        each(&piece[..made])?;
        match status {
            Status::StreamEnd => return Ok(inflater.total_in()),
            _ if read == 0 && made == 0 => return Err(damaged()),
            _ => {}
        }
    }
}

/// Doubts what is there twice, and files that are folders too.
fn doubt_names(members: &mut [Member]) {
    let (mut times, mut all) = (BTreeMap::new(), BTreeSet::new());
    for member in members.iter() {
        *times.entry(member.name.clone()).or_insert(0) += 1;
        // Many systems do not tell capitals from small letters.
        all.insert(member.name.to_lowercase());
    }
    for member in members.iter_mut().filter(|member| !member.is_folder()) {
        let folder = member.name.to_lowercase() + "/";
        let within = all.range(folder.clone()..).next();
        let doubt = match times.get(&member.name) {
            Some(2..) => Some("it is there twice"),
            _ if within.is_some_and(|name| name.starts_with(&folder)) => Some("it is a folder too"),
            _ => None,
        };
        member.doubt = doubt.or(member.doubt);
    }
}
