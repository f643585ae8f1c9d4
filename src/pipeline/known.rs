//! By which baseline findings are known from before.

use std::sync::Arc;

use crate::model::Aims;
use crate::model::baseline::Baseline;

/// By what findings are known from before.
#[derive(Debug, Clone, Default)]
pub enum KnownBy {
    /// By the baseline that the settings name, if they name one.
    #[default]
    Settings,
    /// By none.
    Nothing,
    /// By this one, with its text.
    Baseline(Box<Baseline>, Arc<str>),
}

impl KnownBy {
    /// Has it hold for an AIMS.
    pub(super) fn set(&self, aims: &mut Aims) {
        match self {
            Self::Settings => {}
            Self::Nothing => aims.baseline = None,
            Self::Baseline(baseline, text) => {
                if let Some(path) = &baseline.path {
                    aims.texts.add(path.clone(), Arc::clone(text));
                }
                aims.baseline = Some((**baseline).clone());
            }
        }
    }
}
