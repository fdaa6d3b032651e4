package dev.countersign.alerts;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.worm.WormStore;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** {@link MonthlyReports} of {@code app.alert_report} and the write-once store. */
@Component
class KeptReports implements MonthlyReports {

    private final ReportMapper reports;
    private final PresentMonth present;
    private final Authority authority;
    private final WormStore store;
    private final Refusals refusals;

    KeptReports(ReportMapper reports, PresentMonth present, Authority authority, WormStore store, Refusals refusals) {
        this.reports = reports;
        this.present = present;
        this.authority = authority;
        this.store = store;
        this.refusals = refusals;
    }

    @Override
    public List<Made> all(Caller caller) {
        return reading(caller, () -> reports.all(organisation()));
    }

    @Override
    public byte[] of(Caller caller, YearMonth month) {
        return reading(caller, () -> {
            if (month.equals(present())) {
                return present.report(month);
            }
            return reports.find(organisation(), month.toString())
                    .flatMap(made -> store.blob(Digest.parse(made.sha256())))
                    .orElseThrow(() -> AlertRefusal.NO_REPORT.thrown(month));
        });
    }

    @Override
    public YearMonth present() {
        return YearMonth.from(store.now().atOffset(ZoneOffset.UTC));
    }

    private <T> T reading(Caller caller, Supplier<T> work) {
        return refusals.guarding(caller, "alert.report", "alert-reports", () -> {
            authority.require(caller, Permission.READ_ALERTS);
            return work.get();
        });
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
