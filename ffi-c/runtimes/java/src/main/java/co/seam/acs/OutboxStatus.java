package co.seam.acs;

import java.util.Map;

/** How an outbox stands. */
public final class OutboxStatus extends Resource {
    OutboxStatus(String json, Map<String, Object> members) {
        super(json, members);
    }

    /** How many changes are in a state, such as {@code waiting}; the states are those of {@link OutboxChange#state}. */
    public long count(String state) {
        Double count = number(state);
        if (count == null) {
            throw SeamException.refused(state + " is no state of an outbox");
        }
        return count.longValue();
    }

    /** How many removals Seam has refused: an alarm should watch it. */
    public long refusedRemoves() {
        return count("refused_removes");
    }

    /** How many seconds the oldest removal waits; null if none does. */
    public Long oldestRemoveAgeS() {
        Double age = number("oldest_remove_age_s");
        return age == null ? null : age.longValue();
    }

    /** Why nothing is sent until somebody mends something; null if it is sent. */
    public String pausedBecause() {
        return text("paused_because");
    }
}
