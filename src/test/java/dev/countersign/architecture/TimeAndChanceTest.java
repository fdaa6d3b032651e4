package dev.countersign.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** Time, identifiers and randomness are injected, so that tests decide them and one place answers for their quality. */
class TimeAndChanceTest {

    private static final Set<String> CLOCK_READERS = Set.of(
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalDateTime",
            "java.time.LocalTime",
            "java.time.OffsetDateTime",
            "java.time.OffsetTime",
            "java.time.ZonedDateTime",
            "java.time.Year",
            "java.time.YearMonth");

    private static final Set<String> GENERATORS = Set.of(
            "java.security.SecureRandom",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.concurrent.ThreadLocalRandom");

    @Test
    void nobodyReadsTheMachinesTime() {
        noClasses()
                .should()
                .callCodeUnitWhere(target(DescribedPredicate.describe(
                        "the machine's time, past the injected clock", TimeAndChanceTest::readsTime)))
                .check(CodeBase.classes());
    }

    @Test
    void oneBeanIsTheClock() {
        List<JavaCodeUnit> makers = CodeBase.classes().stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(unit -> unit.getCallsFromSelf().stream().anyMatch(call -> makesClock(call.getTarget())))
                .toList();
        assertThat(makers)
                .as("methods that make a system clock")
                .singleElement()
                .satisfies(maker -> {
                    assertThat(maker.getRawReturnType().isEquivalentTo(Clock.class))
                            .isTrue();
                    assertThat(maker.isAnnotatedWith(Bean.class)).isTrue();
                });
    }

    @Test
    void onlyCryptoMakesRandomness() {
        noClasses()
                .that(DescribedPredicate.describe("are outside module crypto", TimeAndChanceTest::isOutsideCrypto))
                .should()
                .callCodeUnitWhere(target(
                        DescribedPredicate.describe("randomness of their own", TimeAndChanceTest::makesRandomness)))
                .check(CodeBase.classes());
    }

    private static boolean readsTime(AccessTarget.CodeUnitCallTarget call) {
        String owner = call.getOwner().getName();
        List<JavaClass> parameters = call.getRawParameterTypes();
        boolean withClock = parameters.stream().anyMatch(type -> type.isEquivalentTo(Clock.class));
        return (CLOCK_READERS.contains(owner) && call.getName().equals("now") && !withClock)
                || (owner.equals("java.lang.System") && call.getName().equals("currentTimeMillis"))
                || (owner.equals("java.util.Date") && isConstructor(call) && parameters.isEmpty())
                || (owner.equals("java.util.Calendar") && call.getName().equals("getInstance"));
    }

    private static boolean makesClock(AccessTarget.CodeUnitCallTarget call) {
        return call.getOwner().isEquivalentTo(Clock.class)
                && Stream.of("system", "systemUTC", "systemDefaultZone", "tickMillis", "tickSeconds", "tickMinutes")
                        .anyMatch(name -> call.getName().equals(name));
    }

    private static boolean makesRandomness(AccessTarget.CodeUnitCallTarget call) {
        String owner = call.getOwner().getName();
        return (GENERATORS.contains(owner)
                        && (isConstructor(call)
                                || call.getName().equals("current")
                                || call.getName().equals("getInstance")
                                || call.getName().equals("getInstanceStrong")))
                || (owner.equals("java.util.UUID") && call.getName().equals("randomUUID"))
                || (owner.equals("java.lang.Math") && call.getName().equals("random"));
    }

    private static boolean isConstructor(AccessTarget.CodeUnitCallTarget call) {
        return call.getName().equals("<init>");
    }

    private static boolean isOutsideCrypto(JavaClass type) {
        return !CodeBase.moduleOf(type).filter("crypto"::equals).isPresent();
    }
}
