package dev.countersign.workspace.web;

import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.workspace.SavedSearches;
import dev.countersign.workspace.SavedSearches.Saved;
import dev.countersign.workspace.SavedSearches.Wanted;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Searches that a person keeps under a name (REC-07). */
@RestController
@RequestMapping("/api/searches")
@Tag(name = "Searches", description = "Searches among the records that people keep, each for themself")
class SearchesController {

    private final SavedSearches searches;
    private final Refusals refusals;

    SearchesController(SavedSearches searches, Refusals refusals) {
        this.searches = searches;
        this.refusals = refusals;
    }

    record SearchView(
            UUID searchId,
            String name,
            @Nullable String type,
            @Nullable String status,
            @Nullable String q,
            String savedAt) {

        static SearchView of(Saved saved) {
            return new SearchView(
                    saved.searchId(),
                    saved.name(),
                    saved.type(),
                    saved.status(),
                    saved.words(),
                    UtcTime.write(saved.savedAt()));
        }
    }

    record SearchList(List<SearchView> items) {}

    @GetMapping
    @Operation(summary = "Your saved searches", description = "By name; at most 50.")
    SearchList list(Caller caller) {
        return new SearchList(searches.of(caller).stream().map(SearchView::of).toList());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Save a search",
            description =
                    "Body `{name, type?, status?, q?, replace?}`, with at least one of type, status and q as `GET /api/records` takes them. 409"
                            + " `name-taken` unless `replace` is true, `too-many-searches`; 422 `invalid-parameter`.")
    SearchView save(Caller caller, @RequestBody(required = false) byte @Nullable [] body) {
        return refusals.guarding(
                caller,
                "search.save",
                "person:" + caller.actorId(),
                () -> SearchView.of(
                        searches.save(caller, Wanted.read(CanonicalJson.parse(body == null ? new byte[0] : body)))));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a saved search", description = "404 `search-not-found`, also for other people's.")
    void delete(Caller caller, @PathVariable UUID id) {
        refusals.guarding(caller, "search.delete", "person:" + caller.actorId(), () -> {
            searches.delete(caller, id);
            return true;
        });
    }
}
