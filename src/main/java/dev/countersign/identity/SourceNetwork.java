package dev.countersign.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** What counts as one source: an IPv4 address, or the /64 that one subscriber of IPv6 has. */
public final class SourceNetwork {

    private static final int SUBSCRIBER_BYTES = 8;

    private SourceNetwork() {}

    /** @param address as the container gives it, a literal: nothing is looked up */
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length > SUBSCRIBER_BYTES
                    ? HexFormat.of().formatHex(Arrays.copyOf(bytes, SUBSCRIBER_BYTES))
                    : address;
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
