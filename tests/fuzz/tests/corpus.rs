//! The committed corpus through every target, without a fuzzer: what was found once stays found.
#![allow(clippy::expect_used, clippy::panic, reason = "tests may fail loudly")]

use std::path::Path;

use seam_acs_fuzz::TARGETS;

#[test]
fn every_input_of_the_corpus_is_read_without_a_finding() {
    for target in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.name);
        let files =
            std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let mut count = 0;
        for file in files {
            let file = file.expect("a file").path();
            let bytes = std::fs::read(&file).expect("readable");
            // A panic does not say which file it was.
            println!("{}", file.display());
            (target.run)(&bytes);
            count += 1;
        }
        assert!(count > 0, "{} has no corpus", target.name);
    }
}

#[test]
fn nothing_and_noise_are_read_without_a_finding() {
    for target in TARGETS {
        (target.run)(b"");
        for first in 0..=255_u8 {
            (target.run)(&[first]);
            (target.run)(&[first, 0, b'\n', 0xff, b'{', b'"', 0x80]);
        }
    }
}
