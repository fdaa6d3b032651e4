package dev.countersign.risk;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Network addresses that a setting names: single ones, or networks as CIDR (RFC 4632, 4291). Names are never looked up. */
public final class SourceAddresses {

    private static final Pattern NETWORK =
            Pattern.compile("((?:[0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)(?:/([0-9]{1,3}))?");

    private SourceAddresses() {}

    /** Whether it is an address or a network. */
    public static boolean isSource(String text) {
        return parse(text) != null;
    }

    /** @param sources any address, if empty */
    public static boolean allow(List<String> sources, String address) {
        if (sources.isEmpty()) {
            return true;
        }
        @Nullable Network caller = parse(address.replaceFirst("%.*", ""));
        return caller != null
                && sources.stream()
                        .map(SourceAddresses::parse)
                        .anyMatch(network -> network != null && network.contains(caller.address()));
    }

    /** Whether every address of the other network is in this one. */
    static boolean covers(String network, String other) {
        @Nullable Network whole = parse(network);
        @Nullable Network part = parse(other);
        return whole != null && part != null && part.prefix() >= whole.prefix() && whole.contains(part.address());
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Network(byte[] address, int prefix) {

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit++) {
                int mask = 0x80 >> (bit & 7);
                if ((address[bit >> 3] & mask) != (other[bit >> 3] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static @Nullable Network parse(String text) {
        Matcher matcher = NETWORK.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        try {
            // a literal by the pattern; an IPv4 address written as IPv6 comes out as what it is
            byte[] address = InetAddress.getByName(matcher.group(1)).getAddress();
            int bits = address.length * 8;
            int prefix = matcher.group(2) == null ? bits : Integer.parseInt(matcher.group(2));
            return prefix <= bits ? new Network(address, prefix) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
