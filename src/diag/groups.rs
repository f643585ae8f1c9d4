//! Findings by what they have in common: many of one rule are told together, so that what there is to do fits a head.

use std::collections::BTreeMap;

use super::finding::{Diagnostic, Level};

/// Up to how many different things that a rule finds are told one by one.
const ONE_BY_ONE: usize = 4;

/// What is told at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block<'a> {
    /// One thing, wherever it is found.
    One(Same<'a>),
    /// Many things that one rule finds, most frequent first; those found equally often keep their order.
    Rule(Vec<Same<'a>>),
}

/// Findings of one rule and level that say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Same<'a> {
    /// The first of them.
    pub first: &'a Diagnostic,
    /// The others, in order.
    pub others: Vec<&'a Diagnostic>,
}

impl Same<'_> {
    /// How many they are.
    pub fn count(&self) -> usize {
        self.others.len() + 1
    }
}

impl<'a> Block<'a> {
    /// What is the same in it.
    pub fn parts(&self) -> &[Same<'a>] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Rule(many) => many,
        }
    }

    /// How many findings it tells.
    pub fn count(&self) -> usize {
        self.parts().iter().map(Same::count).sum()
    }

    /// The level of all of them.
    pub fn level(&self) -> Level {
        self.parts().first().map_or(Level::Note, |part| part.first.level)
    }
}

/// Findings in blocks: errors first, then in the order of what stands first in each.
pub fn blocks<'a>(findings: &[&'a Diagnostic]) -> Vec<Block<'a>> {
    // The place of the block of each rule, and in it the place of each message.
    let mut rules: BTreeMap<(Level, &str), usize> = BTreeMap::new();
    let mut messages: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    let mut found: Vec<Vec<(usize, Same<'a>)>> = Vec::new();
    for (turn, &first) in findings.iter().enumerate() {
        let rule = *rules.entry((first.level, first.code)).or_insert(found.len());
        if rule == found.len() {
            found.push(Vec::new());
        }
        match messages.get(&(rule, first.message.as_str())) {
            Some(&at) => found[rule][at].1.others.push(first),
            None => {
                messages.insert((rule, &first.message), found[rule].len());
                found[rule].push((turn, Same { first, others: Vec::new() }));
            }
        }
    }
    let mut blocks = Vec::new();
    for mut parts in found {
        if parts.len() <= ONE_BY_ONE {
            blocks.extend(parts.into_iter().map(|(turn, one)| (turn, Block::One(one))));
            continue;
        }
        let turn = parts[0].0;
        parts.sort_by_key(|(_, part)| std::cmp::Reverse(part.count()));
        blocks.push((turn, Block::Rule(parts.into_iter().map(|(_, part)| part).collect())));
    }
    blocks.sort_by_key(|(turn, block)| (std::cmp::Reverse(block.level()), *turn));
    blocks.into_iter().map(|(_, block)| block).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::DocPath;
    use crate::diag::Place;

    fn finding(path: &str, level: Level, code: &'static str, message: &str) -> Diagnostic {
        let place = Place { path: DocPath::new(path).expect("a path"), span: None };
        Diagnostic::new((code, "name"), level, place, message)
    }

    /// Each block in short: the message and how often, those of a rule in brackets.
    fn told(found: &[Diagnostic]) -> Vec<String> {
        let all: Vec<&Diagnostic> = found.iter().collect();
        let part = |part: &Same<'_>| format!("{}×{}", part.first.message, part.count());
        let in_short = |block: Block<'_>| match &block {
            Block::One(one) => part(one),
            Block::Rule(many) => format!("[{}]", many.iter().map(part).collect::<Vec<_>>().join(" ")),
        };
        blocks(&all).into_iter().map(in_short).collect()
    }

    #[test]
    fn errors_come_first_and_what_is_said_again_is_said_once() {
        let (warning, error) = (Level::Warning, Level::Error);
        let found = [
            finding("a", warning, "AIMS106", "k"),
            finding("b", error, "AIMS101", "t"),
            finding("c", warning, "AIMS106", "k"),
            finding("c", warning, "AIMS106", "l"),
            finding("d", error, "AIMS106", "k"),
        ];
        assert_eq!(told(&found), ["t×1", "k×1", "k×2", "l×1"]);
        assert_eq!(told(&[]), [] as [&str; 0]);
    }

    #[test]
    fn a_rule_that_finds_many_things_tells_them_together_the_most_frequent_first() {
        let messages = ["a", "b", "c", "d", "c"];
        let found: Vec<_> = messages.iter().map(|m| finding("p", Level::Note, "AIMS203", m)).collect();
        assert_eq!(told(&found), ["a×1", "b×1", "c×2", "d×1"]);
        let messages = ["a", "b", "c", "d", "e", "c"];
        let found: Vec<_> = messages.iter().map(|m| finding("p", Level::Note, "AIMS203", m)).collect();
        assert_eq!(told(&found), ["[c×2 a×1 b×1 d×1 e×1]"]);
    }
}
