package dev.countersign.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's keys in a PKCS#11 token: SoftHSM2, as Debian packages it. */
@Requirement("KEY-06")
class TokenVaultTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] MESSAGE = {4, 2};
    private static final String PIN = "0246813579";

    @TempDir
    Path folder;

    @Test
    void shareAndSealStayInTheTokenAndAuthorityAndLogOpenWithTokenAndPassphraseAlone() throws Exception {
        initialise();
        Path keys = Files.createDirectory(folder.resolve("keys"));

        List<String> said = program(
                keys,
                "9999999999",
                "right ",
                "true",
                PIN,
                "right ",
                "false",
                PIN,
                "right ",
                "true",
                PIN,
                "right ",
                "false",
                PIN,
                "other ",
                "false");

        assertThat(said).hasSize(5);
        assertThat(said.get(0)).startsWith("refused").contains("PIN").doesNotContain("9999999999");
        assertThat(said.get(1)).startsWith("refused").contains("has no key countersign-pepper");
        String[] first = said.get(2).split(" ");
        String[] again = said.get(3).split(" ");
        for (int i = 0; i < 8; i++) {
            // ECDSA is not deterministic
            assertThat(again[i]).isEqualTo(first[i]);
        }
        assertThat(first[1]).isNotEqualTo(first[2]).isNotEqualTo(first[9]);
        assertThat(again[9]).as("the second generation of the share").isEqualTo(first[9]);
        verifiesEd25519(first[3], first[4]);
        verifiesEd25519(first[5], first[6]);
        Signature seal = Signature.getInstance("SHA256withECDSA");
        seal.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(HEX.parseHex(first[7]))));
        seal.update(MESSAGE);
        assertThat(seal.verify(HEX.parseHex(again[8]))).isTrue();
        renewedWithToken(first, again);
        assertThat(said.get(4)).startsWith("refused").contains("authority.p12");
        for (String file : new String[] {"authority", "authority-2", "log"}) {
            for (KeystoreVault.Store store : KeystoreVault.Store.values()) {
                assertThatThrownBy(() -> new KeystoreFile(
                                        keys.resolve(file + ".p12"), ("right " + store.code()).toCharArray())
                                .readOrMake(fresh -> {}))
                        .as("the file and its passphrase, without the token")
                        .isInstanceOf(KeystoreVault.KeystoreRefusedException.class);
            }
        }
        assertThat(Files.exists(keys.resolve("share.p12"))).isFalse();
        assertThat(said.toString()).doesNotContain(PIN);
    }

    /** The next authority is another key, the same at the next start, certified by the first; the list is its own. */
    private static void renewedWithToken(String[] one, String[] again) {
        assertThat(again[10]).isEqualTo(one[10]).isNotEqualTo(one[3]);
        Certificate first = Certificate.parse(HEX.parseHex(one[11]));
        Certificate next = Certificate.parse(HEX.parseHex(one[12]));
        assertThat(HEX.formatHex(next.key().raw())).isEqualTo(one[10]);
        assertThat(next.isAuthority()).isTrue();
        assertThat(next.isIssuedBy(first)).isTrue();
        RevocationList list = RevocationList.parse(HEX.parseHex(again[13]));
        assertThat(list.isSignedBy(next)).isTrue();
        assertThat(list.isSignedBy(first)).isFalse();
    }

    private static void verifiesEd25519(String key, String signature) {
        assertThat(VerifyingKey.ofRaw(HEX.parseHex(key)).verifies(MESSAGE, HEX.parseHex(signature)))
                .isTrue();
    }

    private void initialise() throws Exception {
        Path tokens = Files.createDirectory(folder.resolve("tokens"));
        Files.writeString(
                folder.resolve("softhsm2.conf"),
                "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        run("softhsm2-util", "--init-token", "--free", "--label", "tests", "--so-pin", "97531864", "--pin", PIN);
    }

    private List<String> program(Path keys, String... openings) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TokenProgram.class.getName(),
                library().toString(),
                keys.toString()));
        command.addAll(List.of(openings));
        return run(command.toArray(String[]::new));
    }

    /** Where Debian puts it, on any machine. */
    private static Path library() {
        return Stream.of(
                        "/usr/lib/softhsm/libsofthsm2.so",
                        "/usr/lib64/softhsm/libsofthsm2.so",
                        "/usr/lib/" + architecture() + "-linux-gnu/softhsm/libsofthsm2.so")
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no libsofthsm2.so: install the package softhsm2"));
    }

    private static String architecture() {
        return Map.of("amd64", "x86_64").getOrDefault(System.getProperty("os.arch"), System.getProperty("os.arch"));
    }

    private List<String> run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().toList();
    }
}
