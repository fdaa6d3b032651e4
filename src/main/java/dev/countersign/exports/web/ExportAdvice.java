package dev.countersign.exports.web;

import dev.countersign.exports.RecordExports;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Tells the page of records, which offers to export what it shows, how much one export has at most. */
@ControllerAdvice(annotations = Controller.class)
class ExportAdvice {

    private final RecordExports exports;

    ExportAdvice(RecordExports exports) {
        this.exports = exports;
    }

    @ModelAttribute("mostExported")
    int mostExported() {
        return exports.most();
    }
}
