package dev.countersign.ledger;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The end of a tile's address, {@code <N>[.p/<W>]}, as C2SP tlog-tiles writes it: the number in groups of three digits, all but the last
 * with an x before it.
 *
 * @param index number of the tile within its level
 * @param width 256 for a full tile
 */
public record TilePath(long index, int width) {

    private static final Pattern FORM =
            Pattern.compile("((?:x\\d{3}/){0,5}\\d{3})(?:\\.p/([1-9]\\d{0,2}))?", Pattern.DOTALL);

    /** Reads one; empty if it is written in any other way than the one. */
    public static Optional<TilePath> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        long index = Long.parseLong(form.group(1).replaceAll("[x/]", ""));
        int width = form.group(2) == null ? Tiles.WIDTH : Integer.parseInt(form.group(2));
        TilePath path = new TilePath(index, width);
        return width <= Tiles.WIDTH && path.toString().equals(text) ? Optional.of(path) : Optional.empty();
    }

    @Override
    public String toString() {
        String last = "%03d".formatted(index % 1000);
        StringBuilder path = new StringBuilder(last);
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            path.insert(0, "x%03d/".formatted(rest % 1000));
        }
        return width == Tiles.WIDTH ? path.toString() : path + ".p/" + width;
    }
}
