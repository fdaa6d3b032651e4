package dev.countersign.workflow.web;

import dev.countersign.signing.SigningLists;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** The way from a person's work to the lists they may sign with one proof, where the organisation allows any (WFL-08). */
@Controller
@ControllerAdvice
class ListLink {

    private static final String MY_WORK = "/home";

    private final SigningLists lists;
    private final SigningOrigin signing;

    ListLink(SigningLists lists, SigningOrigin signing) {
        this.lists = lists;
        this.signing = signing;
    }

    @ModelAttribute
    void show(HttpServletRequest request, Model model) {
        if (MY_WORK.equals(request.getServletPath())) {
            model.addAttribute("signsLists", !lists.meanings().isEmpty());
        }
    }

    @GetMapping("/work/lists")
    String go(HttpServletRequest request) {
        return "redirect:" + signing.of(request) + "/sign/lists";
    }
}
