//! A class for each kind of object that the library hands out and takes back.

use super::super::abi::{Function, Type};
use super::super::model::Model;
use super::super::spelling::pascal;
use super::opening;

/// `OpHandle` of `seam_acs_op`.
pub(super) fn class(object: &str) -> String {
    format!("{}Handle", pascal(object))
}

/// Whether it takes an object back, and so gets the bare pointer.
pub(super) fn is_free(function: &Function) -> bool {
    function.name.ends_with("_free")
}

pub(super) fn classes(model: &Model) -> String {
    let mut out = opening(&["System", "System.Runtime.InteropServices"], "")
        + r"    /// <summary>An object of the library's: used by calls only while it is there, and freed once, also if nobody disposes of
    /// it.</summary>
    internal abstract class Handle : SafeHandle
    {
        protected Handle() : base(IntPtr.Zero, true) { }

        public override bool IsInvalid => handle == IntPtr.Zero;
    }
";
    for function in model.header.functions.iter().filter(|function| is_free(function)) {
        if let [(_, Type::Handle(object))] = function.parameters.as_slice() {
            out.push_str(&format!(
                r"
    internal sealed class {} : Handle
    {{
        protected override bool ReleaseHandle()
        {{
            Native.{}(handle);
            return true;
        }}
    }}
",
                class(object),
                function.name
            ));
        }
    }
    out.push_str("}\n");
    out
}
