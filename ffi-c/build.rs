//! Gives the shared library its name for the loader and the flags that make it safe to live in a stranger's process.

fn main() -> std::io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    let system = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    if system == "macos" {
        // Programs find it beside themselves, or where their own rpath says.
        link("-install_name,@rpath/libseam_acs.0.dylib");
    }
    if matches!(system.as_str(), "linux" | "android" | "freebsd") {
        // The integer is the ABI's major version: it changes only when a program must be compiled anew.
        link("-soname,libseam_acs.so.0");
        // The engine's thread may still run after dlclose(): its code must stay mapped.
        link("-z,nodelete");
        // A missing symbol shows when the library is loaded, not in the middle of a revocation.
        link("-z,now");
        // Two copies of the library in one process must each use their own functions.
        link("-Bsymbolic");
    }
    let is_for_mingw = system == "windows" && std::env::var("CARGO_CFG_TARGET_ENV").as_deref() == Ok("gnu");
    if is_for_mingw { export_what_is_listed() } else { Ok(()) }
}

/// What a DLL exports; without this list a linker may export every function of Rust, and some have room for 65,535.
fn export_what_is_listed() -> std::io::Result<()> {
    println!("cargo:rerun-if-changed=symbols.txt");
    let list = std::fs::read_to_string("symbols.txt")?;
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    let names = lines.filter_map(|line| line.split_whitespace().next());
    let definition = names.fold("EXPORTS\n".to_owned(), |text, name| text + "    " + name + "\n");
    let file = std::path::Path::new(&std::env::var("OUT_DIR").unwrap_or_default()).join("seam_acs.def");
    std::fs::write(&file, definition)?;
    println!("cargo:rustc-cdylib-link-arg={}", file.display());
    Ok(())
}

fn link(flags: &str) {
    println!("cargo:rustc-cdylib-link-arg=-Wl,{flags}");
}
