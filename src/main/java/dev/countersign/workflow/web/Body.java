package dev.countersign.workflow.web;

import dev.countersign.workflow.WorkflowRule;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A request whose body was read and is handed on exactly as it was read. */
final class Body extends HttpServletRequestWrapper {

    private final byte[] bytes;

    Body(HttpServletRequest request, byte[] bytes) {
        super(request);
        this.bytes = bytes;
    }

    /** What was sent; of what is too long one byte more than may be sent, for {@link #demandWithin}. */
    static byte[] read(HttpServletRequest request, int longest) throws IOException {
        return request.getInputStream().readNBytes(longest + 1);
    }

    /**
     * Belongs inside {@code Refusals.guarding}, so that what was too long is on record.
     *
     * @return the bytes
     * @throws dev.countersign.ledger.RefusedException {@code too-large}
     */
    static byte[] demandWithin(byte[] bytes, int longest) {
        if (bytes.length > longest) {
            throw WorkflowRule.BODY_TOO_LARGE.refuse(longest);
        }
        return bytes;
    }

    @Override
    public ServletInputStream getInputStream() {
        return new Replayed(new ByteArrayInputStream(bytes));
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8));
    }

    private static final class Replayed extends ServletInputStream {

        private final ByteArrayInputStream source;

        Replayed(ByteArrayInputStream source) {
            this.source = source;
        }

        @Override
        public boolean isFinished() {
            return source.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("the body is read already");
        }

        @Override
        public int read() {
            return source.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return source.read(target, offset, length);
        }
    }
}
