package dev.countersign.identity;

import dev.countersign.crypto.TokenPlace;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A PKCS#11 token.
 *
 * @param library the vendor's library; needed where the token keeps the keys
 * @param slot id of the token's slot; else the one at {@code slotListIndex}
 * @param pin of the token's user, from {@code COUNTERSIGN_KEYS_PKCS11_PIN}
 */
record TokenSettings(
        @Nullable Path library,
        @Nullable Long slot,
        @PositiveOrZero @DefaultValue("0") int slotListIndex,
        @DefaultValue("") String pin) {

    static final TokenSettings NONE = new TokenSettings(null, null, 0, "");

    TokenPlace place() {
        if (library == null || pin.isEmpty()) {
            throw new IllegalStateException(
                    "the PKCS#11 token is not described (expected: countersign.keys.pkcs11.library,"
                            + " and the PIN in the environment variable COUNTERSIGN_KEYS_PKCS11_PIN)");
        }
        return new TokenPlace(library, slot == null ? OptionalLong.empty() : OptionalLong.of(slot), slotListIndex);
    }

    @Override
    public String toString() {
        return "token of " + library;
    }
}
