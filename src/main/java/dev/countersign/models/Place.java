package dev.countersign.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a token is, and what has happened by then.
 *
 * @param frame the calls it is in; null in the process that was started
 */
record Place(@Nullable Frame frame, FlowNode node, Progress progress) {

    /** A call that has not returned. */
    record Frame(@Nullable Frame parent, FlowNode call) {}

    Place at(FlowNode other, Progress then) {
        return new Place(frame, other, then);
    }

    /** Ids from the start to here; of a long path its beginning and its end. */
    static String path(List<Place> places) {
        List<String> ids = new ArrayList<>();
        for (Place place : places) {
            ids.add(SecureXml.shortened(place.node().id()));
        }
        Collections.reverse(ids);
        if (ids.size() > 30) {
            return String.join(" → ", ids.subList(0, 14)) + " → … → "
                    + String.join(" → ", ids.subList(ids.size() - 14, ids.size()));
        }
        return String.join(" → ", ids);
    }
}
