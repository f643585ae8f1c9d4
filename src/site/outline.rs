//! The levels of headings on a page.

/// The levels of headings below the title of the page, which is the only one of the first: each stands one below the
/// heading it belongs to, so that none is left out.
pub(super) struct Outline {
    /// The level of the first.
    top: u8,
    /// The headings that the next may belong to: each as written and as shown.
    above: Vec<(u8, u8)>,
}

impl Outline {
    /// Of a text that stands so many levels deeper than on a page of its own.
    pub(super) fn below(deeper: u8) -> Self {
        Self { top: 2 + deeper, above: Vec::new() }
    }

    /// The level of the next heading.
    pub(super) fn level(&mut self, written: u8) -> u8 {
        while self.above.last().is_some_and(|(above, _)| *above >= written) {
            self.above.pop();
        }
        let level = self.above.last().map_or(self.top, |(_, shown)| (shown + 1).min(6));
        self.above.push((written, level));
        level
    }
}
