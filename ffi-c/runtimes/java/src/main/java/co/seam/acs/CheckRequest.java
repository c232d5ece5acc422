// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** What check takes. */
final class CheckRequest extends Request {

    private CheckRequest(Builder builder) {
        super(null);
    }

    /** Starts with nothing given. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    int begin(Pointer client, PointerByReference op, PointerByReference error) {
        return Library.c().seam_acs_check_begin(client, op, error);
    }

    /** Takes the arguments by their names. */
    public static final class Builder {

        private Builder() {}

        /** Whether they fit together is said by the call. */
        public CheckRequest build() {
            return new CheckRequest(this);
        }
    }
}
