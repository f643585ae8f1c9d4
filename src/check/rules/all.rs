//! The one table of rules, in order of their codes. A new rule is a file in this folder, a `mod` line and a row here.

use super::{bad_choice, bad_date, broken_fragment, broken_link, control_gap, duplicate_id, duplicate_key, file_too_large, image_without_text, invalid_framework, invalid_front_matter, invalid_id, invalid_setting, link_outside, link_to_folder, link_to_retired, missing_advised_field, missing_field, not_utf8, remote_image, review_overdue, unclosed_front_matter, unknown_clause, unknown_control, unknown_key, unknown_kind, unknown_reference, unknown_requirement, unknown_setting, unreadable_file, unsafe_link, waiver_unused, wrong_kind_reference, wrong_type};
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
    &duplicate_id::RULE,
    &invalid_id::RULE,
    &broken_link::RULE,
    &broken_fragment::RULE,
    &unknown_reference::RULE,
    &wrong_kind_reference::RULE,
    &unsafe_link::RULE,
    &link_outside::RULE,
    &link_to_folder::RULE,
    &remote_image::RULE,
    &image_without_text::RULE,
    &unknown_control::RULE,
    &unknown_clause::RULE,
    &unknown_requirement::RULE,
    &link_to_retired::RULE,
    &control_gap::RULE,
    &review_overdue::RULE,
    &invalid_setting::RULE,
    &unknown_setting::RULE,
    &invalid_framework::RULE,
    &waiver_unused::RULE,
];
