package dev.countersign.operations;

import dev.countersign.evidence.LogVerification;
import java.io.PrintWriter;

/** How far a verification is: a bar that moves on a terminal, else a line for each tenth. */
final class ProgressLine implements LogVerification.Progress, AutoCloseable {

    private static final int WIDTH = 40;
    private static final int TENTHS = 10;

    private final PrintWriter out;
    private final boolean terminal;
    private String told = "";
    private boolean moved;

    ProgressLine(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void at(String part, long done, long total) {
        double share = total <= 0 ? 1 : Math.min(1.0, (double) done / total);
        int steps = (int) (share * (terminal ? WIDTH : TENTHS));
        String now = part + " " + steps;
        if (now.equals(told)) {
            return;
        }
        told = now;
        if (terminal) {
            out.print("\r" + "█".repeat(steps) + "░".repeat(WIDTH - steps) + " " + part + " " + done + " of " + total
                    + "  ");
            moved = true;
        } else {
            out.println(part + ": " + done + " of " + total);
        }
        out.flush();
    }

    @Override
    public void close() {
        if (moved) {
            out.println();
            out.flush();
        }
    }
}
