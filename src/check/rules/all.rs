//! The one table of rules, in order of their codes. A new rule is a file in this folder, a `mod` line and a row here.

use super::{bad_choice, bad_date, broken_link, control_gap, duplicate_key, file_too_large, invalid_framework, invalid_front_matter, invalid_id, invalid_setting, missing_advised_field, missing_field, not_utf8, review_overdue, unclosed_front_matter, unknown_key, unknown_kind, unknown_setting, unreadable_file, waiver_unused, wrong_type};
use crate::check::Rule;

/// Every rule.
pub(in crate::check) static RULES: &[&Rule] = &[
    &missing_field::RULE,
    &missing_advised_field::RULE,
    &not_utf8::RULE,
    &invalid_front_matter::RULE,
    &unclosed_front_matter::RULE,
    &unknown_key::RULE,
    &duplicate_key::RULE,
    &wrong_type::RULE,
    &bad_date::RULE,
    &bad_choice::RULE,
    &unknown_kind::RULE,
    &file_too_large::RULE,
    &unreadable_file::RULE,
    &invalid_id::RULE,
    &broken_link::RULE,
    &control_gap::RULE,
    &review_overdue::RULE,
    &invalid_setting::RULE,
    &unknown_setting::RULE,
    &invalid_framework::RULE,
    &waiver_unused::RULE,
];
