package dev.countersign.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** What somebody without the keys does to a bundle: files are changed, and listed anew in the manifest. */
public final class Damage {

    private static final String STATEMENT = "signatures/.*[.]statement[.]json";

    private Damage() {}

    /** Each damage by its name, made of a bundle and the bundle of another record. */
    public static Map<String, BinaryOperator<TestBundle>> all() {
        Map<String, BinaryOperator<TestBundle>> all = new LinkedHashMap<>();
        signatures(all);
        certificates(all);
        records(all);
        audit(all);
        forms(all);
        return all;
    }

    private static void signatures(Map<String, BinaryOperator<TestBundle>> all) {
        all.put("a signature of another statement", (one, other) -> {
            List<String> sigs = one.names("signatures/.*[.]sig");
            return one.with(sigs.get(0), one.file(sigs.get(1))).listed();
        });
        all.put("a signature of 65 bytes", (one, other) -> {
            String sig = one.names("signatures/.*[.]sig").get(0);
            return one.with(sig, Arrays.copyOf(one.file(sig), 65)).listed();
        });
        all.put("a statement of another signature", (one, other) -> {
            List<String> statements = one.names(STATEMENT);
            return one.with(statements.get(0), one.file(statements.get(1))).listed();
        });
        all.put("a signature moved from another record", (one, other) -> {
            List<String> here = one.names("signatures/.*");
            List<String> there = other.names("signatures/.*");
            TestBundle moved = one;
            for (String path : here) {
                moved = moved.with(path, null);
            }
            for (String path : there) {
                moved = moved.with(path, other.file(path));
            }
            return moved.listed();
        });
        all.put("one signature moved from the same signer's of another record", (one, other) -> {
            String here = review(one);
            String there = review(other);
            TestBundle moved = one;
            for (String path : one.names(here + "[.].*")) {
                moved = moved.with(path, null);
            }
            for (String path : other.names(there + "[.].*")) {
                moved = moved.with(path, other.file(path));
            }
            return moved.listed();
        });
        all.put(
                "one signature moved from the same signer's of another record, under the name of this one",
                (one, other) -> {
                    String here = review(one);
                    String there = review(other);
                    TestBundle moved = one;
                    for (String path : one.names(here + "[.].*")) {
                        moved = moved.with(path, other.file(path.replace(here, there)));
                    }
                    return moved.listed();
                });
        all.put("a statement moved from another record, with its signature", (one, other) -> {
            String here = review(one);
            String there = review(other);
            return one.with(here + ".statement.json", other.file(there + ".statement.json"))
                    .with(here + ".sig", other.file(there + ".sig"))
                    .listed();
        });
        all.put("sixty-four bytes moved from another record", (one, other) -> one.with(
                        review(one) + ".sig", other.file(review(other) + ".sig"))
                .listed());
        all.put("a signature taken away", (one, other) -> {
            String id = one.names(STATEMENT).get(2).replace(".statement.json", "");
            TestBundle without = one;
            for (String path : one.names(id + ".*")) {
                without = without.with(path, null);
            }
            return without.listed();
        });
        all.put("a changed reason", changing(STATEMENT, statement -> {
            ((ObjectNode) statement.get("intent")).put("reason", "another");
            return statement;
        }));
        all.put(
                "a changed intent",
                changing("signatures/.*[.]intent[.]json", intent -> intent.put("reason", "another")));
        all.put(
                "another presentation",
                changing("signatures/.*[.]presentation[.]json", shown -> shown.put("title", "Something else")));
        all.put("a changed JWS", (one, other) -> {
            List<String> jws = one.names("signatures/.*[.]jws");
            return one.with(jws.get(0), one.file(jws.get(1))).listed();
        });
    }

    /** The beginning of the names of the review's files; one person reviewed both records. */
    private static String review(TestBundle bundle) {
        return bundle.names(STATEMENT).stream()
                .filter(path -> CanonicalJson.parse(bundle.file(path))
                        .at("/intent/meaning/code")
                        .asText()
                        .equals("review"))
                .map(path -> path.replace(".statement.json", ""))
                .findFirst()
                .orElseThrow();
    }

    private static void certificates(Map<String, BinaryOperator<TestBundle>> all) {
        all.put("a certificate moved from a signature on another record", (one, other) -> {
            byte[] foreign = other.names("signatures/.*[.]cert[.]pem").stream()
                    .map(other::file)
                    .filter(bytes -> one.names("signatures/.*[.]cert[.]pem").stream()
                            .noneMatch(path -> Arrays.equals(bytes, one.file(path))))
                    .findFirst()
                    .orElseThrow();
            return one.with(review(one) + ".cert.pem", foreign).listed();
        });
        all.put("a certificate of another signer", (one, other) -> {
            List<String> certificates = one.names("certificates/.*[.]cert[.]pem");
            return one.with(certificates.get(4), one.file(certificates.get(3))).listed();
        });
        all.put("an enrolment nobody signed", (one, other) -> {
            String signature = one.names("certificates/.*[.]enrolment[.]sig").get(4);
            return one.with(signature, new byte[64]).listed();
        });
        all.put("an enrolment of another title", (one, other) -> {
            String path = one.names("certificates/.*[.]enrolment[.]json").get(3);
            return one.changing(path, statement -> {
                        ((ObjectNode) statement.get("person")).put("title", "Head of Everything");
                        return statement;
                    })
                    .listed();
        });
        all.put("a missing officer", (one, other) -> {
            String id = one.names("certificates/.*[.]enrolment[.]json").get(0).replace("enrolment.json", "");
            TestBundle without = one;
            for (String path : one.names(id + ".*")) {
                without = without.with(path, null);
            }
            return without.listed();
        });
        all.put("another revocation state", (one, other) -> one.with(
                        "certificates/revocation.txt", text("all is well\n"))
                .listed());
        all.put("no list of revoked certificates", (one, other) -> one.with("certificates/revocation.crl", null)
                .listed());
        all.put("an altered list of revoked certificates", (one, other) -> {
            byte[] list = one.file("certificates/revocation.crl").clone();
            list[list.length - 1] ^= 1;
            return one.with("certificates/revocation.crl", list).listed();
        });
        all.put("entries of no certificate", (one, other) -> one.with("certificates/entries.jsonl", new byte[0])
                .listed());
    }

    private static void records(Map<String, BinaryOperator<TestBundle>> all) {
        all.put("other content", (one, other) -> {
            byte[] content = text("{\"documentNumber\":\"X\"}");
            return one.with("record/content", content)
                    .changing("record/version.json", version -> {
                        ((ObjectNode) version.get("content"))
                                .put("sha256", Digest.of(content).hex())
                                .put("length", content.length);
                        return version;
                    })
                    .listed();
        });
        all.put("other content under the same name", (one, other) -> one.with("record/content", text("{}"))
                .listed());
        all.put("another attachment", (one, other) -> one.with(
                        one.names("record/attachments/.*").get(0), text("%PDF-1.7"))
                .listed());
        all.put(
                "another earlier version",
                changing("record/versions/1[.]json", version -> version.put("title", "Another")));
        all.put("a plan of fewer steps", (one, other) -> one.changing("record/plan.json", plan -> {
                    ((com.fasterxml.jackson.databind.node.ArrayNode) plan.get("steps")).remove(0);
                    return plan;
                })
                .listed());
        all.put("JSON that is not canonical", (one, other) -> one.replacing(
                        "record/version.json", "\"author\":", "\"author\": ")
                .listed());
    }

    private static void audit(Map<String, BinaryOperator<TestBundle>> all) {
        all.put("a missing entry in the middle", lines(lines -> {
            lines.remove(2);
            return lines;
        }));
        all.put("entries in another order", lines(lines -> {
            lines.add(0, lines.remove(3));
            return lines;
        }));
        all.put("a proof of another entry", lines(lines -> {
            lines.set(1, proofOf(lines.get(1), lines.get(lines.size() - 1)));
            return lines;
        }));
        all.put("a proof moved from another record", (one, other) -> lines(lines -> {
                    String foreign = lineOf(other);
                    lines.set(1, proofOf(lines.get(1), foreign));
                    return lines;
                })
                .apply(one, other));
        all.put("a place and its proof moved from another record", (one, other) -> lines(lines -> {
                    String foreign = lineOf(other);
                    lines.set(
                            1,
                            proofOf(lines.get(1), foreign)
                                    .replaceFirst(
                                            "\"index\":\\d+", foreign.replaceFirst(".*(\"index\":\\d+).*", "$1")));
                    return lines;
                })
                .apply(one, other));
        all.put("an entry moved from another record, with its proof", (one, other) -> lines(lines -> {
                    lines.set(1, lineOf(other));
                    return lines;
                })
                .apply(one, other));
        all.put("a checkpoint moved from another record", (one, other) -> one.with(
                        "audit/checkpoint", other.file("audit/checkpoint"))
                .listed());
        all.put("a place beyond the log", lines(lines -> {
            lines.set(
                    lines.size() - 1, lines.get(lines.size() - 1).replaceFirst("\"index\":\\d+", "\"index\":99999999"));
            return lines;
        }));
        all.put("an incomplete last line", (one, other) -> {
            byte[] file = one.file("audit/entries.jsonl");
            return one.with("audit/entries.jsonl", Arrays.copyOf(file, file.length - 1))
                    .listed();
        });
        all.put("entries of another record", (one, other) -> one.with(
                        "audit/entries.jsonl", other.file("audit/entries.jsonl"))
                .with("audit/checkpoint", other.file("audit/checkpoint"))
                .listed());
        all.put("a checkpoint of another size", (one, other) -> {
            String[] note = new String(one.file("audit/checkpoint"), StandardCharsets.UTF_8).split("\n", 3);
            return one.with("audit/checkpoint", text(note[0] + "\n" + (Long.parseLong(note[1]) + 1) + "\n" + note[2]))
                    .listed();
        });
        all.put("a log key of another name", (one, other) -> one.replacing(
                        "audit/log-key", "countersign", "counterfeit")
                .listed());
    }

    private static void forms(Map<String, BinaryOperator<TestBundle>> all) {
        all.put("a file too many", (one, other) -> one.with("record/notes.txt", text("hello"))
                .listed());
        all.put("a file that is not listed", (one, other) -> one.with("notes.txt", text("hello")));
        all.put("a missing file", (one, other) -> one.with("copy.pdf", null).listed());
        all.put("a file that is listed and missing", (one, other) -> one.with("copy.pdf", null));
        all.put("a changed file", (one, other) -> one.with("copy.pdf", text("%PDF-1.7")));
        all.put(
                "a manifest that is not canonical",
                (one, other) -> one.with(
                        "manifest.json", text(new String(one.file("manifest.json"), StandardCharsets.UTF_8) + "\n")));
        all.put(
                "a manifest with a member too many",
                (one, other) -> one.changing("manifest.json", manifest -> manifest.put("note", "x")));
        all.put(
                "a manifest of another record",
                (one, other) -> one.changing(
                        "manifest.json", manifest -> manifest.put("recordId", "0192f0c1-0000-7000-8000-000000000001")));
        all.put(
                "a manifest of another organisation",
                (one, other) -> one.changing("manifest.json", manifest -> manifest.put("organisation", "elsewhere")));
    }

    private static BinaryOperator<TestBundle> changing(String pattern, UnaryOperator<ObjectNode> change) {
        return (one, other) -> one.changing(one.names(pattern).get(0), change).listed();
    }

    private static BinaryOperator<TestBundle> lines(UnaryOperator<List<String>> change) {
        return (one, other) -> {
            String text = new String(one.file("audit/entries.jsonl"), StandardCharsets.UTF_8);
            List<String> changed = change.apply(new ArrayList<>(text.lines().toList()));
            return one.with("audit/entries.jsonl", text(String.join("\n", changed) + "\n"))
                    .listed();
        };
    }

    private static String lineOf(TestBundle bundle) {
        return new String(bundle.file("audit/entries.jsonl"), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
    }

    private static String proofOf(String line, String other) {
        return line.substring(0, line.indexOf("\"proof\"")) + other.substring(other.indexOf("\"proof\""));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
