package dev.countersign.authority.web;

import dev.countersign.authority.PublishedMatrix;
import dev.countersign.authority.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Which role may do and sign what (AUT-01), for everybody who is signed in: it says nothing of anybody. */
@Controller
@Tag(name = "Authority")
class MatrixController {

    @GetMapping("/authority/matrix")
    String page(Model model) {
        model.addAttribute("matrix", PublishedMatrix.inForce());
        model.addAttribute("roles", Role.values());
        return "authority/matrix";
    }

    @GetMapping("/api/authority/matrix")
    @Operation(
            summary = "The matrix of roles and permissions that is enforced",
            description =
                    "`version` is raised with every change; `digest` is the SHA-256 of the rest as canonical JSON (RFC 8785)."
                            + " `permissions` are what doors ask for, `named` what the permissions of a quality department stand for,"
                            + " `roles` with what each lets somebody sign as long as nobody decided otherwise. As a table at"
                            + " `/api/authority/matrix.csv`.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(type = "object")))
    ResponseEntity<byte[]> exact() {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(PublishedMatrix.inForce().json());
    }

    @GetMapping("/api/authority/matrix.csv")
    @Operation(
            summary = "The matrix of roles and permissions as a table",
            description =
                    "RFC 4180 in UTF-8: a line for each permission, a column for each role; the last line has version and digest.")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
    ResponseEntity<byte[]> table() {
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"permission-matrix.csv\"")
                .body(PublishedMatrix.inForce().csv().getBytes(StandardCharsets.UTF_8));
    }
}
