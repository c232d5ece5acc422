package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.function.Consumer;

/** One call on its way. What is freed must not be used, so all that several threads may call is synchronized. */
final class Operation {
    /** How often progress is shown, and a thread that waits looks whether it was interrupted. */
    static final int SLICE_MS = 50;

    final Consumer<Progress> progress;
    Pointer op;
    /** Held, because a client that nobody holds is freed and ends its calls. */
    private Seam seam;

    Operation(Seam seam, Pointer op, Consumer<Progress> progress) {
        this.seam = seam;
        this.op = op;
        this.progress = progress;
    }

    /** Waits on the calling thread; what it found, as JSON. */
    String finish() {
        boolean interrupted = false;
        try {
            while (Library.c().seam_acs_op_wait(op, SLICE_MS) == 0) {
                look();
                if (Thread.interrupted()) {
                    interrupted = true;
                    cancel();
                }
            }
            look();
            return take();
        } finally {
            free();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What it found, once it is done. A change finds nothing; of what failed there may be a report, or the plan that a guard refused. */
    synchronized String take() {
        PointerByReference json = new PointerByReference();
        PointerByReference error = new PointerByReference();
        String found = Library.c().seam_acs_op_to_json(op, json, error) == 0 ? Library.taken(json.getValue()) : null;
        Library.c().seam_acs_error_free(error.getValue());
        int status = Library.c().seam_acs_op_result(op, error);
        free();
        if (status != 0) {
            throw SeamException.taken(error.getValue(), found);
        }
        return found;
    }

    synchronized void cancel() {
        Library.c().seam_acs_op_cancel(op);
    }

    synchronized void free() {
        Library.c().seam_acs_op_free(op);
        op = null;
        seam = null;
    }

    /** The consumer is not ours: it is called without the lock. */
    void look() {
        Progress now = null;
        synchronized (this) {
            if (op != null && progress != null) {
                now = new Progress(op);
            }
        }
        if (now != null) {
            progress.accept(now);
        }
    }
}
