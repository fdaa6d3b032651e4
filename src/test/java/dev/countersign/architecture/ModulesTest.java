package dev.countersign.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.countersign.CountersignApplication;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/** The walls between the modules: arrows as declared in each {@code package-info.java}, no more and no less. */
class ModulesTest {

    @Test
    void modulesKeepTheirWalls() {
        ApplicationModules.of(CountersignApplication.class).verify();
    }

    @Test
    void everyModuleDeclaresItsArrows() {
        assertThat(CodeBase.modules()).allSatisfy(module -> assertThat(declaration(module))
                .as("@ApplicationModule(allowedDependencies = …) in package-info.java of " + module)
                .isPresent());
    }

    @ParameterizedTest
    @MethodSource("dev.countersign.architecture.CodeBase#modules")
    void declaredArrowsAreTheArrowsUsed(String module) {
        Map<String, Set<String>> used = arrowsOf(module);
        assertThat(new TreeSet<>(Arrays.asList(declaration(module).orElseThrow().allowedDependencies())))
                .as("arrows declared by %s; used, each with an example: %s", module, used)
                .isEqualTo(new TreeSet<>(used.keySet()));
    }

    @ParameterizedTest
    @MethodSource("dev.countersign.architecture.CodeBase#modules")
    void nobodyDependsOnTheEdgeTheDemonstrationOrTheCommandLine(String module) {
        assertThat(arrowsOf(module).keySet()).as("arrows of " + module).doesNotContain("web", "demo", "operations");
    }

    /** Or NullAway, which looks at nothing else, would leave the package out without a word. */
    @Test
    void everyPackageIsNullMarked() {
        Set<String> packages = CodeBase.classes().stream()
                .map(JavaClass::getPackageName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> marked = CodeBase.classes().stream()
                .filter(type -> type.getSimpleName().equals("package-info") && type.isAnnotatedWith(NullMarked.class))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(marked)
                .as("packages with @NullMarked in their package-info.java")
                .isEqualTo(packages);
    }

    private static Optional<ApplicationModule> declaration(String module) {
        return CodeBase.classes().stream()
                .filter(type -> type.getName().equals(CodeBase.ROOT + "." + module + ".package-info"))
                .map(type -> type.reflect().getAnnotation(ApplicationModule.class))
                .findFirst();
    }

    private static Map<String, Set<String>> arrowsOf(String module) {
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (JavaClass type : CodeBase.classes()) {
            if (!CodeBase.moduleOf(type).equals(Optional.of(module))) {
                continue;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                CodeBase.moduleOf(target)
                        .filter(other -> !other.equals(module))
                        .map(other -> arrows.computeIfAbsent(other, key -> new TreeSet<>()))
                        .filter(examples -> examples.isEmpty())
                        .ifPresent(examples -> examples.add(type.getSimpleName() + " → " + target.getSimpleName()));
            }
        }
        return arrows;
    }
}
