package dev.countersign.crash;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a process of its own runs on. */
final class ClassPath {

    private ClassPath() {}

    /** The application and its libraries, without the tests: of those, only these classes of this package, copied into a folder. */
    static String with(Path own, List<String> classes) throws IOException {
        Path tests = Path.of("target", "test-classes").toAbsolutePath();
        Path folder = Path.of(ClassPath.class.getPackageName().replace('.', '/'));
        Files.createDirectories(own.resolve(folder));
        for (String type : classes) {
            Path file = folder.resolve(type + ".class");
            Files.copy(tests.resolve(file), own.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        return Stream.concat(
                        Stream.of(own),
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(entry -> Path.of(entry).toAbsolutePath())
                                .filter(entry -> !entry.equals(tests)))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
