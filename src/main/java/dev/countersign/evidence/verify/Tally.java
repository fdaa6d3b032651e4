package dev.countersign.evidence.verify;

import dev.countersign.evidence.verify.Report.Result;
import dev.countersign.evidence.verify.StoreReport.Finding;
import dev.countersign.evidence.verify.StoreReport.Named;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Counts checks of rows and keeps the first findings: of each check a share, so that none hides behind another's flood. */
final class Tally {

    private static final int SHARE = 50;

    private final Map<StoreCheck, Count> counts = new EnumMap<>(StoreCheck.class);
    private final List<Finding> findings = new ArrayList<>();

    private static final class Count {
        private long examined;
        private long failed;
        private @Nullable String open;
    }

    Tally() {
        Arrays.stream(StoreCheck.values()).forEach(check -> counts.put(check, new Count()));
    }

    /** Makes one check; what throws has failed. */
    void check(StoreCheck check, String table, @Nullable String key, String expected, BooleanSupplier test) {
        boolean holds;
        try {
            holds = test.getAsBoolean();
        } catch (RuntimeException e) {
            holds = false;
        }
        if (holds) {
            passed(check);
        } else {
            failed(check, table, key, expected);
        }
    }

    /** What holds, where nothing has to be said of what should. */
    void passed(StoreCheck check) {
        count(check).examined++;
    }

    void failed(StoreCheck check, String table, @Nullable String key, String expected) {
        Count count = count(check);
        count.examined++;
        count.failed++;
        if (count.failed <= SHARE) {
            findings.add(new Finding(check.label(), table, key == null ? "(none)" : key, expected));
        }
    }

    void undecided(StoreCheck check, String why) {
        count(check).open = why;
    }

    StoreReport report(long size, @Nullable String root) {
        List<Named> named = new ArrayList<>();
        long failures = 0;
        for (Map.Entry<StoreCheck, Count> entry : counts.entrySet()) {
            Count count = entry.getValue();
            failures += count.failed;
            Result result = count.open == null ? Result.PASSED : Result.INDETERMINATE;
            named.add(new Named(
                    entry.getKey().label(),
                    entry.getKey().claim(),
                    count.failed > 0 ? Result.FAILED : result,
                    count.examined,
                    count.failed,
                    count.open));
        }
        return new StoreReport(size, root, List.copyOf(named), List.copyOf(findings), failures);
    }

    private Count count(StoreCheck check) {
        Count count = counts.get(check);
        if (count == null) {
            throw new IllegalStateException("every check is counted");
        }
        return count;
    }
}
