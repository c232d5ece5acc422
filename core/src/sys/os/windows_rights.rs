//! Who may read and write a file on Windows: access lists, as permissions are elsewhere.

use std::io;
use std::path::Path;
use std::ptr::{null, null_mut};

use windows_sys::Win32::Foundation::{
    ERROR_SUCCESS, GENERIC_ALL, GENERIC_WRITE, GetLastError, HANDLE, LocalFree,
};
use windows_sys::Win32::Security::Authorization::{
    ConvertSidToStringSidW, ConvertStringSecurityDescriptorToSecurityDescriptorW, GetNamedSecurityInfoW,
    SDDL_REVISION_1, SE_FILE_OBJECT, SetSecurityInfo,
};
use windows_sys::Win32::Security::{
    ACCESS_ALLOWED_ACE, ACL, DACL_SECURITY_INFORMATION, EqualSid, GetAce, GetSecurityDescriptorDacl,
    GetTokenInformation, INHERIT_ONLY_ACE, IsWellKnownSid, OWNER_SECURITY_INFORMATION,
    PROTECTED_DACL_SECURITY_INFORMATION, PSECURITY_DESCRIPTOR, PSID, SECURITY_ATTRIBUTES, TOKEN_QUERY,
    TOKEN_USER, TokenUser, WinBuiltinAdministratorsSid, WinCreatorOwnerRightsSid, WinLocalSystemSid,
};
use windows_sys::Win32::Storage::FileSystem::{
    DELETE, FILE_APPEND_DATA, FILE_DELETE_CHILD, FILE_WRITE_DATA, WRITE_DAC, WRITE_OWNER,
};
use windows_sys::Win32::System::SystemServices::{ACCESS_ALLOWED_ACE_TYPE, ACCESS_DENIED_ACE_TYPE};
use windows_sys::Win32::System::Threading::{GetCurrentProcess, OpenProcessToken};

use super::windows_path::{as_owned_handle, wide, wide_path};

/// With one of these rights somebody can change a file, or what is in a folder.
const CHANGES: u32 = FILE_WRITE_DATA
    | FILE_APPEND_DATA
    | FILE_DELETE_CHILD
    | DELETE
    | WRITE_DAC
    | WRITE_OWNER
    | GENERIC_WRITE
    | GENERIC_ALL;

/// A security descriptor of the system's, freed with this.
pub(super) struct SecurityDescriptor(PSECURITY_DESCRIPTOR);

impl SecurityDescriptor {
    /// Of what is the user's alone, with all that is made in it; nothing is inherited from the folder above.
    pub(super) fn of_the_user() -> io::Result<Self> {
        let text = wide(format!("D:P(A;OICI;FA;;;{})", User::of_this_process()?.as_text()?));
        let mut made = null_mut();
        // SAFETY: the text ends with a zero, and the pointer is valid for one descriptor.
        let is_made = unsafe {
            ConvertStringSecurityDescriptorToSecurityDescriptorW(
                text.as_ptr(),
                SDDL_REVISION_1,
                &raw mut made,
                null_mut(),
            )
        };
        succeeded(is_made).map(|()| Self(made))
    }

    /// What a new file or folder gets, for as long as this lives.
    pub(super) fn attributes(&self) -> SECURITY_ATTRIBUTES {
        let length = u32::try_from(size_of::<SECURITY_ATTRIBUTES>()).unwrap_or_default();
        SECURITY_ATTRIBUTES { nLength: length, lpSecurityDescriptor: self.0, bInheritHandle: 0 }
    }

    fn access_list(&self) -> io::Result<*mut ACL> {
        let (mut is_there, mut list, mut is_default) = (0, null_mut(), 0);
        // SAFETY: the descriptor is valid, and the pointers are those of live variables.
        let found = unsafe {
            GetSecurityDescriptorDacl(self.0, &raw mut is_there, &raw mut list, &raw mut is_default)
        };
        succeeded(found).map(|()| list)
    }
}

impl Drop for SecurityDescriptor {
    fn drop(&mut self) {
        // SAFETY: the system allocated it for us.
        unsafe { LocalFree(self.0) };
    }
}

/// Makes an open file the user's alone. Its handle needs `WRITE_DAC`.
pub(super) fn narrow(file: HANDLE) -> io::Result<()> {
    let wanted = SecurityDescriptor::of_the_user()?;
    let list = wanted.access_list()?;
    let what = DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION;
    // SAFETY: the handle is open, and the list lives as long as `wanted`.
    let failure =
        unsafe { SetSecurityInfo(file, SE_FILE_OBJECT, what, null_mut(), null_mut(), list, null()) };
    said(failure)
}

/// Refuses what somebody else owns, or can change. Administrators and the system itself can change everything anyway.
pub(super) fn refuse_shared(path: &Path) -> io::Result<()> {
    let path = wide_path(path)?;
    let (mut owner, mut list, mut descriptor) = (null_mut(), null_mut(), null_mut());
    let what = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
    // SAFETY: the path ends with a zero, and the pointers are those of live variables or NULL.
    let failure = unsafe {
        GetNamedSecurityInfoW(
            path.as_ptr(),
            SE_FILE_OBJECT,
            what,
            &raw mut owner,
            null_mut(),
            &raw mut list,
            null_mut(),
            &raw mut descriptor,
        )
    };
    said(failure)?;
    let _descriptor = SecurityDescriptor(descriptor);
    let user = User::of_this_process()?;
    if !user.trusts(owner) {
        return Err(io::Error::other("it belongs to another user"));
    }
    if list.is_null() || entries(list).any(|entry| !user.allows(entry)) {
        return Err(io::Error::other("others can write to it: leave rights to it to your account alone"));
    }
    Ok(())
}

/// The entries of an access list that is alive.
fn entries(list: *mut ACL) -> impl Iterator<Item = *mut ACCESS_ALLOWED_ACE> {
    (0_u32..).map_while(move |place| {
        let mut entry = null_mut();
        // SAFETY: the list is alive; a place that it does not have is refused.
        let is_there = unsafe { GetAce(list, place, &raw mut entry) } != 0;
        is_there.then(|| entry.cast())
    })
}

/// The account with whose rights the process runs.
struct User {
    /// A `TOKEN_USER` and what it points to. It must not move.
    token_user: Box<[u64; 32]>,
}

impl User {
    fn of_this_process() -> io::Result<Self> {
        let mut token = null_mut();
        // SAFETY: the handle of the process needs no closing.
        let process = unsafe { GetCurrentProcess() };
        // SAFETY: the pointer is valid for one handle.
        succeeded(unsafe { OpenProcessToken(process, TOKEN_QUERY, &raw mut token) })?;
        let _token = as_owned_handle(token)?;
        let mut token_user = Box::new([0_u64; 32]);
        let size = u32::try_from(size_of_val(&*token_user)).unwrap_or_default();
        let mut needed = 0;
        // SAFETY: the buffer has this size, and is aligned for a TOKEN_USER.
        let found = unsafe {
            GetTokenInformation(token, TokenUser, token_user.as_mut_ptr().cast(), size, &raw mut needed)
        };
        succeeded(found).map(|()| Self { token_user })
    }

    fn sid(&self) -> PSID {
        // SAFETY: the system has filled it with a TOKEN_USER.
        unsafe { (*self.token_user.as_ptr().cast::<TOKEN_USER>()).User.Sid }
    }

    /// `S-1-5-21-…`.
    fn as_text(&self) -> io::Result<String> {
        let mut text = null_mut();
        // SAFETY: the SID is alive, and the pointer is valid for one text.
        succeeded(unsafe { ConvertSidToStringSidW(self.sid(), &raw mut text) })?;
        let (mut letters, mut next) = (Vec::new(), text);
        // SAFETY: the text ends with a zero, where this ends.
        while let letter @ 1.. = unsafe { *next } {
            letters.push(letter);
            // SAFETY: what was read was not the zero, so that another letter follows.
            next = unsafe { next.add(1) };
        }
        // SAFETY: the system allocated it for us.
        unsafe { LocalFree(text.cast()) };
        Ok(String::from_utf16_lossy(&letters))
    }

    /// Whether who has this SID may own what is the user's.
    fn trusts(&self, sid: PSID) -> bool {
        // SAFETY: both are alive.
        let is_own = unsafe { EqualSid(sid, self.sid()) } != 0;
        is_own
            || [WinLocalSystemSid, WinBuiltinAdministratorsSid, WinCreatorOwnerRightsSid]
                .into_iter()
                // SAFETY: it is alive.
                .any(|known| unsafe { IsWellKnownSid(sid, known) } != 0)
    }

    /// Whether an entry of an access list leaves changes to the user.
    fn allows(&self, entry: *mut ACCESS_ALLOWED_ACE) -> bool {
        // SAFETY: the list that it stands in is alive, and every entry begins so.
        let ACCESS_ALLOWED_ACE { Header: header, Mask: rights, .. } = unsafe { *entry };
        let kind = u32::from(header.AceType);
        let is_for_others_to_inherit = u32::from(header.AceFlags) & INHERIT_ONLY_ACE != 0;
        if kind == ACCESS_DENIED_ACE_TYPE || is_for_others_to_inherit || rights & CHANGES == 0 {
            return true;
        }
        if kind != ACCESS_ALLOWED_ACE_TYPE {
            return false;
        }
        // SAFETY: an entry of this type ends with a SID that begins here.
        let sid = unsafe { &raw mut (*entry).SidStart };
        self.trusts(sid.cast())
    }
}

fn succeeded(answer: i32) -> io::Result<()> {
    if answer != 0 {
        return Ok(());
    }
    // SAFETY: it only reads.
    said(unsafe { GetLastError() })
}

/// The error that a number of the system's stands for.
fn said(failure: u32) -> io::Result<()> {
    if failure == ERROR_SUCCESS { Ok(()) } else { Err(io::Error::from_raw_os_error(failure.cast_signed())) }
}
