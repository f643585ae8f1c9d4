#![no_main]

#[expect(dead_code, reason = "each program asks for one")]
#[path = "../properties.rs"]
mod properties;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::substance(bytes));
