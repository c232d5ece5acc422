package co.seam.acs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each in a process of its own: a library is loaded once. */
class LoadingTest {
    private static final String OPEN = "try { Seam.builder().apiKey(\"seam_key1_token\").build().close(); System.out.print(\"open\"); }"
            + " catch (UnsatisfiedLinkError e) { System.out.print(e.getMessage()); }\n";
    private static final String CLASSES = "target/classes";

    private static String load(String classes, Map<String, String> environment, String... before) throws Exception {
        String others = System.getProperty("java.class.path").replace(new File(CLASSES).getAbsolutePath(), classes);
        return Programs.run(others, OPEN, environment, before)[0];
    }

    private static String ours() {
        return new File(CLASSES).getAbsolutePath();
    }

    @Test
    void the_variable_names_the_library() throws Exception {
        assertEquals("open", load(ours(), Map.of()));
    }

    @Test
    void without_the_variable_it_is_found_beside_the_jar_then_by_the_system() throws Exception {
        Path folder = Files.createTempDirectory(Paths.get("target"), "loading").toAbsolutePath();
        Path jar = Files.createDirectory(folder.resolve("classes"));
        copy(Paths.get(CLASSES), jar);
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path library = Paths.get(System.getenv("SEAM_ACS_LIBRARY"));
        Map<String, String> none = Map.of("SEAM_ACS_LIBRARY", "");
        assertTrue(load(jar.toString(), none).startsWith("seam-acs cannot load libseam_acs.so.0: "));
        Files.createSymbolicLink(elsewhere.resolve("libseam_acs.so.0"), library);
        assertEquals("open", load(jar.toString(), Map.of("SEAM_ACS_LIBRARY", "", "LD_LIBRARY_PATH", elsewhere.toString())));
        Files.createSymbolicLink(folder.resolve("libseam_acs.so.0"), library);
        assertEquals("open", load(jar.toString(), none));
    }

    @Test
    void a_missing_library_is_one_sentence_with_what_to_do() throws Exception {
        String told = load(ours(), Map.of("SEAM_ACS_LIBRARY", "/nowhere/libseam_acs.so.0"));
        assertTrue(told.matches("seam-acs cannot load /nowhere/libseam_acs\\.so\\.0: install it, or put its full path into "
                + "SEAM_ACS_LIBRARY \\(.*No such file or directory\\)"), told);
    }

    @Test
    void the_variable_is_not_heard_by_a_program_with_other_rights_than_its_caller() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can start one");
        String told = load(ours(), Map.of("SEAM_ACS_LIBRARY", "/nowhere/libseam_acs.so.0"), "setpriv", "--egid", "65534", "--keep-groups");
        assertTrue(told.startsWith("seam-acs cannot load libseam_acs.so.0: "), told);
    }

    @Test
    void another_library_is_told_from_ours() throws Exception {
        String told = load(ours(), Map.of("SEAM_ACS_LIBRARY", "libc.so.6"));
        assertTrue(told.startsWith("the libc.so.6 that was found is not the libseam_acs that seam-acs "), told);
    }

    @Test
    void the_version_is_the_workspaces() throws IOException {
        String workspace = Files.readString(Paths.get("../../../Cargo.toml")).replaceFirst("(?s).*?\\nversion = \"(.*?)\".*", "$1");
        String pom = Files.readString(Paths.get("pom.xml")).replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");
        assertEquals(workspace, pom);
        assertEquals(workspace, Native.VERSION);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (java.util.stream.Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!file.equals(from)) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
            }
        }
    }
}
