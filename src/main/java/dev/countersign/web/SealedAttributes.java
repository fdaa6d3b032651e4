package dev.countersign.web;

import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.SecretName;
import dev.countersign.crypto.Parts;
import dev.countersign.crypto.SecretBox;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.stereotype.Component;

/**
 * What a session holds, as the database keeps it (T24). Bytes are sealed under a key of the keystore, so that nothing is deserialised that
 * this server did not write; and of what it wrote, only the types named here.
 */
@Component
class SealedAttributes {

    private static final ObjectInputFilter ALLOWED = ObjectInputFilter.Config.createFilter(String.join(
            ";",
            "maxbytes=1000000;maxdepth=20;maxrefs=5000;maxarray=10000",
            "dev.countersign.**",
            "java.lang.Boolean;java.lang.Enum;java.lang.Integer;java.lang.Long;java.lang.Number;java.lang.Object;java.lang.Record",
            "java.lang.String;java.time.Instant;java.time.Ser;java.time.ZoneId;java.time.ZoneOffset;java.time.ZoneRegion;java.util.UUID",
            "java.util.ArrayList;java.util.LinkedList;java.util.HashMap;java.util.LinkedHashMap;java.util.Map$Entry;java.util.CollSer",
            "java.util.HashSet;java.util.LinkedHashSet;java.util.TreeMap;java.util.TreeSet",
            "java.util.ImmutableCollections$*;java.util.RegularEnumSet;java.util.EnumSet;java.util.EnumSet$SerializationProxy;java.util.concurrent.CopyOnWriteArrayList",
            "java.util.Collections$UnmodifiableCollection;java.util.Collections$UnmodifiableList",
            "java.util.Collections$UnmodifiableRandomAccessList",
            "org.springframework.security.authentication.AbstractAuthenticationToken",
            "org.springframework.security.core.authority.SimpleGrantedAuthority",
            "org.springframework.security.core.context.SecurityContextImpl",
            "org.springframework.security.web.csrf.DefaultCsrfToken",
            "org.springframework.util.LinkedMultiValueMap;org.springframework.util.MultiValueMapAdapter",
            "org.springframework.web.servlet.FlashMap",
            "!*"));

    private static final byte[] BELONGS_TO = Parts.of("session-attribute/v1");

    private final KeyVault vault;
    private volatile byte @Nullable [] key;

    SealedAttributes(KeyVault vault) {
        this.vault = vault;
    }

    /** Asked once: the vault may be a device or far away, and a request has several attributes. */
    private byte[] key() {
        byte[] known = key;
        if (known == null) {
            known = vault.hmac(SecretName.PEPPER, Parts.of("session-attributes/v1"));
            key = known;
        }
        return known;
    }

    ConversionService conversion() {
        GenericConversionService conversion = new GenericConversionService();
        conversion.addConverter(Object.class, byte[].class, this::seal);
        conversion.addConverter(byte[].class, Object.class, this::open);
        return conversion;
    }

    /** @throws UncheckedIOException if the value holds a type that is not named here */
    byte[] seal(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
            stream.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException("what is kept in a session is serialisable: " + value.getClass(), e);
        }
        byte[] plain = bytes.toByteArray();
        try {
            // a type that is not on the list is found by whoever keeps it, and not by the request that misses it
            read(plain);
            return SecretBox.seal(key(), BELONGS_TO, plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * @throws SecretBox.BoxRefusedException if this server did not write the bytes
     * @throws UncheckedIOException if they hold a type that is not named here
     */
    Object open(byte[] sealed) {
        byte[] plain = SecretBox.open(key(), BELONGS_TO, sealed);
        try {
            return read(plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static Object read(byte[] plain) {
        try (ObjectInputStream stream = new ObjectInputStream(new ByteArrayInputStream(plain))) {
            stream.setObjectInputFilter(ALLOWED);
            return stream.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
