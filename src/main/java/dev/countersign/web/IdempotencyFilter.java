package dev.countersign.web;

import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.web.IdempotencyKeys.Claim;
import dev.countersign.web.IdempotencyMapper.Asked;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Carries an unsafe call with an {@code Idempotency-Key} out once: the same key and body answer as the first time. Runs after the
 * security chains, for the key belongs to the caller. A call that was refused may be made again with the same key; what was
 * answered with success is answered again, byte for byte.
 */
class IdempotencyFilter extends OncePerRequestFilter {

    static final String HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final IdempotencyKeys keys;
    private final RequestFingerprint fingerprints;
    private final AttemptMark mark;
    private final CurrentCaller callers;
    private final Refusals refusals;
    private final ProblemWriter problems;
    private final EdgeSettings settings;

    IdempotencyFilter(
            IdempotencyKeys keys,
            RequestFingerprint fingerprints,
            AttemptMark mark,
            CurrentCaller callers,
            Refusals refusals,
            ProblemWriter problems,
            EdgeSettings settings) {
        this.keys = keys;
        this.fingerprints = fingerprints;
        this.mark = mark;
        this.callers = callers;
        this.refusals = refusals;
        this.problems = problems;
        this.settings = settings;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHeader(HEADER) == null || !KeyedCalls.take(request.getMethod(), path(request));
    }

    /** As it is served: an address may be written in escapes, and its answer is as secret. */
    private static String path(HttpServletRequest request) {
        return OriginFilter.path(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Caller> caller = callers.of(request);
        if (caller.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        String key = request.getHeader(HEADER);
        if (!KEY.matcher(key).matches()) {
            refuse(
                    caller.get(),
                    response,
                    WebRefusal.KEY_MALFORMED.because("An idempotency key has 1 to 255 visible ASCII characters."));
            return;
        }
        try {
            perform(caller.get(), key, request, response, chain);
        } catch (RefusedException e) {
            refuse(caller.get(), response, e.refusal());
        }
    }

    private void perform(
            Caller caller, String key, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest readable =
                isMultipart(request) ? request : ReplayableRequest.of(request, settings.maxJsonBody());
        Optional<byte[]> fingerprint = fingerprints.of(readable);
        if (fingerprint.isEmpty()) {
            chain.doFilter(readable, response);
            return;
        }
        Claim claim = keys.claim(caller.kind().code() + ":" + caller.actorId(), key, fingerprint.get());
        if (claim instanceof Claim.Fresh fresh) {
            carryOut(fresh.attempt(), readable, response, chain);
        } else if (claim instanceof Claim.Answered answered) {
            if (KeyedCalls.isShownOnce(path(request))) {
                throw WebRefusal.ANSWER_WITHHELD.refuse(
                        "The first call with this key was carried out. Its answer held a secret that is shown once and stored nowhere;"
                                + " if it was lost, ask for a new one with a new key.");
            }
            StoredAnswer.replay(answered, response);
        } else {
            response.setHeader("Retry-After", "1");
            throw refusal(claim);
        }
    }

    private void carryOut(Asked attempt, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        boolean refused = false;
        boolean finished = false;
        mark.begin(attempt);
        try {
            chain.doFilter(request, answer);
            refused = isRefusal(answer.getStatus());
            finished = answer.getStatus() < 300 && answer.getContentSize() <= StoredAnswer.LARGEST_BODY;
        } finally {
            mark.end();
            if (finished && KeyedCalls.isShownOnce(path(request))) {
                keys.finish(attempt, answer.getStatus(), "", new byte[0]);
            } else if (finished) {
                keys.finish(attempt, answer.getStatus(), StoredAnswer.headers(answer), answer.getContentAsByteArray());
            } else {
                keys.release(attempt, refused);
            }
        }
        answer.copyBodyToResponse();
    }

    // 503 is one too: what the call needs was not there, nothing was done, and it may be made again.
    private static boolean isRefusal(int status) {
        return status >= 400 && status < 500 || status == HttpServletResponse.SC_SERVICE_UNAVAILABLE;
    }

    private static RefusedException refusal(Claim claim) {
        if (claim instanceof Claim.Reused) {
            return WebRefusal.KEY_REUSED.refuse(
                    "This idempotency key was used with another body or address; use a new key for a new call.");
        }
        if (claim instanceof Claim.Unknown) {
            return WebRefusal.KEY_OUTCOME_UNKNOWN.refuse(
                    "The first call with this key was cut off after it had begun to write,"
                            + " and its answer is lost. Look whether it was carried out; if not, call again with a new key.");
        }
        return WebRefusal.KEY_IN_PROGRESS.refuse(
                "The first call with this key is still being carried out; ask again in a moment.");
    }

    private void refuse(Caller caller, HttpServletResponse response, Refusal refusal) throws IOException {
        refusals.record(caller, "call.repeat", "idempotency-key", null, refusal);
        problems.write(response, refusal);
    }

    static boolean isMultipart(HttpServletRequest request) {
        String contentType = request.getContentType();
        return contentType != null
                && contentType.toLowerCase(Locale.ROOT).startsWith(MediaType.MULTIPART_FORM_DATA_VALUE);
    }
}
