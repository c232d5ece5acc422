package co.seam.acs;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Changes in a folder: each is on the disk when its method returns, and {@link #deliver} sends it. Keeping needs no key and no
 * network. Any number of threads and processes may use one folder; one delivers.
 *
 * <p>A change is a map with {@code acs_user_id} or {@code user_identity_id}, {@code acs_access_group_id}, and where they are wanted
 * {@code good_for_s} and {@code until} (of an addition), {@code not_before}, {@code actor} and {@code reason}. Times have their
 * offset, such as {@code 2026-12-04T18:00+01:00}.
 */
public final class Outbox implements AutoCloseable {
    private final Handle outbox;
    private final Cleaner.Cleanable closing;

    /** Opens the outbox of a folder, and makes the folder where it is missing. */
    public Outbox(Path folder) {
        byte[] path = Arguments.text("folder", folder.toString());
        outbox = new Handle.OfOutbox(Library.made((made, error) -> Library.c().seam_acs_outbox_open(path, null, made, error)));
        closing = Library.CLEANER.register(this, outbox);
    }

    /** Keeps an addition, and gives its id. */
    public String addToAccessGroup(Map<String, ?> change) {
        return keep("add", change);
    }

    /** Keeps a removal, which never expires, and gives its id. */
    public String removeFromAccessGroup(Map<String, ?> change) {
        return keep("remove", change);
    }

    /** Keeps several changes with their {@code action}, all or none, and gives their ids. One with {@code until} has two. */
    public List<String> enqueue(List<? extends Map<String, ?>> changes) {
        byte[] text = Arguments.object("changes", changes);
        return list((pointer, made, error) -> Library.c().seam_acs_outbox_enqueue(pointer, text, made, error)).stream()
                .map(OutboxChange::id)
                .collect(Collectors.toList());
    }

    /** How many changes are in each state, and what an alarm should watch. */
    public OutboxStatus status() {
        Pointer record = made(Library.c()::seam_acs_outbox_status);
        try {
            Pointer json = Library.made((text, error) -> Library.c().seam_acs_record_to_json(record, text, error));
            return Json.one(Library.taken(json), OutboxStatus::new);
        } finally {
            Library.c().seam_acs_record_free(record);
        }
    }

    /** The changes in the order in which they were asked for. */
    public List<OutboxChange> list() {
        return list((pointer, made, error) -> Library.c().seam_acs_outbox_list(pointer, null, made, error));
    }

    /** Those in one state, such as {@code refused}. */
    public List<OutboxChange> list(String state) {
        byte[] filter = Arguments.object("filter", Map.of("state", state));
        return list((pointer, made, error) -> Library.c().seam_acs_outbox_list(pointer, filter, made, error));
    }

    /** The changes that have ended, behind a cursor or, with null, behind what was acknowledged. */
    public List<OutboxChange> outcomes(String cursor) {
        byte[] text = Arguments.text("cursor", cursor);
        return list((pointer, made, error) -> Library.c().seam_acs_outbox_outcomes(pointer, text, made, error));
    }

    /** Forgets the outcomes up to a cursor. */
    public void acknowledge(String cursor) {
        byte[] text = Arguments.text("cursor", cursor);
        made((pointer, none, error) -> Library.c().seam_acs_outbox_acknowledge(pointer, text, error));
    }

    /** Asks again for a change that was refused or dropped, has expired or is in doubt. */
    public void retry(String id) {
        retry(id, 0);
    }

    /** The same for an addition that is then good for so many seconds. */
    public void retry(String id, int goodForS) {
        byte[] text = Arguments.text("id", id);
        made((pointer, none, error) -> Library.c().seam_acs_outbox_retry(pointer, text, goodForS, error));
    }

    /** Takes a change out. A removal takes force and a reason: without it a door may stay open. */
    public void drop(String id, String reason, boolean force) {
        byte[] text = Arguments.text("id", id);
        byte[] why = Arguments.text("reason", reason);
        made((pointer, none, error) -> Library.c().seam_acs_outbox_drop(pointer, text, why, force ? 1 : 0, error));
    }

    /** Sends the changes until the thread is interrupted, or until the client is cancelled or closed. */
    public void deliver(Seam seam) {
        seam.call(new Delivery(null), Function.identity());
    }

    /** Sends the changes until nothing is left that time or the network could bring. */
    public OutboxStatus deliverUntilEmpty(Seam seam) {
        seam.call(new Delivery("{\"until\": \"empty\"}"), Function.identity());
        return status();
    }

    /** Sends the changes until the future is cancelled, or until the client is. */
    public CompletableFuture<Void> deliverAsync(Seam seam) {
        return seam.callAsync(new Delivery(null), found -> null);
    }

    /** Lets the folder go; a delivery goes on. Safe twice, and never. */
    @Override
    public void close() {
        closing.clean();
    }

    private String keep(String action, Map<String, ?> change) {
        Map<String, Object> whole = new HashMap<>(change);
        whole.put("action", action);
        return enqueue(List.of(whole)).get(0);
    }

    private List<OutboxChange> list(Call call) {
        Pointer list = made(call);
        try {
            Pointer json = Library.made((text, error) -> Library.c().seam_acs_list_to_json(list, text, error));
            return Json.all(Library.taken(json), OutboxChange::new);
        } finally {
            Library.c().seam_acs_list_free(list);
        }
    }

    private Pointer made(Call call) {
        try {
            return use(pointer -> Library.made((made, error) -> call.with(pointer, made, error)));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** A call that gives nothing makes no object, which is not one that is closed. */
    private Pointer use(Function<Pointer, Pointer> call) {
        Pointer[] made = new Pointer[1];
        outbox.use(pointer -> {
            made[0] = call.apply(pointer);
            return this;
        }).orElseThrow(() -> new IllegalStateException("this Outbox is closed"));
        return made[0];
    }

    private interface Call {
        int with(Pointer outbox, PointerByReference made, PointerByReference error);
    }

    /** It begins on a client, as all calls do. */
    private final class Delivery extends Request {
        private final String options;

        Delivery(String options) {
            super(null);
            this.options = options;
        }

        @Override
        int begin(Pointer client, PointerByReference op, PointerByReference error) {
            byte[] json = Arguments.text("options", options);
            return outbox.use(pointer -> Library.c().seam_acs_outbox_deliver_begin(pointer, client, json, op, error))
                    .orElseThrow(() -> new IllegalStateException("this Outbox is closed"));
        }
    }
}
