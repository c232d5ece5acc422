using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace SeamAcs
{
    /// <summary>libseam_acs cannot be loaded, or is another one.</summary>
    public sealed class LibraryException : DllNotFoundException
    {
        internal LibraryException(string message) : base(message) { }
    }

    internal static class Library
    {
        private const string File = "libseam_acs.so.0";
        private const int Now = 2;
        private const uint AtSecure = 23;
        private static readonly Lazy<string> Trouble = new Lazy<string>(Open);

        /// <summary>Where the variable says, then beside this assembly, then where the system looks.</summary>
        internal static void Load()
        {
            if (Trouble.Value != null)
            {
                throw new LibraryException(Trouble.Value);
            }
        }

        internal static string String(IntPtr text)
        {
            if (text == IntPtr.Zero)
            {
                return null;
            }
            var length = 0;
            while (Marshal.ReadByte(text, length) != 0)
            {
                length++;
            }
            var bytes = new byte[length];
            Marshal.Copy(text, bytes, 0, length);
            return Encoding.UTF8.GetString(bytes);
        }

        /// <summary>A text of the library's that is ours to free.</summary>
        internal static string Taken(IntPtr text)
        {
            var copy = String(text);
            Native.seam_acs_string_free(text);
            return copy;
        }

        private static string Open()
        {
            var named = IsPrivileged() ? null : Environment.GetEnvironmentVariable("SEAM_ACS_LIBRARY");
            var beside = Path.Combine(Path.GetDirectoryName(typeof(Library).Assembly.Location) ?? "", File);
            var path = !string.IsNullOrEmpty(named) ? named : System.IO.File.Exists(beside) ? beside : File;
            // Once it is loaded, its name finds it for every import.
            if (Dlopen(path, Now) == IntPtr.Zero)
            {
                return "SeamAcs cannot load " + path + ": install it, or put its full path into SEAM_ACS_LIBRARY (" + String(Dlerror()) + ")";
            }
            try
            {
                if (HasOurAbi())
                {
                    return null;
                }
            }
            catch (TypeLoadException)
            {
                // A library of another name or without our functions.
            }
            return "the " + path + " that was found is not the libseam_acs that SeamAcs " + Generated.Version + " needs (ABI " + Generated.AbiVersion
                + "): install the library of that version, or put its full path into SEAM_ACS_LIBRARY";
        }

        /// <summary>Whether the process has other rights than its caller, who must not say what code it runs.</summary>
        private static bool IsPrivileged()
        {
            return Getuid() != Geteuid() || Getgid() != Getegid() || Getauxval(new UIntPtr(AtSecure)) != UIntPtr.Zero;
        }

        /// <summary>A method of its own: Mono looks for the imports of a method when it compiles it.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static bool HasOurAbi()
        {
            var abi = Native.seam_acs_abi_version();
            return abi / 1000 == Generated.AbiVersion / 1000 && abi >= Generated.AbiVersion;
        }

        [DllImport("libdl.so.2", EntryPoint = "dlopen")]
        private static extern IntPtr Dlopen([MarshalAs(UnmanagedType.LPStr)] string path, int flags);

        [DllImport("libdl.so.2", EntryPoint = "dlerror")]
        private static extern IntPtr Dlerror();

        [DllImport("libc.so.6", EntryPoint = "getuid")]
        private static extern uint Getuid();

        [DllImport("libc.so.6", EntryPoint = "geteuid")]
        private static extern uint Geteuid();

        [DllImport("libc.so.6", EntryPoint = "getgid")]
        private static extern uint Getgid();

        [DllImport("libc.so.6", EntryPoint = "getegid")]
        private static extern uint Getegid();

        [DllImport("libc.so.6", EntryPoint = "getauxval")]
        private static extern UIntPtr Getauxval(UIntPtr kind);
    }
}
