package dev.countersign.crypto;

import dev.countersign.crypto.Certificates.Issue;
import dev.countersign.crypto.KeyVault.KeyName;
import dev.countersign.crypto.KeyVault.SecretName;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/** A process that uses a token: SoftHSM reads where its tokens are from the environment. Says a line for each thing it tried. */
final class TokenProgram {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] MESSAGE = {4, 2};
    private static final Instant NOW = Instant.parse("2026-11-22T07:00:00Z");

    private TokenProgram() {}

    /** @param arguments library, folder, then for each opening: PIN, passphrase, whether to make what is missing */
    public static void main(String[] arguments) {
        TokenPlace place = new TokenPlace(Path.of(arguments[0]), OptionalLong.empty(), 0);
        for (int i = 2; i < arguments.length; i += 3) {
            try {
                tell(open(
                        place,
                        Path.of(arguments[1]),
                        arguments[i],
                        arguments[i + 1],
                        Boolean.parseBoolean(arguments[i + 2])));
            } catch (KeysUnavailableException | KeystoreVault.KeystoreRefusedException e) {
                System.out.println("refused " + e.getMessage());
            }
        }
    }

    private static KeyVault open(TokenPlace place, Path folder, String pin, String passphrase, boolean make) {
        return TokenVault.open(
                place, pin.toCharArray(), make, folder, store -> (passphrase + store.code()).toCharArray());
    }

    private static void tell(KeyVault vault) {
        vault.demandShare(2);
        vault.demandAuthority(2);
        Certificate first = Certificate.parse(
                Certificates.issueAuthority(issue("1"), vault.authority(1), message -> vault.certify(1, message)));
        Certificate next = Certificate.parse(Certificates.issueSuccessor(
                issue("2"), vault.authority(2), first, message -> vault.certify(1, message)));
        byte[] list = RevocationList.issue(
                next, true, List.of(), BigInteger.TWO, NOW, NOW.plusSeconds(60), message -> vault.certify(2, message));
        System.out.println("opened "
                + String.join(
                        " ",
                        HEX.formatHex(vault.hmac(SecretName.SHARE, MESSAGE)),
                        HEX.formatHex(vault.hmac(SecretName.PEPPER, MESSAGE)),
                        HEX.formatHex(vault.verifyingKey(KeyName.AUTHORITY).raw()),
                        HEX.formatHex(vault.sign(KeyName.AUTHORITY, MESSAGE)),
                        HEX.formatHex(vault.verifyingKey(KeyName.LOG).raw()),
                        HEX.formatHex(vault.sign(KeyName.LOG, MESSAGE)),
                        HEX.formatHex(vault.sealKey()),
                        HEX.formatHex(vault.seal(MESSAGE)),
                        HEX.formatHex(vault.share(2, MESSAGE)),
                        HEX.formatHex(vault.authority(2).raw()),
                        HEX.formatHex(first.der()),
                        HEX.formatHex(next.der()),
                        HEX.formatHex(list)));
    }

    private static Issue issue(String generation) {
        return new Issue(
                "Certificate authority " + generation,
                null,
                "Tests",
                new BigInteger(generation),
                NOW,
                Duration.ofDays(1));
    }
}
