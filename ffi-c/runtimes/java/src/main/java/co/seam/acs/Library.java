package co.seam.acs;

import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.io.File;
import java.lang.ref.Cleaner;
import java.net.URI;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;

/** The C library of this process. */
final class Library {
    static final Cleaner CLEANER = Cleaner.create();

    private static final long AT_SECURE = 23;
    private static final String FILE = "libseam_acs.so.0";
    /** The functions, or the sentence that says why there are none. */
    private static final Object OPENED = open();

    private Library() {}

    static Native c() {
        if (OPENED instanceof Native) {
            return (Native) OPENED;
        }
        throw new UnsatisfiedLinkError((String) OPENED);
    }

    /** What a function gives through its place before the last. */
    static Pointer made(ToIntBiFunction<PointerByReference, PointerByReference> makes) {
        PointerByReference made = new PointerByReference();
        PointerByReference error = new PointerByReference();
        if (makes.applyAsInt(made, error) != 0) {
            throw SeamException.taken(error.getValue(), null);
        }
        return made.getValue();
    }

    static String string(Pointer text) {
        return text == null ? null : text.getString(0, "UTF-8");
    }

    /** A text of the library's that is ours to free. */
    static String taken(Pointer text) {
        String copy = string(text);
        c().seam_acs_string_free(text);
        return copy;
    }

    private static Object open() {
        String path = path();
        Native found;
        try {
            found = com.sun.jna.Native.load(path, Native.class);
        } catch (UnsatisfiedLinkError e) {
            String[] lines = String.valueOf(e.getMessage()).split("\n");
            return "seam-acs cannot load " + path + ": install it, or put its full path into SEAM_ACS_LIBRARY ("
                    + lines[Math.min(1, lines.length - 1)] + ")";
        }
        try {
            int abi = found.seam_acs_abi_version();
            if (abi / 1000 == Native.ABI_VERSION / 1000 && abi >= Native.ABI_VERSION) {
                return found;
            }
        } catch (UnsatisfiedLinkError e) {
            // Not ours at all, which the same sentence says.
        }
        return "the " + path + " that was found is not the libseam_acs that seam-acs " + Native.VERSION + " needs (ABI "
                + Native.ABI_VERSION + "): install the library of that version, or put its full path into SEAM_ACS_LIBRARY";
    }

    /** Whether the process has other rights than its caller, who must not say what code it runs. */
    private static boolean isPrivileged() {
        NativeLibrary libc = NativeLibrary.getProcess();
        ToIntFunction<String> id = name -> libc.getFunction(name).invokeInt(new Object[0]);
        boolean isSecure = libc.getFunction("getauxval").invokeLong(new Object[] {new NativeLong(AT_SECURE)}) != 0;
        return isSecure || id.applyAsInt("getuid") != id.applyAsInt("geteuid") || id.applyAsInt("getgid") != id.applyAsInt("getegid");
    }

    /** Where the variable says, then beside the jar, then where the system looks. */
    private static String path() {
        String named = isPrivileged() ? null : System.getenv("SEAM_ACS_LIBRARY");
        if (named != null && !named.isEmpty()) {
            return named;
        }
        try {
            File jar = new File(URI.create(Library.class.getProtectionDomain().getCodeSource().getLocation().toString()));
            File beside = new File(jar.getParentFile(), FILE);
            return beside.exists() ? beside.getPath() : FILE;
        } catch (RuntimeException e) {
            // Classes that come from no file stand beside nothing.
            return FILE;
        }
    }
}
