#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| cable_lint_fuzz::bodies::office(data));
