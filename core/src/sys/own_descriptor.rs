//! Descriptors that a host may close under us: a daemon closes all from 3 on, and its own files get their numbers.

use std::fs::Metadata;
use std::io;
use std::mem::ManuallyDrop;
use std::path::Path;

use super::os::{
    Descriptor, HOSTS_CLOSE_DESCRIPTORS, device_and_inode, device_and_inode_of_number,
    device_and_inode_of_path,
};

/// Which file a descriptor stands for. A socket and a pipe have an inode of their own too; all descriptors of epoll and
/// eventfd share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct FileIdentity {
    device: u64,
    inode: u64,
}

impl FileIdentity {
    /// Of what is open there now.
    fn of_opened(opened: &impl Descriptor) -> io::Result<FileIdentity> {
        let (device, inode) = device_and_inode(opened)?;
        Ok(FileIdentity { device, inode })
    }

    /// Of what has this number of the host's now.
    pub(crate) fn of_number(number: i32) -> io::Result<FileIdentity> {
        let (device, inode) = device_and_inode_of_number(number)?;
        Ok(FileIdentity { device, inode })
    }

    /// Of the file that a path leads to, of which `found` was found just now.
    pub(crate) fn of_path(path: &Path, found: &Metadata) -> FileIdentity {
        let (device, inode) = device_and_inode_of_path(path, found);
        FileIdentity { device, inode }
    }
}

/// A descriptor that is used and closed only as long as it is still what was opened. What comes between the look and the
/// use is not seen: a host that closes descriptors while other threads work cannot be helped.
#[derive(Debug)]
pub(crate) struct OwnDescriptor<T: Descriptor> {
    opened: ManuallyDrop<T>,
    identity: FileIdentity,
}

impl<T: Descriptor> OwnDescriptor<T> {
    pub(crate) fn new(opened: T) -> io::Result<Self> {
        let identity = FileIdentity::of_opened(&opened)?;
        Ok(Self { opened: ManuallyDrop::new(opened), identity })
    }

    /// What was opened; `None` once somebody has closed it.
    pub(crate) fn get(&self) -> Option<&T> {
        self.is_ours().then_some(&*self.opened)
    }

    /// What was opened, for who has just seen that it is ours.
    pub(crate) fn opened(&self) -> &T {
        &self.opened
    }

    pub(crate) fn identity(&self) -> FileIdentity {
        self.identity
    }

    pub(crate) fn is_ours(&self) -> bool {
        !HOSTS_CLOSE_DESCRIPTORS
            || FileIdentity::of_opened(&*self.opened).is_ok_and(|now| now == self.identity)
    }
}

impl<T: Descriptor> Drop for OwnDescriptor<T> {
    fn drop(&mut self) {
        if self.is_ours() {
            // SAFETY: nothing uses it after this.
            unsafe { ManuallyDrop::drop(&mut self.opened) };
        }
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::os::fd::{AsFd, AsRawFd, FromRawFd};

    #[test]
    fn a_number_that_is_anothers_is_neither_used_nor_closed() {
        let (reader, _writer) = io::pipe().expect("a pipe");
        let own = OwnDescriptor::new(reader).expect("open");
        assert!(own.get().is_some());
        let number = own.opened().as_raw_fd();
        let foreign = File::open("/proc/self/stat").expect("a file");
        // SAFETY: closes our end and gives its number to the host's file, as a daemon does.
        assert_eq!(unsafe { libc::dup2(foreign.as_raw_fd(), number) }, number);
        assert!(own.get().is_none());
        drop(own);
        // SAFETY: the number is this test's now.
        let kept = unsafe { File::from_raw_fd(number) };
        assert!(kept.metadata().is_ok(), "the host's file was closed");
    }

    #[test]
    fn one_that_is_still_ours_is_closed() {
        let (mut reader, writer) = io::pipe().expect("a pipe");
        let own = OwnDescriptor::new(writer).expect("open");
        assert!(own.get().is_some_and(|writer| writer.as_fd().try_clone_to_owned().is_ok()));
        drop(own);
        let mut text = String::new();
        assert_eq!(io::Read::read_to_string(&mut reader, &mut text).expect("an end"), 0);
    }
}
