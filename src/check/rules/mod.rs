//! The rules, one file each.

pub(super) mod all;
mod bad_choice;
mod bad_date;
mod broken_link;
mod control_gap;
mod duplicate_key;
mod file_too_large;
mod invalid_framework;
mod invalid_front_matter;
mod invalid_id;
mod invalid_setting;
mod missing_advised_field;
mod missing_field;
mod not_utf8;
mod review_overdue;
mod unclosed_front_matter;
mod unknown_key;
mod unknown_kind;
mod unknown_setting;
mod unreadable_file;
mod waiver_unused;
mod wrong_type;
