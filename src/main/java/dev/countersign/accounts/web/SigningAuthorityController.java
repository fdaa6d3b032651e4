package dev.countersign.accounts.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.countersign.authority.Role;
import dev.countersign.authority.SignatureAuthorities;
import dev.countersign.authority.SignatureAuthorities.Decided;
import dev.countersign.authority.SignatureAuthorities.Held;
import dev.countersign.authority.SignatureAuthorities.Standing;
import dev.countersign.authority.SigningExtent;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who may sign what, for programs (AUT-02, docs/operations/authority.md). */
@RestController
@RequestMapping("/api/authority")
@Tag(
        name = "Authority",
        description = "Who may sign which record types with which meanings, by decisions of two people")
class SigningAuthorityController {

    private final SignatureAuthorities authorities;
    private final Refusals refusals;

    SigningAuthorityController(SignatureAuthorities authorities, Refusals refusals) {
        this.authorities = authorities;
        this.refusals = refusals;
    }

    /**
     * @param recordTypes none for all of them
     * @param meanings none where the preset says them
     */
    record ExtentView(String preset, List<String> recordTypes, List<String> meanings) {

        static ExtentView of(SigningExtent extent) {
            return new ExtentView(
                    extent.preset().code(),
                    extent.types().stream().sorted().toList(),
                    extent.meanings().stream().sorted().toList());
        }
    }

    /**
     * @param until null with {@code none} alone
     * @param ended whether the end has passed: it does not count any more
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record DecidedView(
            UUID authorityId,
            String userId,
            ExtentView extent,
            @Nullable String until,
            boolean ended,
            String requestedBy,
            String requestedAt,
            String reason,
            @Nullable String decidedBy,
            @Nullable String decidedAt) {

        static @Nullable String text(@Nullable Instant time) {
            return time == null ? null : UtcTime.write(time);
        }

        static DecidedView of(Decided one) {
            return new DecidedView(
                    one.authorityId(),
                    one.userId(),
                    ExtentView.of(one.extent()),
                    text(one.until()),
                    one.ended(),
                    one.requestedBy(),
                    UtcTime.write(one.requestedAt()),
                    one.reason(),
                    one.decidedBy(),
                    text(one.decidedAt()));
        }
    }

    record DecidedList(List<DecidedView> items, List<DecidedView> requests) {}

    /** @param role that brings it along; null where two people decided, whose decision has the {@code authorityId} */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record HeldView(
            ExtentView extent,
            @Nullable String role,
            @Nullable UUID authorityId,
            @Nullable String until) {

        static HeldView of(Held held) {
            Role role = held.role();
            return new HeldView(
                    ExtentView.of(held.extent()),
                    role == null ? null : role.code(),
                    held.authorityId(),
                    DecidedView.text(held.until()));
        }
    }

    /** @param basis {@code roles}, or {@code decisions} from the first one on */
    record StandingView(String userId, String basis, List<HeldView> held) {

        static StandingView of(String userId, Standing standing) {
            return new StandingView(
                    userId,
                    standing.decided() ? "decisions" : "roles",
                    standing.held().stream().map(HeldView::of).toList());
        }
    }

    @GetMapping
    @Operation(
            summary = "Signature authority that was granted, and what waits for a decision",
            description =
                    "For IT Administrators, QA Managers and auditors. What was taken away stands in the audit trail alone. Of"
                            + " people over whom nobody decided, what their roles bring along holds: `GET /api/authority/matrix`.")
    DecidedList list(Caller caller) {
        return new DecidedList(
                authorities.granted(caller).stream().map(DecidedView::of).toList(),
                authorities.waiting(caller).stream().map(DecidedView::of).toList());
    }

    @GetMapping("/people/{userId}")
    @Operation(
            summary = "What a person may sign now",
            description = "For the person, IT Administrators, QA Managers and auditors.")
    StandingView standing(Caller caller, @PathVariable String userId) {
        return StandingView.of(userId, authorities.standing(caller, userId));
    }

    @PostMapping("/people/{userId}/requests")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Ask that somebody else may sign something",
            description =
                    "Body `{preset, recordTypes?, meanings?, until?, reason}`, by an IT Administrator or a QA Manager. `preset`"
                            + " is `full`; `limited`, with record types and meanings; `operational`, which is authorship, review and"
                            + " verification of the named record types or of all; or `none`, which bars the person from signing and goes"
                            + " before everything else. `until`, RFC 3339, at most five years away and no later than what whoever asks has"
                            + " for it; demanded, but for `none`, which has no end.")
    DecidedView ask(Caller caller, @PathVariable String userId, @RequestBody(required = false) byte @Nullable [] body) {
        AccountBody asked = read(caller, "signature-authority.ask", body, Function.identity());
        SigningExtent extent = read(caller, "signature-authority.ask", asked, AccountBody::extent);
        Instant until = read(caller, "signature-authority.ask", asked, one -> new End(one.until()))
                .at();
        return DecidedView.of(authorities.ask(caller, userId, extent, until, asked.reason()));
    }

    private record End(@Nullable Instant at) {}

    @PostMapping("/requests/{authorityId}/decision")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Grant or refuse signature authority that was asked for",
            description =
                    "Body `{grant, reason}`, by a QA Manager who neither asked for it nor gets it. Effective at once.")
    void decide(Caller caller, @PathVariable UUID authorityId, @RequestBody(required = false) byte @Nullable [] body) {
        AccountBody asked = read(caller, "signature-authority.decide", body, Function.identity());
        boolean grant = read(caller, "signature-authority.decide", asked, one -> one.truth("grant"));
        authorities.decide(caller, authorityId, grant, asked.reason());
    }

    @PostMapping("/{authorityId}/revocation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Take signature authority away, at once",
            description =
                    "Body `{reason}`, by an IT Administrator or a QA Manager. What roles bring along does not come back: another"
                            + " takes two people again.")
    void takeAway(
            Caller caller, @PathVariable UUID authorityId, @RequestBody(required = false) byte @Nullable [] body) {
        authorities.takeAway(
                caller, authorityId, read(caller, "signature-authority.take-away", body, AccountBody::reason));
    }

    private <T> T read(Caller caller, String attempt, byte @Nullable [] body, Function<AccountBody, T> part) {
        return refusals.guarding(caller, attempt, "signature-authorities", () -> part.apply(AccountBody.read(body)));
    }

    private <T> T read(Caller caller, String attempt, AccountBody body, Function<AccountBody, T> part) {
        return refusals.guarding(caller, attempt, "signature-authorities", () -> part.apply(body));
    }
}
