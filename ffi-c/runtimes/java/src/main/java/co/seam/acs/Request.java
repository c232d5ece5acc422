package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.function.Consumer;

/** The arguments of a method. */
abstract class Request {
    final Consumer<Progress> progress;

    Request(Consumer<Progress> progress) {
        this.progress = progress;
    }

    /** Calls the C function that takes what was given. */
    abstract int begin(Pointer client, PointerByReference op, PointerByReference error);
}
