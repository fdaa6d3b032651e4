package dev.countersign.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import org.junit.jupiter.api.Test;

/** What reads the store in order to check it shares nothing with what writes and reads it for the application. */
class StoreVerificationWallTest {

    @Test
    void whatReadsRowsKnowsTheJdkTheDriverAndItself() {
        classes()
                .that()
                .haveNameMatching(
                        "dev\\.countersign\\.worm\\.(Store(Reading|Query|References|Moments)|ColumnType)(\\$.*)?")
                .should()
                .onlyDependOnClassesThat()
                .haveNameMatching("(java|org\\.jspecify|org\\.postgresql)\\..*|\\[*[BCIJZ]|\\[L.*|"
                        + "dev\\.countersign\\.worm\\.(Store(Reading|Query|References|Moments)|ColumnType)(\\$.*)?")
                .check(CodeBase.classes());
    }

    @Test
    void whatGivesRowsToTheChecksKnowsNeitherTheLedgerNorTheMappers() {
        classes()
                .that()
                .haveNameMatching("dev\\.countersign\\.evidence\\.(Scanned.*|LogVerification.*|CopiesInFolder)")
                .should()
                .onlyDependOnClassesThat()
                .haveNameMatching(
                        "(java|org\\.jspecify|dev\\.countersign\\.crypto|dev\\.countersign\\.evidence\\.verify)\\..*|"
                                + "\\[*[BCIJZ]|\\[L.*|dev\\.countersign\\.evidence\\.(Scanned.*|LogVerification.*|CopiesInFolder)|"
                                + "dev\\.countersign\\.worm\\.Store(Reading|Query)(\\$.*)?")
                .check(CodeBase.classes());
    }
}
