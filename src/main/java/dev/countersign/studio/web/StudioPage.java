package dev.countersign.studio.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.ledger.Caller;
import dev.countersign.models.Delegate;
import dev.countersign.studio.Drafts;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page models are drawn on: whoever may see what runs sees it; who may change it draws. */
@Controller
@Hidden
class StudioPage {

    private final Drafts drafts;
    private final Authority authority;

    StudioPage(Drafts drafts, Authority authority) {
        this.drafts = drafts;
        this.authority = authority;
    }

    @GetMapping("/models/studio")
    String show(Caller caller, Model model) {
        drafts.running(caller);
        model.addAttribute("change", authority.may(caller.actorId(), Permission.CHANGE_MODELS));
        model.addAttribute("templates", String.join(" ", StudioAssets.TEMPLATES));
        model.addAttribute(
                "delegates",
                Arrays.stream(Delegate.values())
                        .map(one -> one.expressionName() + "=" + one.does())
                        .collect(Collectors.joining("|")));
        return "models/studio";
    }
}
