package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The bundle as a set of files: every one named, none else, each with its hash. */
final class ManifestChecks {

    private static final Set<String> MEMBERS = Set.of(
            "format", "organisation", "installation", "environment", "recordId", "version", "versionSha256", "files");
    private static final Set<String> FILE_MEMBERS = Set.of("path", "length", "sha256");

    private final Archive archive;
    private final Json manifest;

    /** @throws IllegalArgumentException if the manifest is missing or not canonical JSON */
    ManifestChecks(Archive archive) {
        this.archive = archive;
        this.manifest = Json.canonical(archive.bytes(EvidenceLayout.MANIFEST));
    }

    Json manifest() {
        return manifest;
    }

    /** @return whether everything held, so that it makes sense to read the files */
    boolean run(Findings findings) {
        return findings.expect(
                        "bundle manifest",
                        "manifest.json has exactly the members of " + EvidenceLayout.FORMAT + ", its files in order",
                        this::isManifest)
                && findings.expect(
                        "files",
                        "the bundle holds every file of its manifest, no other, and all that belong together",
                        () -> {
                            demandFiles();
                            return true;
                        })
                && findings.expect("file hashes", "each file has the length and SHA-256 of the manifest", () -> {
                    demandHashes();
                    return true;
                });
    }

    private boolean isManifest() {
        String previous = "";
        for (Json file : manifest.path("files").items()) {
            String path = String.valueOf(file.path("path").textValue());
            if (!Set.copyOf(file.names()).equals(FILE_MEMBERS) || path.compareTo(previous) <= 0) {
                return false;
            }
            previous = path;
        }
        return Set.copyOf(manifest.names()).equals(MEMBERS)
                && EvidenceLayout.FORMAT.equals(manifest.path("format").textValue())
                && manifest.path("version").asLong() >= 1;
    }

    private void demandFiles() {
        Map<String, Json> named = named();
        Set<String> expected = new TreeSet<>(named.keySet());
        expected.add(EvidenceLayout.MANIFEST);
        for (String name : archive.names()) {
            demand(expected.contains(name), name + " is not in the manifest");
        }
        for (String name : expected) {
            demand(archive.has(name), name + " is missing");
        }
        for (String name : named.keySet()) {
            demand(EvidenceLayout.knows(name), name + " is no file of a bundle");
        }
        for (String name : EvidenceLayout.always()) {
            demand(archive.has(name), name + " is missing");
        }
        demandGroups(named.keySet());
    }

    private void demandGroups(Set<String> names) {
        Set<String> expected = new HashSet<>();
        long version = manifest.path("version").asLong();
        for (int earlier = 1; earlier < version && earlier <= names.size(); earlier++) {
            expected.add(EvidenceLayout.earlier(earlier));
        }
        boolean signed = false;
        for (String name : names) {
            String id = name.replaceFirst("^[a-z]+/", "").replaceFirst("[.].*", "");
            if (name.startsWith("signatures/")) {
                EvidenceLayout.SIGNATURE_PARTS.forEach(part -> expected.add(EvidenceLayout.signature(id, part)));
                signed = true;
            } else if (name.startsWith("certificates/") && id.length() == 36) {
                EvidenceLayout.ENROLMENT_PARTS.forEach(part -> expected.add(EvidenceLayout.certificate(id, part)));
            } else if (name.startsWith("certificates/authority-")) {
                int number = Integer.parseInt(name.replaceAll("[^0-9]", ""));
                IntStream.range(1, number).forEach(one -> expected.add(EvidenceLayout.authority(one)));
            } else if (name.startsWith("audit/timestamps/")) {
                int number = Integer.parseInt(name.replaceAll("[^0-9]", ""));
                IntStream.range(1, number).forEach(one -> expected.add(EvidenceLayout.timestamp(one)));
            } else if (name.startsWith("record/versions/")) {
                demand(expected.contains(name), name + " is no version before this one");
            }
        }
        if (signed) {
            expected.addAll(List.of(EvidenceLayout.AUTHORITY, EvidenceLayout.PLAN, EvidenceLayout.REVOCATION_LIST));
        }
        expected.forEach(name -> demand(names.contains(name), name + " is missing"));
        demandAttachments(names);
    }

    private void demandAttachments(Set<String> names) {
        Set<String> expected = new TreeSet<>();
        Json.read(archive.bytes(EvidenceLayout.VERSION))
                .path("attachments")
                .items()
                .forEach(attachment -> expected.add(
                        EvidenceLayout.attachment(attachment.path("sha256").asText())));
        Set<String> held = new TreeSet<>(names);
        held.removeIf(name -> !name.startsWith("record/attachments/"));
        demand(held.equals(expected), "record/attachments/ does not hold exactly the version's attachments");
    }

    private void demandHashes() {
        named().forEach((name, file) -> demand(
                file.path("length")
                                .asText()
                                .equals(Integer.toString(archive.file(name).remaining()))
                        && Digest.of(archive.bytes(name))
                                .hex()
                                .equals(file.path("sha256").textValue()),
                name + " is not the file that the manifest names"));
    }

    private Map<String, Json> named() {
        Map<String, Json> named = new TreeMap<>();
        manifest.path("files")
                .items()
                .forEach(file -> named.put(file.path("path").asText(), file));
        return named;
    }

    private static void demand(boolean holds, String otherwise) {
        if (!holds) {
            throw new Findings.Broken(otherwise);
        }
    }
}
