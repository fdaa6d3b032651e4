package dev.countersign.signing;

import dev.countersign.TestClock;
import dev.countersign.records.PdfReading;

/** What the product reads PDF with, for tests of other modules that run without the application. */
public final class TestPdfReading {

    private TestPdfReading() {}

    public static PdfReading reading() {
        return new PdfPages(new TestClock(), new PdfWorkers());
    }
}
