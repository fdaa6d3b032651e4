package dev.countersign.identity;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail address as it is taken: {@code local@domain} of RFC 5321 in its plain form, in ASCII, without quotes, routes, comments and lists.
 * A message is addressed with it as it is, so nothing in it can begin a header, a second recipient or an option of a program.
 */
final class MailAddress {

    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;
    private static final Pattern LOCAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_+'-]*(\\.[A-Za-z0-9_+'-]+)*");
    private static final Pattern DOMAIN = Pattern.compile(
            "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    private MailAddress() {}

    /**
     * @param typed spaces around it are not part of it; nothing or null for none
     * @throws dev.countersign.ledger.RefusedException {@code mail-address-refused}
     */
    static Optional<String> read(String userId, @Nullable String typed) {
        String address = typed == null ? "" : typed.strip();
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int at = address.lastIndexOf('@');
        boolean fit = at > 0
                && address.length() <= LONGEST
                && at <= LONGEST_LOCAL
                && LOCAL.matcher(address.substring(0, at)).matches()
                && DOMAIN.matcher(address.substring(at + 1)).matches();
        if (!fit) {
            throw IdentityRefusal.MAIL_ADDRESS_REFUSED.thrown(userId);
        }
        return Optional.of(address);
    }
}
