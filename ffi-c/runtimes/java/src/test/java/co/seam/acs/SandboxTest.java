package co.seam.acs;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with a fresh sandbox and a client of it. */
abstract class SandboxTest {
    static final Map<String, String> ADD =
            Map.of("action", "add", "acs_user_id", Sandbox.USER, "acs_access_group_id", Sandbox.GROUP);

    Seam seam;

    @BeforeEach
    void connect() {
        Sandbox.ONE.reset();
        seam = Sandbox.ONE.seam();
    }

    @AfterEach
    void disconnect() {
        Sandbox.ONE.reset();
        seam.close();
    }

    /** Until the sandbox is reset no call is answered. */
    static void holdAnswers() {
        Map<String, Object> fields = new HashMap<>();
        fields.put("hold", true);
        fields.put("times", 1000);
        Sandbox.ONE.fault(fields);
    }

    static void waitUntil(BooleanSupplier holds) {
        long start = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - start > 30_000_000_000L) {
                throw new AssertionError("still not after 30 seconds");
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
