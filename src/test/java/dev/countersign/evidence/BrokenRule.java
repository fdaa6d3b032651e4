package dev.countersign.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Bundles whose every signature and proof holds, and which break one rule: what somebody with all the keys could make. */
public final class BrokenRule {

    private BrokenRule() {}

    /** Each by its name; the part before the colon is how the name of the check that finds it ends. */
    public static Map<String, Function<TestBundle, TestBundle>> all() {
        Map<String, Function<TestBundle, TestBundle>> all = new LinkedHashMap<>();
        all.put("time: signed before presence was proved", bundle -> Forgery.of(bundle)
                .statements(one -> one.put("signedAt", "2001-01-01T00:00:00.000000Z"))
                .make());
        all.put("clocks: further apart than the stated limit", bundle -> Forgery.of(bundle)
                .statements(one -> clocks(one).put("aheadMillis", -1_011).put("uncertaintyMillis", 10))
                .make());
        all.put("clocks: a limit that nobody may set", bundle -> Forgery.of(bundle)
                .statements(one -> clocks(one).put("limitMillis", 5_001))
                .make());
        all.put("clocks: an uncertainty below nothing", bundle -> Forgery.of(bundle)
                .statements(one -> clocks(one).put("uncertaintyMillis", -1))
                .make());
        all.put("clocks: no number", bundle -> Forgery.of(bundle)
                .statements(one -> clocks(one).put("aheadMillis", "0"))
                .make());
        all.put("clocks: more than that", bundle -> Forgery.of(bundle)
                .statements(one -> clocks(one).put("behindMillis", 0))
                .make());
        all.put("clocks: nothing said of them", bundle -> Forgery.of(bundle)
                .statements(one -> one.putNull("clocks"))
                .make());
        all.put("what was shown: another sentence", bundle -> Forgery.of(bundle)
                .intents(one -> ((ObjectNode) one.get("meaning")).put("sentence", "I read none of it."))
                .make());
        all.put("person: of somebody else", bundle -> Forgery.of(bundle)
                .intents(one -> one.put("person", "somebody"))
                .make());
        all.put("version: of another version", bundle -> Forgery.of(bundle)
                .intents(one -> one.put("versionSha256", "0".repeat(64)))
                .make());
        all.put("statement: of another environment", bundle -> Forgery.of(bundle)
                .statements(one -> one.put("environment", "regulated"))
                .make());
        all.put("enrolment: without founders", bundle -> Forgery.of(bundle)
                .enrolments(one -> one.put("founder", false))
                .make());
        all.put("certificate in force: enrolled after signing", bundle -> Forgery.of(bundle)
                .enrolments(one -> one.put("enrolledAt", "2099-01-01T00:00:00.000000Z"))
                .make());
        all.put(
                "enrolled before use: certificates logged last",
                bundle -> Forgery.of(bundle).certificatesLast().make());
        all.put("audit sequence: a number left out", bundle -> Forgery.of(bundle)
                .entries(one -> {
                    if (one.path("recordSequence").asInt() > 2) {
                        one.put("recordSequence", one.path("recordSequence").asInt() + 1);
                    }
                })
                .make());
        all.put("audit of signatures: an entry of another statement", bundle -> Forgery.of(bundle)
                .entries(one -> {
                    if (one.path("type").asText().equals("record.signed")) {
                        ((ObjectNode) one.get("new")).put("statementSha256", "0".repeat(64));
                    }
                })
                .make());
        all.put("audit of the version: an entry of another version hash", bundle -> Forgery.of(bundle)
                .entries(one -> {
                    if (one.path("type").asText().equals("record.version-appended")) {
                        ((ObjectNode) one.get("new")).put("sha256", "0".repeat(64));
                    }
                })
                .make());
        all.put("audit entries: an entry of another record", bundle -> Forgery.of(bundle)
                .entries(one -> {
                    if (one.path("type").asText().equals("evidence.exported")
                            || one.path("recordSequence").asInt() == 4) {
                        one.put("recordId", "0192f0c1-0000-7000-8000-000000000001");
                    }
                })
                .make());
        all.put("step: by somebody who reviewed an earlier version", bundle -> Forgery.of(bundle)
                .entries(one -> {
                    if (one.path("type").asText().equals("record.signed")
                            && one.at("/new/planStep").asText().equals("review")
                            && one.path("recordVersion").asInt() == 1) {
                        ((ObjectNode) one.get("actor")).put("id", approver(bundle));
                    }
                })
                .make());
        return all;
    }

    /** As signing states them: the store's limit is a second. */
    private static ObjectNode clocks(ObjectNode statement) {
        return (ObjectNode) statement.get("clocks");
    }

    /** As they were made before statements said anything of clocks. */
    public static TestBundle beforeClocksWereStated(TestBundle bundle) {
        return Forgery.of(bundle).statements(one -> one.remove("clocks")).make();
    }

    /** Apart by exactly what is allowed. */
    public static TestBundle clocksAtTheLimit(TestBundle bundle) {
        return Forgery.of(bundle)
                .statements(one -> clocks(one).put("aheadMillis", -1_010).put("uncertaintyMillis", 10))
                .make();
    }

    private static String approver(TestBundle bundle) {
        return bundle.names("signatures/.*[.]statement[.]json").stream()
                .map(name -> CanonicalJson.parse(bundle.file(name)))
                .filter(one -> one.at("/intent/planStep").asText().equals("approval"))
                .map(one -> one.at("/signer/userId").asText())
                .findFirst()
                .orElseThrow();
    }
}
