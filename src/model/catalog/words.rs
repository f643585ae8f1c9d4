//! The closed vocabularies of the catalogues, each word written as in the data files.

use crate::base::say;
use serde::Deserialize;

/// Declares an enum together with the word for each of its values, so that reading and writing cannot drift apart.
macro_rules! words {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$note:meta])* $value:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        pub enum $name { $($(#[$note])* #[serde(rename = $word)] $value,)+ }

        impl $name {
            /// Every value, in the order of their declaration.
            pub const ALL: &[Self] = &[$(Self::$value),+];

            /// The word for it in the data files.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$value => $word,)+ }
            }

            /// The value that `word` stands for.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$value),)+ _ => None }
            }
        }
    };
}

words! {
    /// How far a fact or a relation can be relied on. What each word means for the rows of the crosswalk is said at the
    /// head of `crosswalk.toml`. High by default: the data files name a confidence only where it is less.
    #[derive(Default)]
    pub enum Confidence {
        /// One source, or unconfirmed.
        Low = "low",
        /// Two sources, or one with a flaw.
        Medium = "medium",
        /// Several independent sources, or an authoritative one.
        #[default]
        High = "high",
    }
}

words! {
    /// What we make of a relation, whoever states it.
    #[derive(Default)]
    pub enum Verdict {
        /// We would not rely on it.
        Doubtful = "doubtful",
        /// The two touch.
        #[default]
        Partial = "partial",
        /// The one does much of what the other asks.
        Fits = "fits",
    }
}

impl Verdict {
    /// The word on pages.
    pub fn title(self) -> &'static str {
        match self {
            Self::Doubtful => say!("Doubtful"),
            Self::Partial => say!("Partial"),
            Self::Fits => say!("Fits"),
        }
    }
}

words! {
    /// The step of plan, do, check, act to which a clause belongs.
    pub enum Pdca {
        /// Clauses 4 to 6.
        Plan = "plan",
        /// Clauses 7 and 8.
        Do = "do",
        /// Clause 9.
        Check = "check",
        /// Clause 10.
        Act = "act",
    }
}

words! {
    /// What a clause asks for in writing; nothing by default.
    #[derive(Default)]
    pub enum Documented {
        /// A document or a record, by name.
        Required = "required",
        /// As far as the organisation needs it to show that the process ran as planned.
        AsNeeded = "as-needed",
        /// It sets the rules for documented information (7.5).
        Rules = "rules",
        /// Nothing by name; auditors still ask for evidence.
        #[default]
        None = "none",
    }
}

words! {
    /// What a clause or a control calls for by name; nothing by default.
    #[derive(Default)]
    pub enum Call {
        /// Something kept current: approved, versioned.
        Document = "document",
        /// Evidence of something done, kept unchanged.
        Record = "record",
        /// Neither.
        #[default]
        None = "none",
    }
}

words! {
    /// The class of systems, models or matters that a provision of the AI Act is about.
    pub enum RiskClass {
        /// Prohibited practices.
        Prohibited = "prohibited",
        /// High-risk systems.
        High = "high",
        /// Systems with transparency obligations.
        Transparency = "transparency",
        /// General-purpose AI models.
        Gpai = "gpai",
        /// General-purpose AI models with systemic risk.
        GpaiSystemic = "gpai-systemic",
        /// Any system within the scope of the Act.
        All = "all",
        /// Procedure of authorities rather than a duty towards a system.
        Procedural = "procedural",
    }
}

words! {
    /// Whom a provision of the AI Act binds or protects.
    pub enum Role {
        /// Develops a system, or has it developed, and places it on the market under its own name.
        Provider = "provider",
        /// Uses a system under its authority.
        Deployer = "deployer",
        /// Brings a system from outside into the Union's market.
        Importer = "importer",
        /// Makes a system available without being its provider or importer.
        Distributor = "distributor",
        /// Acts in the Union for a provider from outside.
        AuthorisedRep = "authorised-rep",
        /// Puts a system on the market together with its product.
        ProductManufacturer = "product-manufacturer",
        /// Provides a general-purpose AI model.
        GpaiProvider = "gpai-provider",
        /// An authority, the Commission or the AI Office.
        Authority = "authority",
        /// A person whom a system affects.
        AffectedPerson = "affected-person",
    }
}
