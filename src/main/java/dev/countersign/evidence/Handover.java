package dev.countersign.evidence;

import dev.countersign.evidence.verify.Report;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What comes before a copy or a bundle leaves, alone or among many (CPY-02, WRM-03): the version is verified, and both are on record. What does
 * not verify leaves all the same: whoever looks into it needs it. But not unseen.
 */
@Component
public class Handover {

    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    private final Evidence evidence;
    private final Ledger ledger;

    Handover(Evidence evidence, Ledger ledger) {
        this.evidence = evidence;
        this.ledger = ledger;
    }

    /** In which form a version leaves. */
    public enum Form {
        COPY("copy"),
        BUNDLE("bundle");

        private final String code;

        Form(String code) {
            this.code = code;
        }
    }

    /**
     * Verifies and tells it. Who may read was checked. MUST NOT be called inside a transaction.
     *
     * @param exportId of the export of many records that this is part of; null for one that is taken alone
     * @return how the verification came out
     */
    public Verified tell(Caller caller, UUID recordId, int version, Form form, @Nullable UUID exportId) {
        Report report = Verified.telling(
                () -> evidence.verify(recordId, version),
                verified -> ledger.appendAlone(
                        caller, new EvidenceExported(recordId, version, form.code, verified, exportId)));
        if (report.state() == Report.State.INVALID) {
            LOG.error(
                    "VER-003 export-not-verified: version {} of record {}: {}. See docs/operations/verifying.md",
                    version,
                    recordId,
                    report.checks().stream()
                            .filter(check -> check.result() == Report.Result.FAILED)
                            .map(Report.Check::name)
                            .toList());
        }
        return Verified.of(report);
    }
}
