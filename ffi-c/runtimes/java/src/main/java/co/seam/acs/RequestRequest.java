// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** What request takes. */
final class RequestRequest extends Request {
    private final String path;
    private final Object params;

    private RequestRequest(Builder builder) {
        super(null);
        path = builder.path;
        params = builder.params;
    }

    /** Starts with nothing given. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    int begin(Pointer client, PointerByReference op, PointerByReference error) {
        if (path != null) {
            return Library.c().seam_acs_request_begin(client, Arguments.text("path", path), Arguments.object("params", params), op, error);
        }
        throw SeamException.refused("request takes path, params");
    }

    /** Takes the arguments by their names. */
    public static final class Builder {
        private String path;
        private Object params;

        private Builder() {}

        /** Refused with a NUL in it. */
        public Builder path(String path) {
            this.path = path;
            return this;
        }

        /** A map, or an object as JSON text. */
        public Builder params(Object params) {
            this.params = params;
            return this;
        }

        /** Whether they fit together is said by the call. */
        public RequestRequest build() {
            return new RequestRequest(this);
        }
    }
}
