//! The binary encoding that SSH has for numbers and strings (RFC 4251, section 5), and base64 in its one strict form.

/// Takes bytes apart from the front. Every reading is `None` where too little is left.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    /// The next `count` bytes.
    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// A `uint32`.
    pub(super) fn number(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_be_bytes)
    }

    /// A `string`: its length, then so many bytes.
    pub(super) fn string(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        self.take(length.try_into().ok()?)
    }

    /// A `string` that is a name: UTF-8 without a zero byte. OpenSSH allows one at the very end, which nobody writes.
    pub(super) fn name(&mut self) -> Option<&'a str> {
        let name = std::str::from_utf8(self.string()?).ok()?;
        (!name.contains('\0')).then_some(name)
    }

    /// An `mpint` that is not negative, big-endian without leading zeros. As OpenSSH does, this takes more leading
    /// zeros than the number needs.
    pub(super) fn positive(&mut self) -> Option<&'a [u8]> {
        let bytes = self.string()?;
        if bytes.first().is_some_and(|first| first & 0x80 != 0) {
            return None;
        }
        Some(without_zeros(bytes))
    }

    /// As [`Reader::positive`], where only the shortest way to write the number is taken.
    pub(super) fn shortest(&mut self) -> Option<&'a [u8]> {
        let bytes = self.string()?;
        match bytes {
            [0] => None,
            [0, next, ..] if next & 0x80 == 0 => None,
            [first, ..] if first & 0x80 != 0 => None,
            bytes => Some(without_zeros(bytes)),
        }
    }

    /// Whether nothing is left.
    pub(super) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }
}

/// The number without zeros in front.
pub(super) fn without_zeros(number: &[u8]) -> &[u8] {
    let start = number.iter().position(|byte| *byte != 0).unwrap_or(number.len());
    &number[start..]
}

/// Writes a number without leading zeros as an `mpint`.
pub(super) fn put_positive(into: &mut Vec<u8>, number: &[u8]) {
    let needs_zero = number.first().is_some_and(|first| first & 0x80 != 0);
    let length = u32::try_from(number.len() + usize::from(needs_zero)).unwrap_or(u32::MAX);
    into.extend(length.to_be_bytes());
    if needs_zero {
        into.push(0);
    }
    into.extend(number);
}

/// Writes a `string`.
pub(super) fn put_string(into: &mut Vec<u8>, bytes: &[u8]) {
    into.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    into.extend(bytes);
}

/// Writes bytes as base64 (RFC 4648, section 4) with its padding.
pub fn to_base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= three.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

/// The bytes of base64 (RFC 4648, section 4), with its padding and in no other form; `None` where the text is none.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    base64(text.as_bytes())
}

/// Decodes base64 (RFC 4648, section 4) with its padding. Each text stands for one value and each value has one text:
/// other characters, missing padding and stray bits at the end give `None`.
pub(super) fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let padding = text.iter().rev().take(2).take_while(|byte| **byte == b'=').count();
    let digits = &text[..text.len() - padding];
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0u32);
    for byte in digits {
        bits = bits << 6 | u32::from(digit(*byte)?);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).ok()?);
            bits &= (1 << held) - 1;
        }
    }
    (bits == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_has_one_text_for_each_value() {
        // RFC 4648, section 10.
        for (text, value) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9vYmE=", "fooba"),
            ("Zm9vYmFy", "foobar"),
        ] {
            assert_eq!(base64(text.as_bytes()).as_deref(), Some(value.as_bytes()), "{text}");
            assert_eq!(to_base64(value.as_bytes()), text);
        }
        for bad in
            ["Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "====", "=", "Zg==Zg==", "Zm 9", "Zm9v\n", "Zm-_", "Z==="]
        {
            assert_eq!(base64(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn numbers_are_read_as_openssh_reads_them() {
        let read = |bytes: &[u8]| Reader(bytes).positive().map(<[u8]>::to_vec);
        assert_eq!(read(&[0, 0, 0, 2, 0, 0x80]), Some(vec![0x80]));
        assert_eq!(read(&[0, 0, 0, 3, 0, 0, 1]), Some(vec![1]));
        assert_eq!(read(&[0, 0, 0, 0]), Some(vec![]));
        assert_eq!(read(&[0, 0, 0, 1, 0x80]), None, "negative");
        assert_eq!(read(&[0, 0, 0, 9, 1]), None, "cut off");
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 1]), None, "longer than anything");
        let shortest = |bytes: &[u8]| Reader(bytes).shortest().map(<[u8]>::to_vec);
        assert_eq!(shortest(&[0, 0, 0, 2, 0, 0x80]), Some(vec![0x80]));
        assert_eq!(shortest(&[0, 0, 0, 2, 0, 1]), None, "a zero too many");
        assert_eq!(shortest(&[0, 0, 0, 1, 0x80]), None, "negative");
        assert_eq!((shortest(&[0, 0, 0, 1, 0]), shortest(&[0, 0, 0, 0])), (None, Some(vec![])));
        let mut written = Vec::new();
        put_positive(&mut written, &[0x80]);
        put_positive(&mut written, &[0x7f]);
        assert_eq!(written, [0, 0, 0, 2, 0, 0x80, 0, 0, 0, 1, 0x7f]);
    }
}
