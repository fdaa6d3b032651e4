package dev.countersign.alerts;

import dev.countersign.ledger.Caller;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;

/**
 * What was attempted in a month, and who took notice (11.300(d)): counted in the audit trail, so that anybody who may read it can count again.
 * The report of a month that is over is made by itself, once, and its bytes are kept in the write-once store.
 */
public interface MonthlyReports {

    /**
     * Those that were made, the newest first.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}
     */
    List<Made> all(Caller caller);

    /**
     * The kept bytes of a month that is over; of the present month, what was counted at most half a minute ago, which is kept nowhere.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code report-not-found}
     */
    byte[] of(Caller caller, YearMonth month);

    /** The present month (UTC). */
    YearMonth present();

    /** @param month as {@code 2026-11} @param sha256 of the bytes, lower-case hex */
    record Made(String month, String sha256, Instant madeAt) {}
}
