package dev.countersign.workflow.web;

import dev.countersign.models.ArrivingSet;
import dev.countersign.models.ModelSet;
import dev.countersign.workflow.WorkflowRule;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadBase.FileUploadIOException;
import org.apache.commons.fileupload.FileUploadBase.SizeLimitExceededException;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.InvalidFileNameException;
import org.apache.commons.fileupload.UploadContext;
import org.jspecify.annotations.Nullable;

/**
 * The files of a multipart body that was sent to the engine's interface, read with the library that the interface itself brings,
 * in memory and within bounds: the container reads parts for our own controllers alone.
 */
final class SentFiles {

    /** Room for the names and boundaries around the files. */
    private static final int LONGEST_BODY = ModelSet.LONGEST_SENT + 64 * 1024;

    /** Of a part: a file's name in any script, and what a program may say of it beside. */
    private static final int LONGEST_HEADER = 8 * 1024;

    /** More than the resources a set may have and the fields of the engine's form. */
    private static final int MOST_PARTS = 60;

    private SentFiles() {}

    static boolean areIn(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.regionMatches(true, 0, "multipart/form-data", 0, "multipart/form-data".length());
    }

    /**
     * The files by their names in a set, as the check at {@code /api/models/check} names them.
     *
     * @throws dev.countersign.ledger.RefusedException {@code too-large}, {@code invalid-request}
     */
    static Map<String, byte[]> of(HttpServletRequest request) {
        try {
            return read(request);
        } catch (SizeLimitExceededException e) {
            throw WorkflowRule.BODY_TOO_LARGE.refuse(LONGEST_BODY);
        } catch (FileUploadIOException e) {
            throw e.getCause() instanceof SizeLimitExceededException
                    ? WorkflowRule.BODY_TOO_LARGE.refuse(LONGEST_BODY)
                    : unreadable();
        } catch (FileUploadException | IOException | InvalidFileNameException e) {
            throw unreadable();
        }
    }

    private static Map<String, byte[]> read(HttpServletRequest request) throws FileUploadException, IOException {
        FileUpload upload = new FileUpload();
        upload.setSizeMax(LONGEST_BODY);
        upload.setPartHeaderSizeMax(LONGEST_HEADER);
        upload.setHeaderEncoding("UTF-8");
        FileItemIterator parts = upload.getItemIterator(new Sent(request));
        ArrivingSet set = new ArrivingSet();
        for (int count = 1; parts.hasNext(); count++) {
            if (count > MOST_PARTS) {
                throw WorkflowRule.BAD_REQUEST.refuse("it has more than " + MOST_PARTS + " parts");
            }
            FileItemStream part = parts.next();
            if (part.isFormField() || part.getName().isEmpty()) {
                continue;
            }
            try (InputStream content = part.openStream()) {
                if (!set.add(part.getName(), content)) {
                    throw WorkflowRule.BAD_REQUEST.refuse(
                            "there are two files of the name " + ModelSet.nameOf(part.getName()));
                }
            }
        }
        return set.files();
    }

    private static RuntimeException unreadable() {
        return WorkflowRule.BAD_REQUEST.refuse("its multipart body cannot be read");
    }

    private record Sent(HttpServletRequest request) implements UploadContext {

        @Override
        public @Nullable String getCharacterEncoding() {
            return request.getCharacterEncoding();
        }

        @Override
        @SuppressWarnings("deprecation") // demanded by the interface; contentLength() is what is asked
        public int getContentLength() {
            return request.getContentLength();
        }

        @Override
        public long contentLength() {
            return request.getContentLengthLong();
        }

        @Override
        public @Nullable String getContentType() {
            return request.getContentType();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return request.getInputStream();
        }
    }
}
