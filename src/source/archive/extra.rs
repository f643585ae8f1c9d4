//! What the fields behind a name say in a zip file. See APPNOTE.TXT, sections 4.5 and 4.6.

use super::bytes::{length, number};

/// The fields that are read.
const LARGE: u64 = 0x0001;
const UNICODE_NAME: u64 = 0x7075;

/// Others that packers write, which say nothing of names, kinds and contents: times, owners, comments, the mark of Java.
const HARMLESS: [u64; 7] = [0x000a, 0x5455, 0x5855, 0x7855, 0x7875, 0x6375, 0xcafe];

/// The fields behind a name.
#[derive(Debug, Default)]
pub(super) struct Extra<'a> {
    /// Lengths and places that need more than four bytes.
    large: Option<&'a [u8]>,
    /// The name once more.
    name: Option<&'a [u8]>,
}

impl<'a> Extra<'a> {
    /// Reads them. `None` where they are cut off, or one is there twice or may say something that few programs read.
    pub(super) fn of(mut bytes: &'a [u8]) -> Option<Self> {
        let mut extra = Self::default();
        while !bytes.is_empty() {
            let (kind, length) = (number(bytes, 0, 2)?, length(bytes, 2)?);
            let field = bytes.get(4..4 + length)?;
            bytes = &bytes[4 + length..];
            match kind {
                LARGE if extra.large.is_none() => extra.large = Some(field),
                UNICODE_NAME if extra.name.is_none() => extra.name = Some(field),
                kind if HARMLESS.contains(&kind) => {}
                _ => return None,
            }
        }
        Some(extra)
    }

    /// Whether the name that stands there once more, if one does, is this one.
    pub(super) fn agrees(&self, name: &[u8]) -> bool {
        // A version and a sum of the other name go before.
        self.name.is_none_or(|again| again.first() == Some(&1) && again.get(5..) == Some(name))
    }

    /// Puts in their places the numbers that need more than four bytes. `None` where programs may take different ones.
    pub(super) fn widen(&self, numbers: &mut [u64]) -> Option<()> {
        let is_full = |number: &u64| *number == 0xffff_ffff;
        let wanted = numbers.iter().filter(|number| is_full(number)).count();
        let Some(field) = self.large else { return (wanted == 0).then_some(()) };
        if field.len() == 8 * wanted {
            let places = numbers.iter_mut().filter(|number| is_full(number));
            return places.enumerate().try_for_each(|(at, place)| number(field, 8 * at, 8).map(|wide| *place = wide));
        }
        // Some packers write those too that needed less: they have to be the same, and none that is needed may follow.
        let leads = numbers.iter().take_while(|number| is_full(number)).count() == wanted;
        if !leads || field.len() % 8 != 0 || field.len() > 8 * numbers.len() || field.len() < 8 * wanted {
            return None;
        }
        let mut places = numbers.iter_mut().take(field.len() / 8).enumerate();
        places.try_for_each(|(at, place)| {
            let wide = number(field, 8 * at, 8).filter(|wide| at < wanted || wide == place)?;
            *place = wide;
            Some(())
        })
    }
}
