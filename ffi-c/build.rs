//! Gives the shared library its name for the loader and the flags that make it safe to live in a stranger's process.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target_is_elf =
        matches!(std::env::var("CARGO_CFG_TARGET_OS").as_deref(), Ok("linux" | "android" | "freebsd"));
    if target_is_elf {
        // The integer is the ABI's major version: it changes only when a program must be compiled anew.
        link("-soname,libseam_acs.so.0");
        // The engine's thread may still run after dlclose(): its code must stay mapped.
        link("-z,nodelete");
        // A missing symbol shows when the library is loaded, not in the middle of a revocation.
        link("-z,now");
        // Two copies of the library in one process must each use their own functions.
        link("-Bsymbolic");
    }
}

fn link(flags: &str) {
    println!("cargo:rustc-cdylib-link-arg=-Wl,{flags}");
}
