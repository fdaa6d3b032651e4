package dev.countersign.architecture;

import static java.util.stream.Collectors.toCollection;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the structure tests read: the compiled classes, the sources and the documents of this project. */
final class CodeBase {

    static final String ROOT = "dev.countersign";
    static final Path PROJECT = Path.of("").toAbsolutePath();
    static final Path SOURCES = PROJECT.resolve("src/main/java/dev/countersign");
    static final Path MIGRATIONS = PROJECT.resolve("src/main/resources/db/migration");

    private static final ClassFileImporter IMPORTER = new ClassFileImporter();

    private CodeBase() {}

    /** Production classes. */
    static JavaClasses classes() {
        return Production.CLASSES;
    }

    /** Test classes, whether they are nested or not. */
    static JavaClasses testClasses() {
        return Tests.CLASSES;
    }

    /** Names of all tests: {@code ClassTest.method}, and {@code ClassTest} of each that has any. */
    static Set<String> testNames() {
        return Tests.NAMES;
    }

    /** Names of the modules: the packages directly under the root. */
    static Set<String> modules() {
        return classes().stream()
                .map(CodeBase::moduleOf)
                .flatMap(Optional::stream)
                .collect(toCollection(TreeSet::new));
    }

    /** The module a class belongs to; empty for the root package and for what is not ours. */
    static Optional<String> moduleOf(JavaClass type) {
        String prefix = ROOT + ".";
        String name = type.getPackageName();
        if (!name.startsWith(prefix)) {
            return Optional.empty();
        }
        return Optional.of(name.substring(prefix.length()).split("\\.")[0]);
    }

    static List<Path> files(Path folder, String suffix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Production {
        static final JavaClasses CLASSES =
                IMPORTER.withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(ROOT);
    }

    private static final class Tests {
        static final JavaClasses CLASSES = new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages(ROOT);

        static final Set<String> NAMES = CLASSES.stream()
                .filter(type -> !type.isAnonymousClass())
                .flatMap(Tests::names)
                .collect(Collectors.toUnmodifiableSet());

        private static Stream<String> names(JavaClass type) {
            List<String> methods = type.getMethods().stream()
                    .filter(method -> method.getAnnotations().stream()
                            .anyMatch(annotation ->
                                    annotation.getRawType().getSimpleName().endsWith("Test")))
                    .map(method -> type.getSimpleName() + "." + method.getName())
                    .toList();
            return methods.isEmpty()
                    ? Stream.empty()
                    : Stream.concat(Stream.of(type.getSimpleName()), methods.stream());
        }
    }
}
