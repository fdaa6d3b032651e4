package dev.countersign.web;

import dev.countersign.passkeys.Site;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives a controller of the main origin the {@link Site} at which passkeys answer it. */
@Component
class SiteArgument implements HandlerMethodArgumentResolver {

    private final Origins origins;

    SiteArgument(Origins origins) {
        this.origins = origins;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Site.class;
    }

    @Override
    public Site resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return origins.site(
                Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class), "a servlet request"));
    }
}
