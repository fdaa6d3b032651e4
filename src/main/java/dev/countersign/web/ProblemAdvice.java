package dev.countersign.web;

import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.crypto.KeysUnavailableException;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.RecordAltered;
import dev.countersign.records.RecordAlteredException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Turns what a controller throws into a problem detail. A refusal says rule and remedy; what nobody foresaw says an incident id
 * that is in the log, and nothing else.
 */
@RestControllerAdvice
@Order(0)
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final Ledger ledger;
    private final Identifiers identifiers;

    ProblemAdvice(Ledger ledger, Identifiers identifiers) {
        this.ledger = ledger;
        this.identifiers = identifiers;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(RefusedException e, HttpServletResponse response) {
        RetryAfter.tell(e.refusal(), response);
        return answer(Problems.of(e.refusal()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(JsonRefusedException e) {
        return answer(Problems.of(Refusal.ofJson(e)));
    }

    /** Broken trust (WRM-03): on record as an exception, and said as such. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> altered(RecordAlteredException e) {
        LOG.error("integrity failure: {}", e.getMessage());
        ledger.appendAlone(Caller.system("web"), new RecordAltered(e));
        return answer(Problems.of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "integrity-failure",
                "What is stored of version %d of record %s is not what was hashed. It is not shown. Tell quality assurance."
                        .formatted(e.version(), e.recordId())));
    }

    /** The token or key service of the server: its administrators read what is wrong with it, callers that it is. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> keysUnavailable(KeysUnavailableException e) {
        LOG.error("the server's keys: {}", e.getMessage());
        return answer(
                Problems.of(WebRefusal.KEYS_UNAVAILABLE.because("The server's own keys cannot be used at the moment, so"
                        + " that nobody can sign in or sign. Nothing was signed; try again with the next code, and tell the IT administrator if it"
                        + " lasts.")));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> mismatch(MethodArgumentTypeMismatchException e) {
        boolean path = e.getParameter().hasParameterAnnotation(PathVariable.class);
        Refusal refusal = path
                ? WebRefusal.NOT_FOUND.because("There is nothing with that " + e.getName() + ".")
                : WebRefusal.PARAMETER.because("The parameter " + e.getName() + " cannot be read as what it must be.");
        return answer(Problems.of(refusal));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> multipart(MultipartException e) {
        return answer(Problems.of(WebRefusal.BODY_UNREADABLE.because("The multipart body cannot be read.")));
    }

    /** Left to the security chain, which answers it. */
    @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
    void security(RuntimeException e) {
        throw e;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unforeseen(Exception e, HttpServletRequest request) {
        String incident = identifiers.next().toString();
        // the path only: a query string or a body could hold what must not be in a log
        LOG.error("incident {} at {} {}", incident, request.getMethod(), request.getRequestURI(), e);
        ProblemDetail problem = Problems.of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal-error",
                "Something went wrong that nobody foresaw; nothing was changed. Report incident " + incident + ".");
        problem.setProperty("incident", incident);
        return answer(problem);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(
                Problems.of(WebRefusal.BODY_UNREADABLE.because("The body is missing or is not what this call takes.")),
                headers);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMaxUploadSizeExceededException(
            MaxUploadSizeExceededException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(
                Problems.of(WebRefusal.BODY_TOO_LARGE.because("The upload is larger than is accepted.")), headers);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (status.is5xxServerError() && request instanceof ServletWebRequest servlet) {
            ResponseEntity<ProblemDetail> answer = unforeseen(e, servlet.getRequest());
            return new ResponseEntity<>(answer.getBody(), answer.getHeaders(), answer.getStatusCode());
        }
        return answer(Problems.of(status, code(e, status), detail(e)), headers);
    }

    private static String code(Exception e, HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> "not-found";
            case 405 -> "method-not-allowed";
            case 406 -> "not-acceptable";
            case 413 -> "too-large";
            case 415 -> "unsupported-media-type";
            default -> e instanceof MissingRequestValueException ? "missing-parameter" : "invalid-request";
        };
    }

    // Spring's own sentences, but for those that could repeat what the caller sent.
    private static String detail(Exception e) {
        if (e instanceof HttpMediaTypeNotSupportedException media) {
            return "This media type is not accepted here (accepted: " + media.getSupportedMediaTypes() + ").";
        }
        if (e instanceof HttpMediaTypeNotAcceptableException) {
            return "None of the media types asked for can be given.";
        }
        return e instanceof org.springframework.web.ErrorResponse response
                        && response.getBody().getDetail() != null
                ? String.valueOf(response.getBody().getDetail())
                : "The request cannot be understood.";
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static ResponseEntity<Object> answer(ProblemDetail problem, HttpHeaders headers) {
        HttpHeaders all = new HttpHeaders();
        all.putAll(headers);
        all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return new ResponseEntity<>(problem, all, HttpStatusCode.valueOf(problem.getStatus()));
    }
}
