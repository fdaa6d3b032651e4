package dev.countersign.evidence.verify;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Every path of an evidence bundle, as docs/formats.md "Evidence bundle" lays it out. Names of attachments are their SHA-256:
 * what people call a file is in the version manifest, never in a path.
 */
public final class EvidenceLayout {

    public static final String README = "README.txt";
    public static final String SHELL = "verify.sh";
    public static final String PAGE = "verify.html";
    public static final String MANIFEST = "manifest.json";
    public static final String COPY = "copy.pdf";
    public static final String VERSION = "record/version.json";
    public static final String PLAN = "record/plan.json";
    public static final String CONTENT = "record/content";
    public static final String AUTHORITY = "certificates/authority.pem";
    public static final String CERTIFICATE_ENTRIES = "certificates/entries.jsonl";
    public static final String REVOCATION = "certificates/revocation.txt";
    /** The signed list, wherever there is a signature. */
    public static final String REVOCATION_LIST = "certificates/revocation.crl";

    public static final String AUDIT_ENTRIES = "audit/entries.jsonl";
    public static final String LOG_KEY = "audit/log-key";
    public static final String CHECKPOINT = "audit/checkpoint";

    /** Verifier keys of the witnesses whose cosignatures are in {@link #CHECKPOINT}, a line each. */
    public static final String WITNESS_KEYS = "audit/witness-keys";

    /** What {@link #REVOCATION} says while no certificate was revoked. */
    public static final String NONE_RECORDED = "none recorded\n";

    /** The format of {@link #MANIFEST}. */
    public static final String FORMAT = "countersign/evidence/v1";

    private static final String AUTHORITY_N = "certificates/authority-([2-9]|[1-9][0-9]{1,2})[.]pem";

    static final List<String> SIGNATURE_PARTS =
            List.of("statement.json", "sig", "cert.pem", "intent.json", "presentation.json", "jws");
    /** Beside them, where a passkey answered. */
    public static final String ASSERTION_PART = "webauthn.json";

    /** And where it was made over a list: the list, and its row for this record. */
    public static final String LIST_PART = "list.json";

    public static final String ROW_PART = "row.json";

    static final List<String> ENROLMENT_PARTS = List.of("cert.pem", "enrolment.json", "enrolment.sig");
    static final String ENDED_PART = "ended.json";

    private static final Set<String> ALWAYS = Set.of(
            README,
            SHELL,
            PAGE,
            COPY,
            VERSION,
            CONTENT,
            CERTIFICATE_ENTRIES,
            REVOCATION,
            AUDIT_ENTRIES,
            LOG_KEY,
            CHECKPOINT);

    private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final Pattern SOMETIMES = Pattern.compile(
            "record/plan[.]json|certificates/authority[.]pem|certificates/revocation[.]crl|audit/witness-keys"
                    + "|" + AUTHORITY_N + "|audit/timestamps/[1-9][0-9]{0,3}[.]tst"
                    + "|record/versions/[1-9][0-9]*[.]json"
                    + "|record/attachments/[0-9a-f]{64}"
                    + "|signatures/" + ID
                    + "[.](statement[.]json|sig|cert[.]pem|intent[.]json|presentation[.]json|jws|webauthn[.]json|list[.]json|row[.]json)"
                    + "|certificates/" + ID + "[.](cert[.]pem|enrolment[.]json|enrolment[.]sig|ended[.]json)");

    private EvidenceLayout() {}

    /** The manifest of an earlier version. */
    public static String earlier(int version) {
        return "record/versions/" + version + ".json";
    }

    /** @param generation 1 for the first authority, then those that came after it */
    public static String authority(int generation) {
        return generation == 1 ? AUTHORITY : "certificates/authority-" + generation + ".pem";
    }

    public static String attachment(String sha256) {
        return "record/attachments/" + sha256;
    }

    /** @param part {@code statement.json}, {@code sig}, {@code cert.pem}, {@code intent.json}, {@code presentation.json}, {@code jws}, {@code webauthn.json}, {@code list.json}, {@code row.json} */
    public static String signature(String signatureId, String part) {
        return "signatures/" + signatureId + "." + part;
    }

    /** @param part {@code cert.pem}, {@code enrolment.json}, {@code enrolment.sig}, {@code ended.json} */
    public static String certificate(String keyId, String part) {
        return "certificates/" + keyId + "." + part;
    }

    /** @param number 1 for the token over the checkpoint, then those over it and the tokens before */
    public static String timestamp(int number) {
        return "audit/timestamps/" + number + ".tst";
    }

    /** Files that every bundle has, beside the manifest. */
    static Set<String> always() {
        return ALWAYS;
    }

    /** Whether a bundle may have a file of that name beside the manifest. */
    static boolean knows(String path) {
        return ALWAYS.contains(path) || SOMETIMES.matcher(path).matches();
    }
}
