//! The machines that packages are made for.

/// The newest glibc that a package may ask for: RHEL 7 and everything since has it.
pub(super) const GLIBC_FLOOR: (u32, u32) = (2, 17);

/// One kind of machine, under the names that each tool has for it.
#[derive(Debug)]
pub(super) struct Target {
    /// In file names.
    pub(super) name: &'static str,
    pub(super) rust: &'static str,
    /// The end of a wheel's file name.
    pub(super) wheel: &'static str,
    pub(super) debian: &'static str,
    /// In front of `gcc` and `objcopy`; empty where this machine runs the programs itself.
    pub(super) gnu: &'static str,
    /// The emulator that runs its programs, and where their loader and C library are.
    pub(super) emulator: Option<(&'static str, &'static str)>,
}

pub(super) const X86_64: Target = Target {
    name: "x86_64",
    rust: "x86_64-unknown-linux-gnu",
    wheel: "x86_64",
    debian: "amd64",
    gnu: "",
    emulator: None,
};

pub(super) const AARCH64: Target = Target {
    name: "aarch64",
    rust: "aarch64-unknown-linux-gnu",
    wheel: "aarch64",
    debian: "arm64",
    gnu: "aarch64-linux-gnu-",
    emulator: Some(("qemu-aarch64", "/usr/aarch64-linux-gnu")),
};

pub(super) const ARMV7: Target = Target {
    name: "armv7",
    rust: "armv7-unknown-linux-gnueabihf",
    wheel: "armv7l",
    debian: "armhf",
    gnu: "arm-linux-gnueabihf-",
    emulator: Some(("qemu-arm", "/usr/arm-linux-gnueabihf")),
};

impl Target {
    /// A program of the GNU tools for this kind of machine.
    pub(super) fn tool(&self, name: &str) -> String {
        format!("{}{name}", self.gnu)
    }

    /// As cargo-zigbuild wants it: with the glibc to link for.
    pub(super) fn with_floor(&self) -> String {
        format!("{}.{}", self.rust, floor())
    }
}

/// `2.17`.
pub(super) fn floor() -> String {
    format!("{}.{}", GLIBC_FLOOR.0, GLIBC_FLOOR.1)
}
