package dev.countersign.records;

import java.util.Optional;

/** What a PDF is to people who read it. Asked here, answered by the module that owns the PDF library. */
public interface PdfReading {

    /** What was found, within limits of time and memory. Never throws. */
    Found read(byte[] pdf);

    /** What its pages say, within limits of time and memory; at most so many characters. Empty if it could not be read. Never throws. */
    Optional<String> text(byte[] pdf, int most);

    /** How a file turned out. */
    enum Found {
        /** It has a first page, no encryption, and does nothing by itself. */
        READABLE,
        /** It opens for nobody, or not without a password. */
        UNREADABLE,
        /** It has a program, or an action that starts, sends or fetches something, or a form that is a program (XFA). */
        ACTIVE
    }
}
