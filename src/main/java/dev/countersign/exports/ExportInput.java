package dev.countersign.exports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.ledger.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What somebody typed or sent that is to be exported: members that there are not are refused, so that none is overlooked. */
public final class ExportInput {

    private static final Set<String> TEXTS = Set.of("type", "status", "q");
    private static final String CONTENTS = "contents";

    private ExportInput() {}

    /** @throws RefusedException {@code invalid-parameter} */
    public static ExportAsked read(JsonNode tree) {
        if (!tree.isObject()) {
            throw ExportRefusal.badParameter("body", "An object is required.");
        }
        Iterator<Map.Entry<String, JsonNode>> members = tree.fields();
        while (members.hasNext()) {
            Map.Entry<String, JsonNode> member = members.next();
            demand(member.getKey(), member.getValue());
        }
        return new ExportAsked(text(tree, "type"), text(tree, "status"), text(tree, "q"), parts(tree.path(CONTENTS)));
    }

    /** Of the codes that were ticked. */
    public static Set<ExportPart> parts(Collection<String> codes) {
        Set<ExportPart> parts = EnumSet.noneOf(ExportPart.class);
        for (String code : codes) {
            parts.add(ExportPart.ofCode(code)
                    .orElseThrow(() -> ExportRefusal.badParameter(CONTENTS, "Name copy, evidence or both.")));
        }
        return parts;
    }

    private static void demand(String name, JsonNode value) {
        boolean known = TEXTS.contains(name) ? value.isTextual() || value.isNull() : CONTENTS.equals(name);
        if (!known) {
            throw ExportRefusal.badParameter(
                    name.length() > 40 ? name.substring(0, 40) + "…" : name,
                    TEXTS.contains(name) ? "A text is required." : "This member is not accepted.");
        }
    }

    private static Set<ExportPart> parts(JsonNode contents) {
        if (!contents.isArray()) {
            throw ExportRefusal.badParameter(CONTENTS, "A list is required: copy, evidence or both.");
        }
        List<String> codes = new ArrayList<>();
        contents.forEach(code -> codes.add(code.asText()));
        return parts(codes);
    }

    private static @Nullable String text(JsonNode tree, String name) {
        return tree.path(name).isTextual() ? tree.path(name).textValue() : null;
    }
}
