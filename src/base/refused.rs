//! Why an operating system does not do what it was asked, in our words: its own differ by system and are English alone.

use std::io::{Error, ErrorKind};

use super::wording::{Words, tell};

/// Why, as the rest of a sentence. What is none of the usual reasons is quoted as the system says it.
pub fn why(error: &Error) -> Words {
    match error.kind() {
        ErrorKind::NotFound => tell!("no such file"),
        ErrorKind::PermissionDenied => tell!("permission denied"),
        ErrorKind::IsADirectory => tell!("it is a folder"),
        ErrorKind::NotADirectory => tell!("what should be a folder above it is a file"),
        ErrorKind::InvalidFilename => tell!("the system does not take its name"),
        ErrorKind::AlreadyExists => tell!("there is one already"),
        ErrorKind::TimedOut => tell!("it took too long"),
        ErrorKind::UnexpectedEof => tell!("it ends too early"),
        ErrorKind::InvalidData => tell!("what stands in it is damaged"),
        ErrorKind::ResourceBusy => tell!("another program holds it"),
        ErrorKind::ReadOnlyFilesystem => tell!("the disk can only be read"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => tell!("the disk is full"),
        ErrorKind::StaleNetworkFileHandle | ErrorKind::NetworkDown | ErrorKind::HostUnreachable => {
            tell!("the disk it lies on cannot be reached")
        }
        ErrorKind::OutOfMemory => tell!("there is not enough memory"),
        _ => tell!("the system says “{what}”", what = error.to_string()),
    }
}

/// Whether by an error nothing is there. By any other nobody knows whether something is.
pub fn is_absent(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename)
}

#[cfg(test)]
mod tests {
    use super::super::wording::{language, within};
    use super::*;

    #[test]
    fn the_usual_reasons_are_said_in_our_words_and_others_quoted() {
        assert_eq!(why(&ErrorKind::NotFound.into()).to_string(), "no such file");
        let odd = Error::other("the moon is full");
        assert_eq!(why(&odd).to_string(), "the system says “the moon is full”");
        within(language("de"), || {
            assert_eq!(why(&ErrorKind::PermissionDenied.into()).to_string(), "keine Berechtigung");
            assert_eq!(why(&odd).to_string(), "das System sagt „the moon is full“");
        });
    }
}
