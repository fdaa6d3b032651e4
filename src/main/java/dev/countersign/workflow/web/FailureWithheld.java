package dev.countersign.workflow.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** An answer that goes out as it is written, unless its status says that it failed: then its body goes nowhere. */
final class FailureWithheld extends HttpServletResponseWrapper {

    FailureWithheld(HttpServletResponse response) {
        super(response);
    }

    boolean isFailure() {
        return getStatus() >= HttpServletResponse.SC_BAD_REQUEST;
    }

    @Override
    public void sendError(int status) {
        setStatus(status);
    }

    @Override
    public void sendError(int status, String message) {
        setStatus(status);
    }

    @Override
    public void flushBuffer() throws IOException {
        if (!isFailure()) {
            super.flushBuffer();
        }
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        return isFailure() ? new PrintWriter(Writer.nullWriter()) : super.getWriter();
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return isFailure() ? new Nowhere() : super.getOutputStream();
    }

    private static final class Nowhere extends ServletOutputStream {

        @Override
        public void write(int one) {
            // withheld
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            // withheld
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException("answers are written synchronously here");
        }
    }
}
