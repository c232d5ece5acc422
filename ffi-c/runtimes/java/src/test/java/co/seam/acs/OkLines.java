package co.seam.acs;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** One line a test, which `cargo xtask test` counts. */
public final class OkLines implements TestWatcher {
    static {
        // Maven has escapes of its own on the line that it leaves to the tests.
        System.out.println();
    }

    @Override
    public void testSuccessful(ExtensionContext test) {
        tell("ok", test);
    }

    @Override
    public void testFailed(ExtensionContext test, Throwable cause) {
        tell("not ok", test);
    }

    private static void tell(String how, ExtensionContext test) {
        String sentence = test.getRequiredTestMethod().getName().replace('_', ' ');
        System.out.println(how + " " + test.getRequiredTestClass().getSimpleName() + ": " + sentence);
    }
}
