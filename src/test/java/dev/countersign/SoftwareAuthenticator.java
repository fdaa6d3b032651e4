package dev.countersign;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A passkey and the browser before it, by the JDK alone: fast, and as dishonest as a test wants it to be. What it makes has the bytes of
 * WebAuthn Level 3; Chromium's own is used where a browser is.
 */
public final class SoftwareAuthenticator {

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair key;
    private final byte[] credentialId = new byte[32];
    private final byte[] prf = new byte[32];
    private String host = "localhost";
    private String origin;
    private boolean verifies = true;
    private String more = ",\"crossOrigin\":false";
    private int counter;

    public SoftwareAuthenticator(String origin) {
        this.origin = origin;
        new SecureRandom().nextBytes(credentialId);
        new SecureRandom().nextBytes(prf);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            key = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** From now on a page of that origin asks. */
    public SoftwareAuthenticator at(String other) {
        origin = other;
        return this;
    }

    /** From now on it believes to be asked by another host. */
    public SoftwareAuthenticator of(String other) {
        host = other;
        return this;
    }

    /** From now on nobody is verified: a finger touched it, whose is unknown. */
    public SoftwareAuthenticator verifyingNobody() {
        verifies = false;
        return this;
    }

    /** From now on it asks for the finger it knows. */
    public SoftwareAuthenticator verifyingThePerson() {
        verifies = true;
        return this;
    }

    /** From now on in the frame of a page of that origin. */
    public SoftwareAuthenticator framedBy(String top) {
        more = ",\"crossOrigin\":true,\"topOrigin\":\"" + top + "\"";
        return this;
    }

    /** From now on in no frame. */
    public SoftwareAuthenticator unframed() {
        more = ",\"crossOrigin\":false";
        return this;
    }

    /** Its next answer counts on from there. */
    public SoftwareAuthenticator countingFrom(int number) {
        counter = number;
        return this;
    }

    /** What its PRF gives over that salt, as a browser hashes it (WebAuthn Level 3, section 10.1.4). */
    public byte[] secret(byte[] salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(prf, "HmacSHA256"));
            byte[] label = "WebAuthn PRF\0".getBytes(StandardCharsets.UTF_8);
            return mac.doFinal(sha256(ByteBuffer.allocate(label.length + salt.length)
                    .put(label)
                    .put(salt)
                    .array()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public byte[] credentialId() {
        return credentialId.clone();
    }

    /** SubjectPublicKeyInfo. */
    public byte[] publicKey() {
        return key.getPublic().getEncoded();
    }

    public String credentialSha256() {
        return java.util.HexFormat.of().formatHex(sha256(credentialId));
    }

    /** What a page sends after making this passkey. */
    public Map<String, String> made(String challenge) {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        byte[] data = data(0x45);
        object.writeBytes(new byte[] {(byte) 0xa3, 0x63, 'f', 'm', 't', 0x64, 'n', 'o', 'n', 'e'});
        object.writeBytes(new byte[] {0x67, 'a', 't', 't', 'S', 't', 'm', 't', (byte) 0xa0});
        object.writeBytes(new byte[] {0x68, 'a', 'u', 't', 'h', 'D', 'a', 't', 'a', 0x58, (byte) data.length});
        object.writeBytes(data);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("attestationObject", BASE64URL.encodeToString(object.toByteArray()));
        fields.put("clientData", BASE64URL.encodeToString(clientData("webauthn.create", challenge)));
        fields.put("transports", "internal");
        return fields;
    }

    /** What a page sends after asking this passkey. */
    public Map<String, String> answer(String challenge) {
        counter++;
        byte[] client = clientData("webauthn.get", challenge);
        byte[] data = data(0x01);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("credentialId", BASE64URL.encodeToString(credentialId));
        fields.put("clientData", BASE64URL.encodeToString(client));
        fields.put("authenticatorData", BASE64URL.encodeToString(data));
        fields.put("signature", BASE64URL.encodeToString(sign(data, sha256(client))));
        return fields;
    }

    /** Fields as a form sends them. */
    public static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private byte[] clientData(String kind, String challenge) {
        return ("{\"type\":\"" + kind + "\",\"challenge\":\"" + challenge + "\",\"origin\":\"" + origin + "\"" + more
                        + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** @param flags without that of a verified person */
    private byte[] data(int flags) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(sha256(host.getBytes(StandardCharsets.UTF_8)));
        data.write((flags & ~0x04) | (verifies ? 0x04 : 0));
        data.writeBytes(ByteBuffer.allocate(4).putInt(counter).array());
        if ((flags & 0x40) != 0) {
            data.writeBytes(new byte[16]);
            data.writeBytes(new byte[] {0, (byte) credentialId.length});
            data.writeBytes(credentialId);
            ECPublicKey point = (ECPublicKey) key.getPublic();
            data.writeBytes(new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20});
            data.writeBytes(coordinate(point.getW().getAffineX().toByteArray()));
            data.writeBytes(new byte[] {0x22, 0x58, 0x20});
            data.writeBytes(coordinate(point.getW().getAffineY().toByteArray()));
        }
        return data.toByteArray();
    }

    private static byte[] coordinate(byte[] number) {
        byte[] fixed = new byte[32];
        int length = Math.min(32, number.length);
        System.arraycopy(number, number.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private byte[] sign(byte[]... parts) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key.getPrivate());
            for (byte[] part : parts) {
                signature.update(part);
            }
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
