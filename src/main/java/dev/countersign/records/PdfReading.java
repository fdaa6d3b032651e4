package dev.countersign.records;

/** Whether people can read a PDF. Asked here, answered by the module that owns the PDF library. */
public interface PdfReading {

    /** Whether it has a first page and no encryption, found within limits of time and memory. Never throws. */
    boolean isReadable(byte[] pdf);
}
