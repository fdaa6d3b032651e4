package dev.countersign.web;

import dev.countersign.records.NewVersion;
import dev.countersign.records.NewVersion.NewAttachment;
import dev.countersign.records.RecordBody;
import dev.countersign.records.Submission;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives a controller what was sent as a new version, from raw bytes: Spring's lenient JSON reading never sees it. */
@Component
class SubmissionArgument implements HandlerMethodArgumentResolver {

    private static final String RECORD = "record";
    private final EdgeSettings settings;

    SubmissionArgument(EdgeSettings settings) {
        this.settings = settings;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Submission.class;
    }

    @Override
    public Submission resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest servletRequest =
                Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class), "a servlet request");
        return () -> read(servletRequest);
    }

    private NewVersion read(HttpServletRequest request) {
        String contentType = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        try {
            if (contentType.startsWith(MediaType.MULTIPART_FORM_DATA_VALUE)) {
                return multipart(request);
            }
            if (contentType.startsWith(MediaType.APPLICATION_JSON_VALUE)) {
                return RecordBody.read(bounded(request.getInputStream()), List.of());
            }
        } catch (IllegalStateException e) {
            // how the servlet container says that a part or the whole is over its limit
            throw WebRefusal.BODY_TOO_LARGE.refuse("The upload, or one of its files, is larger than is accepted.");
        } catch (IOException | ServletException e) {
            throw WebRefusal.BODY_UNREADABLE.refuse("The body cannot be read.");
        }
        throw WebRefusal.MEDIA_TYPE.refuse(
                "A record comes as application/json, or as multipart/form-data with a part" + " `record` and files.");
    }

    private NewVersion multipart(HttpServletRequest request) throws IOException, ServletException {
        byte[] document = null;
        List<NewAttachment> files = new ArrayList<>();
        for (Part part : request.getParts()) {
            if (RECORD.equals(part.getName())) {
                if (document != null) {
                    throw WebRefusal.BODY_UNREADABLE.refuse(
                            "The multipart body has more than one part named `record`.");
                }
                document = bounded(part.getInputStream());
            } else if (part.getSubmittedFileName() != null) {
                files.add(attachment(part));
            } else {
                throw WebRefusal.BODY_UNREADABLE.refuse(
                        "Every part but `record` is a file with a name; one of them has none.");
            }
        }
        if (document == null) {
            throw WebRefusal.BODY_UNREADABLE.refuse("The multipart body has no part named `record`.");
        }
        return RecordBody.read(document, files);
    }

    private static NewAttachment attachment(Part part) throws IOException {
        String declared = part.getContentType();
        try (InputStream in = part.getInputStream()) {
            return new NewAttachment(
                    String.valueOf(part.getSubmittedFileName()),
                    declared == null ? MediaType.APPLICATION_OCTET_STREAM_VALUE : declared,
                    in.readAllBytes());
        }
    }

    private byte[] bounded(InputStream in) throws IOException {
        int limit = Math.toIntExact(settings.maxJsonBody().toBytes());
        byte[] bytes = in.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw WebRefusal.BODY_TOO_LARGE.refuse(
                    "The JSON has more than %d bytes; send larger attachments as multipart/form-data."
                            .formatted(limit));
        }
        return bytes;
    }
}
