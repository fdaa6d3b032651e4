package dev.countersign.evidence.verify;

import dev.countersign.evidence.verify.Report.Check;
import dev.countersign.evidence.verify.Report.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects checks. A check that cannot read what it needs has failed: it never ends the verification. */
final class Findings {

    private final List<Check> checks = new ArrayList<>();
    private final Map<String, CertificateState> certificates = new LinkedHashMap<>();

    /** Something to check; throws whatever it likes if the bytes are not what they should be. */
    interface Claim {
        boolean holds();
    }

    /** What does not hold, in words that name it. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Broken(String what) {
            super(what);
        }
    }

    /**
     * Makes one check.
     *
     * @param claim what should hold, in words
     * @return whether it did
     */
    boolean expect(String name, String claim, Claim test) {
        Result result;
        String detail = claim;
        try {
            result = test.holds() ? Result.PASSED : Result.FAILED;
        } catch (Broken e) {
            result = Result.FAILED;
            detail = claim + " (" + e.getMessage() + ")";
        } catch (RuntimeException e) {
            result = Result.FAILED;
            detail = claim + " (cannot be read: " + e.getClass().getSimpleName() + ")";
        }
        checks.add(new Check(name, result, detail));
        return result == Result.PASSED;
    }

    /** Runs a group of checks; bytes that break it off are a failure of their own. */
    void group(String name, Runnable checks) {
        try {
            checks.run();
        } catch (RuntimeException e) {
            failed(name, "the bytes cannot be read: " + e.getClass().getSimpleName());
        }
    }

    void certificate(String signatureId, CertificateState state) {
        certificates.put(signatureId, state);
    }

    void failed(String name, String detail) {
        checks.add(new Check(name, Result.FAILED, detail));
    }

    void undecided(String name, String detail) {
        checks.add(new Check(name, Result.INDETERMINATE, detail));
    }

    Report report() {
        return Report.of(checks, certificates);
    }
}
