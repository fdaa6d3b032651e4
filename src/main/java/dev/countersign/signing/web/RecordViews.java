package dev.countersign.signing.web;

import dev.countersign.crypto.UtcTime;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.RecordVersion.Author;
import dev.countersign.records.Records;
import dev.countersign.records.Records.Summary;
import dev.countersign.signing.Forecast;
import dev.countersign.signing.Signature;
import dev.countersign.signing.SignaturePlan;
import dev.countersign.signing.Signatures;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Records as the public interface shows them. */
@Component
class RecordViews {

    private final Records records;
    private final Signatures signatures;

    RecordViews(Records records, Signatures signatures) {
        this.records = records;
        this.signatures = signatures;
    }

    /** The answer to a version that was appended. */
    record Receipt(UUID recordId, int version, String sha256, String status) {}

    record Listed(
            UUID recordId,
            int version,
            String sha256,
            String type,
            String title,
            String status,
            @Nullable Integer effectiveVersion,
            String updatedAt) {}

    /**
     * @param total how many there are, up to 10,000
     * @param more whether there are more than that
     */
    record Listing(List<Listed> items, int page, int size, int total, boolean more) {}

    record AttachmentView(String name, String mediaType, long length, String sha256) {}

    record SignatureView(
            UUID signatureId,
            String planStep,
            String decision,
            String meaning,
            String sentence,
            @Nullable String reason,
            String userId,
            String printedName,
            String title,
            String signedAt,
            String zone,
            UUID keyId,
            String statementSha256) {}

    record VersionView(
            int version,
            String sha256,
            String title,
            @Nullable String status,
            String contentSha256,
            List<AttachmentView> attachments,
            Author author,
            String createdAt,
            @Nullable String reason,
            @Nullable String businessKey,
            List<SignatureView> signatures) {}

    record PlanView(String sha256, List<SignaturePlan.Step> steps) {}

    record RecordView(
            UUID recordId,
            String type,
            String title,
            String status,
            @Nullable Integer effectiveVersion,
            int version,
            String sha256,
            List<VersionView> versions,
            @Nullable PlanView plan) {}

    /** @param outlook {@code somebody}, {@code nobody} or {@code not-together} */
    record ForecastStep(String step, String meaning, String role, int missing, String outlook) {}

    record ForecastView(UUID recordId, int version, String status, boolean deadlock, List<ForecastStep> steps) {}

    ForecastView forecast(RecordVersion newest) {
        Forecast forecast = signatures.forecast(newest);
        return new ForecastView(
                newest.recordId(),
                newest.version(),
                records.status(newest.recordId()).code(),
                forecast.isDeadlock(),
                forecast.steps().stream()
                        .map(one -> new ForecastStep(
                                one.step().code(),
                                one.step().meaning(),
                                one.step().role(),
                                one.missing(),
                                one.outlook().code()))
                        .toList());
    }

    Receipt receipt(RecordVersion version) {
        String status = records.status(version.recordId()).code();
        return new Receipt(
                version.recordId(), version.version(), version.sha256().hex(), status);
    }

    Listing listing(Records.Page page) {
        return new Listing(
                page.items().stream().map(RecordViews::listed).toList(),
                page.page(),
                page.size(),
                page.total(),
                page.more());
    }

    RecordView record(List<RecordVersion> versions) {
        RecordVersion latest = versions.get(versions.size() - 1);
        List<Signature> all = signatures.ofRecord(latest.recordId());
        PlanView plan = signatures
                .planOf(latest.recordId())
                .map(found -> new PlanView(found.sha256().hex(), found.steps()))
                .orElse(null);
        return new RecordView(
                latest.recordId(),
                latest.type(),
                latest.title(),
                records.status(latest.recordId()).code(),
                records.effectiveVersion(latest.recordId()).orElse(null),
                latest.version(),
                latest.sha256().hex(),
                versions.stream().map(version -> version(version, all)).toList(),
                plan);
    }

    private VersionView version(RecordVersion version, List<Signature> all) {
        return new VersionView(
                version.version(),
                version.sha256().hex(),
                version.title(),
                records.status(version.recordId(), version.version())
                        .map(RecordStatus::code)
                        .orElse(null),
                version.contentSha256().hex(),
                version.attachments().stream()
                        .map(a -> new AttachmentView(
                                a.name(), a.mediaType(), a.length(), a.sha256().hex()))
                        .toList(),
                version.author(),
                UtcTime.write(version.createdAt()),
                version.reason(),
                version.businessKey(),
                all.stream()
                        .filter(signature -> signature.version() == version.version())
                        .map(RecordViews::signature)
                        .toList());
    }

    private static Listed listed(Summary summary) {
        return new Listed(
                summary.recordId(),
                summary.version(),
                summary.sha256().hex(),
                summary.type(),
                summary.title(),
                summary.status().code(),
                summary.effectiveVersion(),
                summary.updatedAt());
    }

    private static SignatureView signature(Signature signature) {
        return new SignatureView(
                signature.signatureId(),
                signature.planStep(),
                signature.approve() ? "approve" : "reject",
                signature.meaning(),
                signature.sentence(),
                signature.reason(),
                signature.userId(),
                signature.printedName(),
                signature.title(),
                UtcTime.write(signature.signedAt()),
                signature.zone(),
                signature.keyId(),
                signature.statementSha256().hex());
    }
}
