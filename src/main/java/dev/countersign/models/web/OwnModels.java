package dev.countersign.models.web;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.ledger.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The way from one's own page to the check of models, for whoever may go it. */
@Configuration(proxyBeanMethods = false)
class OwnModels implements WebMvcConfigurer, HandlerInterceptor {

    private static final String VIEW = "account/mine";

    private final Authority authority;

    OwnModels(Authority authority) {
        this.authority = authority;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/account");
    }

    @Override
    public void postHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable ModelAndView view) {
        if (view != null
                && VIEW.equals(view.getViewName())
                && request.getAttribute(Caller.class.getName()) instanceof Caller caller) {
            view.addObject("readsModels", authority.may(caller.actorId(), Permission.READ_MODELS));
        }
    }
}
