package dev.countersign.workspace.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.countersign.identity.SignaturePolicy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What held at the second in which somebody signed (CPY-05), each with the entry of the audit trail that tells it. Null is <i>not recorded</i>: nothing
 * here is concluded from what holds now. Times are RFC 3339 in UTC with microseconds, hashes lower-case hexadecimal SHA-256.
 *
 * @param at when it was signed
 * @param roles that the signer held over all or some records, by their codes
 * @param authority by which the signer might sign it, as it was judged under the lock; told by the entry of the signature
 * @param models that led to the signature, root first
 * @param policy on electronic signatures, as the signer had last acknowledged it
 * @param policyInForce the same policy, as it held
 * @param plan null if what is stored is not the plan that was signed
 * @param program that made the signature, and its version
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Circumstances(
        UUID signatureId,
        String at,
        String signer,
        @Nullable Account account,
        List<HeldRole> roles,
        @Nullable Authorised authority,
        List<Model> models,
        @Nullable PolicyThen policy,
        @Nullable PolicyThen policyInForce,
        @Nullable CertificateThen certificate,
        @Nullable Plan plan,
        Authentication authentication,
        @Nullable Risk risk,
        @Nullable String program,
        @Nullable Known signed) {

    /**
     * The entry of the audit trail from which something is known.
     *
     * @param index its place in the sealed log; null while it waits to be sealed
     */
    @Schema(name = "KnownFrom")
    record Known(@Nullable Long index, UUID entryId, String at, String by) {}

    /** @param state {@code created}, {@code active}, {@code suspended} or {@code left} */
    record Account(String state, Known known) {

        public boolean isActive() {
            return state.equals("active");
        }
    }

    /**
     * @param until when it was to end by itself
     * @param overSome whether it was over some records alone
     */
    record HeldRole(
            String role, String printedName, @Nullable String until, boolean overSome, Known known) {}

    /**
     * What somebody might sign (AUT-02).
     *
     * @param basis {@code role}, {@code decision} of two people, or {@code own-meaning}, which needs no authority
     * @param preset null with {@code own-meaning} alone
     * @param recordTypes none for all of them; {@code meanings} likewise, as the preset says
     * @param matrix version of the matrix that said it, of a role
     */
    record Authorised(
            String basis,
            @Nullable String preset,
            List<String> recordTypes,
            List<String> meanings,
            @Nullable String role,
            @Nullable Integer matrix,
            @Nullable String authorityId,
            @Nullable String until) {}

    /**
     * One process on the way to the signature.
     *
     * @param standing {@code in-force} by the record of process models, {@code shipped} with the program and signed by nobody yet, {@code earlier} if
     *     another had taken its place, null if that is not recorded
     * @param record of process models whose version held it; null where there was none, or it is not for whoever reads
     * @param deployed the newest entry up to then by which it became what runs
     */
    record Model(
            String definition,
            String version,
            String sha256,
            String activity,
            @Nullable String standing,
            @Nullable UUID record,
            @Nullable Integer recordVersion,
            @Nullable Known deployed) {}

    /** @param text null if it was never kept here, or altered */
    record PolicyThen(
            String version, String sha256, @Nullable PolicyText text, Known known) {}

    record PolicyText(String title, List<PolicySection> sections) {

        static PolicyText of(SignaturePolicy policy) {
            return new PolicyText(
                    policy.title(),
                    policy.sections().stream()
                            .map(one -> new PolicySection(one.heading(), one.paragraphs()))
                            .toList());
        }
    }

    record PolicySection(String heading, List<String> paragraphs) {}

    /**
     * @param then {@code in-force}, {@code ended}, {@code out-of-its-time} or {@code not-certified}, at that second
     * @param now the same of this moment
     * @param certified null if the trail does not tell it
     */
    record CertificateThen(
            String sha256,
            String notBefore,
            String notAfter,
            String then,
            String now,
            @Nullable String endedAt,
            @Nullable Known certified,
            @Nullable Known ended) {}

    /** @param step that was signed */
    record Plan(
            String sha256,
            String policy,
            String createdAt,
            String step,
            List<Step> steps,
            @Nullable Known known) {}

    /** @param role that its signer must have; empty where the author signs */
    record Step(String code, String meaning, String role, int count, String applies, List<String> independentOf) {}

    /** @param series in which it was a later signature, else null */
    record Authentication(
            List<String> components,
            String provedAt,
            @Nullable String series) {}

    /** What the risk rules were told, and demanded more: {@code rule:demand}. */
    record Risk(
            String zone,
            String device,
            String hours,
            String recordType,
            List<String> raised,
            @Nullable String policySha256) {}
}
