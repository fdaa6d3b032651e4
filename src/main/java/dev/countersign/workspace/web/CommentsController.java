package dev.countersign.workspace.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.records.Comments.Comment;
import dev.countersign.workspace.CommentsOnRecords;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Comments for programs (WFL-04). */
@RestController
@RequestMapping("/api/records/{id}")
@Tag(name = "Records")
class CommentsController {

    private final CommentsOnRecords comments;
    private final Refusals refusals;

    CommentsController(CommentsOnRecords comments, Refusals refusals) {
        this.comments = comments;
        this.refusals = refusals;
    }

    /** @param text null if what is stored is not what was written */
    record CommentView(
            UUID commentId,
            int version,
            String author,
            String printedName,
            @Nullable String text,
            String createdAt) {

        static CommentView of(Comment comment) {
            return new CommentView(
                    comment.commentId(),
                    comment.version(),
                    comment.authorId(),
                    comment.printedName(),
                    comment.text(),
                    UtcTime.write(comment.createdAt()));
        }
    }

    record CommentViews(List<CommentView> items) {}

    @GetMapping("/comments")
    @Operation(
            summary = "Comments on a record",
            description = "Of all versions, oldest first. `text` is null where what is stored is not what was written.")
    CommentViews all(Caller caller, @PathVariable UUID id) {
        return refusals.guarding(
                caller,
                "record.show",
                "record:" + id,
                () -> new CommentViews(
                        comments.of(caller, id).stream().map(CommentView::of).toList()));
    }

    @PostMapping("/versions/{number}/comments")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Comment on a version",
            description =
                    "Body `{\"text\": \"…\"}`, up to 4,000 characters. Kept with the record for ever: nobody changes or removes a comment. It is no"
                            + " signature and decides nothing.")
    CommentView add(
            Caller caller,
            @PathVariable UUID id,
            @PathVariable int number,
            @RequestBody(required = false) byte @Nullable [] body) {
        return refusals.guarding(caller, "record.comment", "record:" + id + "/" + number, () -> {
            JsonNode text =
                    CanonicalJson.parse(body == null ? new byte[0] : body).path("text");
            return CommentView.of(comments.add(caller, id, number, text.isTextual() ? text.textValue() : ""));
        });
    }
}
