package dev.countersign.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A request whose body ends with a refusal as soon as it is longer than it may be, whatever length it announced. */
final class BoundedRequest extends HttpServletRequestWrapper {

    private final int longest;
    private @Nullable ServletInputStream stream;

    BoundedRequest(HttpServletRequest request, int longest) {
        super(request);
        this.longest = longest;
    }

    /** Reading it ends in a {@link dev.countersign.ledger.RefusedException} {@code too-large}. */
    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (stream == null) {
            stream = new Counted(super.getInputStream(), longest);
        }
        return stream;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private static final class Counted extends ServletInputStream {

        private final ServletInputStream source;
        private final int longest;
        private int count;

        Counted(ServletInputStream source, int longest) {
            this.source = source;
            this.longest = longest;
        }

        @Override
        public int read() throws IOException {
            int one = source.read();
            counted(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = source.read(target, offset, Math.min(length, longest + 1));
            counted(Math.max(read, 0));
            return read;
        }

        private void counted(int bytes) {
            count += bytes;
            if (count > longest) {
                throw BodyLimits.tooLarge(longest);
            }
        }

        @Override
        public boolean isFinished() {
            return source.isFinished();
        }

        @Override
        public boolean isReady() {
            return source.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            source.setReadListener(listener);
        }
    }
}
