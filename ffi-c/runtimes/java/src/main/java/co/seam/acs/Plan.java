package co.seam.acs;

import com.sun.jna.Pointer;
import java.lang.ref.Reference;

/** Who would be added and who removed, before anything is changed. It can be saved as JSON and applied later. */
public final class Plan {
    private final String json;
    final Pointer pointer;

    /** Reads a plan that {@link #json} gave; refuses what is none with a {@link SeamException}. */
    public Plan(String json) {
        byte[] text = Arguments.text("plan", json);
        Pointer plan = Library.made((made, error) -> Library.c().seam_acs_plan_from_json(text, made, error));
        Library.CLEANER.register(this, () -> Library.c().seam_acs_plan_free(plan));
        this.json = json;
        pointer = plan;
    }

    /** The plan as it came. */
    public String json() {
        return json;
    }

    /** A table for people. */
    @Override
    public String toString() {
        Pointer table = Library.made((made, error) -> Library.c().seam_acs_plan_to_table(pointer, made, error));
        Reference.reachabilityFence(this);
        return Library.taken(table);
    }
}
