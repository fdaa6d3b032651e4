package dev.countersign.changes;

import dev.countersign.crypto.Digest;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.records.Records.Summary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link ProcessModels} from the store: lists point at records, their appended events decide. */
@Component
class SignedModels implements ProcessModels {

    private static final Set<RecordStatus> WAS_IN_FORCE =
            EnumSet.of(RecordStatus.EFFECTIVE, RecordStatus.SUPERSEDED, RecordStatus.OBSOLETE);
    private static final int MOST = 100;

    private final Records records;
    private final ReleasedModels released;

    /** By the version's hash: a version never changes, and its content was compared with its hash when it was read. */
    private final Map<Digest, ModelTexts> sets = new ConcurrentHashMap<>();

    SignedModels(Records records, ReleasedModels released) {
        this.records = records;
        this.released = released;
    }

    @Override
    public ModelTexts shipped() {
        return released.shipped();
    }

    @Override
    public Optional<SignedSet> inForce() {
        return listed().stream()
                .map(one -> records.effectiveVersion(one.recordId())
                        .flatMap(number -> records.version(one.recordId(), number)))
                .flatMap(Optional::stream)
                .filter(version -> version.type().equals(TYPE))
                .findFirst()
                .map(version -> new SignedSet(version, of(version)));
    }

    @Override
    public Optional<SignedSet> inForce(Instant at) {
        return listed().stream()
                .map(one -> records.effectiveVersion(one.recordId(), at)
                        .flatMap(number -> records.version(one.recordId(), number)))
                .flatMap(Optional::stream)
                .filter(version -> version.type().equals(TYPE))
                .findFirst()
                .map(version -> new SignedSet(version, of(version)));
    }

    @Override
    public ModelTexts expected() {
        return inForce().map(SignedSet::set).orElseGet(this::shipped);
    }

    @Override
    public ModelTexts of(RecordVersion version) {
        if (!version.type().equals(TYPE)) {
            throw new IllegalArgumentException("version " + version.version() + " of record " + version.recordId()
                    + " is a " + version.type() + " (expected: " + TYPE + ")");
        }
        return sets.computeIfAbsent(version.sha256(), sha256 -> ModelTexts.ofContent(records.content(version)));
    }

    @Override
    public Optional<DryRun> dryRunOf(RecordVersion version) {
        return version.attachments().stream()
                .filter(one -> one.name().equals(DryRun.ATTACHMENT))
                .findFirst()
                .flatMap(one -> records.part(version, one.sha256()))
                .map(DryRunFormat::read);
    }

    @Override
    public boolean trusted(String name, Digest sha256) {
        return released.contains(name, sha256) || signed(name, sha256);
    }

    @Override
    public SortedMap<String, Digest> awaitingAdoption() {
        SortedMap<String, Digest> waiting = new TreeMap<>();
        if (inForce().isPresent()) {
            shipped().hashes().forEach((name, sha256) -> {
                if (!signed(name, sha256)) {
                    waiting.put(name, sha256);
                }
            });
        }
        return waiting;
    }

    private boolean signed(String name, Digest sha256) {
        return listed().stream()
                .flatMap(one -> records.versions(one.recordId()).stream())
                .filter(version -> version.type().equals(TYPE))
                .filter(version -> records.status(version.recordId(), version.version())
                        .filter(WAS_IN_FORCE::contains)
                        .isPresent())
                .anyMatch(version -> Objects.equals(sha256, of(version).hashes().get(name)));
    }

    private List<Summary> listed() {
        return records.search(TYPE, RecordStatus.EFFECTIVE, null, null, 0, MOST).items();
    }

    @Override
    public List<ResourceDifference> difference(ModelTexts before, ModelTexts after) {
        SortedMap<String, Digest> old = before.hashes();
        SortedMap<String, Digest> now = after.hashes();
        SortedSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        List<ResourceDifference> differences = new ArrayList<>();
        for (String name : names) {
            differences.add(difference(name, before, after, old.get(name), now.get(name)));
        }
        differences.sort(Comparator.comparing(one -> one.kind().equals("same")));
        return List.copyOf(differences);
    }

    private static ResourceDifference difference(
            String name, ModelTexts before, ModelTexts after, @Nullable Digest old, @Nullable Digest now) {
        if (old == null || now == null) {
            return new ResourceDifference(name, old == null ? "added" : "removed", old, now, List.of());
        }
        return old.equals(now)
                ? new ResourceDifference(name, "same", old, now, List.of())
                : new ResourceDifference(
                        name,
                        "changed",
                        old,
                        now,
                        TextDifference.of(
                                name,
                                before.text(name).orElseThrow(),
                                after.text(name).orElseThrow()));
    }
}
