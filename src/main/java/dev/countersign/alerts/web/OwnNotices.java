package dev.countersign.alerts.web;

import dev.countersign.alerts.PersonNotices;
import dev.countersign.ledger.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Shows the security events of somebody's own account on its page. */
@Configuration(proxyBeanMethods = false)
class OwnNotices implements WebMvcConfigurer, HandlerInterceptor {

    private static final String VIEW = "account/mine";
    private static final int MOST = 20;

    private final PersonNotices notices;

    OwnNotices(PersonNotices notices) {
        this.notices = notices;
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
                && request.getAttribute(Caller.class.getName()) instanceof Caller caller
                && caller.isPerson()) {
            view.addObject("notices", notices.of(caller, MOST));
        }
    }
}
