package dev.countersign.evidence;

import dev.countersign.signing.PrintedPages;
import dev.countersign.worm.WormStore;
import org.springframework.stereotype.Component;

/** The installation's seal for what others print of the store (CPY-04): the same key and certificate as of sealed copies. */
@Component
public class Seals {

    private final CopySeal seal;
    private final WormStore worm;

    Seals(CopySeal seal, WormStore worm) {
        this.seal = seal;
        this.worm = worm;
    }

    /**
     * The finished document (PDF/A-3u), sealed; nothing can be printed onto these pages afterwards.
     *
     * @throws dev.countersign.crypto.KeysUnavailableException if the key cannot be used now
     */
    public byte[] close(PrintedPages pages, String title) {
        return pages.finish(title, seal.holder(), worm.now(), seal::over);
    }
}
