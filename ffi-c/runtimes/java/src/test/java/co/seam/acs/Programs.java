package co.seam.acs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Java programs of one file, each in a process of its own. */
final class Programs {
    private Programs() {}

    /** What it writes to its standard output, and after a line break what it writes to the other. */
    static String[] run(String classPath, String statements, Map<String, String> environment, String... before) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(Paths.get("target"), "program");
        Path source = folder.resolve("Example.java");
        Files.writeString(source, "import co.seam.acs.*;\nimport java.util.*;\n\npublic class Example {\n"
                + "public static void main(String[] arguments) throws Exception {\n" + statements + "}\n}\n");
        List<String> command = new ArrayList<>(Arrays.asList(before));
        command.addAll(Arrays.asList(System.getProperty("java.home") + "/bin/java", "-cp", classPath, source.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile());
        builder.environment().putAll(environment);
        builder.environment().values().removeIf(String::isEmpty);
        Process program = builder.start();
        String told = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        program.waitFor();
        return new String[] {told, Files.readString(folder.resolve("errors"))};
    }
}
