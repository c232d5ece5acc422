package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;

/** How far a call is. */
public final class Progress {
    /** Records that were read, or changes that are as asked. */
    public final long done;
    /** Changes that failed or are in doubt. */
    public final long failed;
    /** Of them; 0 while that is not known. */
    public final long total;
    /** Requests that may be under way now. */
    public final long concurrency;
    /** Done or failed since the begin. */
    public final long perSecond;

    Progress(Pointer op) {
        LongByReference done = new LongByReference();
        LongByReference failed = new LongByReference();
        LongByReference total = new LongByReference();
        LongByReference concurrency = new LongByReference();
        LongByReference perSecond = new LongByReference();
        Library.c().seam_acs_op_progress(op, done, failed, total, concurrency, perSecond);
        this.done = done.getValue();
        this.failed = failed.getValue();
        this.total = total.getValue();
        this.concurrency = concurrency.getValue();
        this.perSecond = perSecond.getValue();
    }
}
