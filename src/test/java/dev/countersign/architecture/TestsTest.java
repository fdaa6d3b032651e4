package dev.countersign.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import dev.countersign.Requirement;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** Tests are evidence: none is switched off, none passes on a condition, and every delivered requirement has one. */
class TestsTest {

    /** Delivered so far; an id is added with the work that delivers it and never taken away. */
    private static final Set<String> DELIVERED = Set.of(
            "REC-01", "REC-02", "REC-03", "WFL-01", "WFL-03", "WFL-11", "SIG-01", "SIG-03", "SIG-04", "SIG-05",
            "SIG-06", "SIG-07", "SIG-08", "SIG-02", "SIG-10", "KEY-01", "KEY-02", "KEY-03", "KEY-04", "KEY-05",
            "KEY-06", "AUD-01", "AUD-02", "AUD-03", "AUD-06", "AUD-07", "WRM-01", "WRM-02", "WRM-03", "WRM-04",
            "INT-01", "INT-02", "OPS-01", "OPS-04", "USE-01", "USE-02", "CPY-02", "CPY-03", "IDN-01", "IDN-03",
            "IDN-04", "IDN-05", "IDN-07", "IDN-08", "AUT-03");

    @Test
    void noTestIsSwitchedOff() {
        noMethods().should().beAnnotatedWith(Disabled.class).check(CodeBase.testClasses());
        noClasses().should().beAnnotatedWith(Disabled.class).check(CodeBase.testClasses());
    }

    @Test
    void noTestPassesOnACondition() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Assumptions.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.assertj.core.api.Assumptions")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.junit.Assume")
                .check(withoutThisClass());
    }

    /** What a machine may lack is said here, once: Chromium and a PostgreSQL server; such tests are reported as skipped. */
    @Test
    void whatATestNeedsOfAMachineIsListed() {
        assertThat(CodeBase.testClasses().stream()
                        .filter(type -> type.getDirectDependenciesFromSelf().stream()
                                .map(dependency -> dependency.getTargetClass().getName())
                                .anyMatch(name -> name.startsWith("org.junit.jupiter.api.condition.")
                                        || name.equals("org.junit.jupiter.api.extension.ExecutionCondition")))
                        .map(type -> type.getName().replaceFirst("\\$.*", "").replaceFirst(".*\\.", "")))
                .containsExactlyInAnyOrder("BrowserTest", "GivenServerTest");
    }

    @Test
    void noTestSleeps() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CodeBase.testClasses());
    }

    @Test
    void everyDeliveredRequirementHasATestNamedWithIt() {
        Set<String> evidenced = new TreeSet<>();
        CodeBase.testClasses().stream()
                .flatMap(type -> Stream.concat(
                        type.tryGetAnnotationOfType(Requirement.class).stream(),
                        type.getMethods().stream()
                                .flatMap(method -> method.tryGetAnnotationOfType(Requirement.class).stream())))
                .forEach(requirement -> evidenced.addAll(Set.of(requirement.value())));
        assertThat(evidenced).containsAll(DELIVERED);
    }

    private static JavaClasses withoutThisClass() {
        return CodeBase.testClasses()
                .that(DescribedPredicate.describe("are other classes", type -> !type.isEquivalentTo(TestsTest.class)));
    }
}
