package co.seam.acs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What README.md shows runs as it stands. */
class ReadmeTest extends SandboxTest {
    private static String[] runBlock(int number) throws Exception {
        List<String> blocks = Pattern.compile("(?ms)^```java\\n(.*?)^```$").matcher(Files.readString(Paths.get("README.md")))
                .results().map(found -> found.group(1)).collect(Collectors.toList());
        assertEquals(4, blocks.size());
        return Programs.run(System.getProperty("java.class.path"), blocks.get(number),
                Map.of("SEAM_API_KEY", Sandbox.KEY, "SEAM_ENDPOINT", Sandbox.ONE.url));
    }

    @Test
    void the_guides_code_adds_and_removes_and_prints_nothing() throws Exception {
        String[] told = runBlock(0);
        assertEquals("", told[1]);
        assertEquals("", told[0]);
        assertEquals(List.of("/acs/users/add_to_access_group", "/acs/users/remove_from_access_group"),
                Sandbox.ONE.requests().stream().map(request -> request.get("path").getAsString()).collect(Collectors.toList()));
    }

    @Test
    void the_example_of_reads_prints_what_the_records_have() throws Exception {
        String[] told = runBlock(1);
        assertEquals("", told[1]);
        assertTrue(told[0].startsWith("Ada Lindqvist\n"), told[0]);
        assertTrue(told[0].contains("\nEngineering\n"), told[0]);
    }

    @Test
    void the_example_of_errors_says_what_is_wrong() throws Exception {
        String[] told = runBlock(2);
        assertEquals("", told[1]);
        assertTrue(told[0].matches("NOT_FOUND: .* \\(request request\\d+\\)\n"), told[0]);
    }

    @Test
    void the_example_of_many_shows_its_plan_and_what_was_recorded() throws Exception {
        String[] told = runBlock(3);
        assertEquals("", told[1].replaceAll("\\d+ of \\d+\n", ""));
        assertTrue(told[0].contains("Ada Lindqvist"), told[0]);
        assertTrue(told[0].contains("\"applied\":1"), told[0]);
        assertTrue(Sandbox.ONE.isMember());
    }
}
