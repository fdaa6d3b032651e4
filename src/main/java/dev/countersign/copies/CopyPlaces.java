package dev.countersign.copies;

import dev.countersign.bucket.LockedBucket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The places that are configured to take copies of what is stored (WRM-04): whoever compares them with the store reads them there. */
public final class CopyPlaces {

    private final List<CopyDestination> destinations;
    private final @Nullable Path folder;
    private final @Nullable LockedBucket bucket;

    CopyPlaces(List<CopyDestination> destinations, @Nullable Path folder, @Nullable LockedBucket bucket) {
        this.destinations = destinations;
        this.folder = folder;
        this.bucket = bucket;
    }

    List<CopyDestination> destinations() {
        return destinations;
    }

    /** The folder that holds copies, of this and perhaps of other installations. */
    public Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    /** The bucket that holds copies, of this and perhaps of other installations. */
    public Optional<LockedBucket> bucket() {
        return Optional.ofNullable(bucket);
    }
}
