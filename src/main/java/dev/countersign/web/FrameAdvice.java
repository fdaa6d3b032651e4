package dev.countersign.web;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Tells the frame of every page which installation this is, and who is signed in: with it come the ways to one's own account, to the lock and out.
 */
@ControllerAdvice(annotations = Controller.class)
class FrameAdvice {

    private final OriginSettings settings;

    FrameAdvice(OriginSettings settings) {
        this.settings = settings;
    }

    @ModelAttribute("environment")
    String environment() {
        return settings.environmentName();
    }

    @ModelAttribute("signedInAs")
    @Nullable
    String signedInAs() {
        return Sessions.current()
                .filter(PersonAuthentication::isFull)
                .map(PersonAuthentication::getPrincipal)
                .orElse(null);
    }
}
