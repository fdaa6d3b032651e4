package dev.countersign.passkeys;

import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a passkey is asked for: browsers bind one to a host name, not to a port, so that one passkey serves the main and the signing origin.
 *
 * @param host what WebAuthn calls the RP ID
 * @param origins that may ask
 * @param framedBy the origin whose page may show the asking one in a frame; null where no frame asks
 */
public record Site(
        String host, Set<String> origins, @Nullable String framedBy) {

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*[:\\[].*");

    /** A site of pages that are not framed. */
    public static Site of(String origin, String... more) {
        Set<String> origins = new TreeSet<>(Set.of(more));
        origins.add(origin);
        return new Site(hostOf(origin), Set.copyOf(origins), null);
    }

    /** The same where a page of that origin may show it in a frame. */
    public Site framedBy(String origin) {
        return new Site(host, origins, origin);
    }

    /** Whether passkeys work here: browsers have none for network addresses. */
    public boolean isNamed() {
        return !host.isEmpty() && !ADDRESS.matcher(host).matches();
    }

    private static String hostOf(String origin) {
        String host = URI.create(origin).getHost();
        return host == null ? "" : host;
    }
}
