package dev.countersign.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;

/** What checks evidence shares nothing with what writes it. */
class BundleVerifierWallTest {

    private static final String VERIFY = "dev.countersign.evidence.verify";

    @Test
    void theVerifierKnowsTheJdkAndCryptoAlone() {
        classes()
                .that()
                .resideInAPackage(VERIFY)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", VERIFY, "dev.countersign.crypto")
                .check(CodeBase.classes());
    }

    /** Not the writer of canonical JSON either: the verifier has an idea of it of its own. */
    @Test
    void theVerifierDoesNotUseTheWriterOfCanonicalJson() {
        noClasses()
                .that()
                .resideInAPackage(VERIFY)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("dev.countersign.crypto.CanonicalJson")
                .check(CodeBase.classes());
    }
}
