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

/** Says on every page of ours how many security events of their own account somebody has not seen, and shows them on the page of the account. */
@Configuration(proxyBeanMethods = false)
class OwnNotices implements WebMvcConfigurer, HandlerInterceptor {

    private static final String ACCOUNT = "account/mine";
    private static final int MOST = 20;

    private final PersonNotices notices;

    OwnNotices(PersonNotices notices) {
        this.notices = notices;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).excludePathPatterns("/sign/**", "/api/**", "/error");
    }

    @Override
    public void postHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable ModelAndView view) {
        if (view == null || view.getViewName() == null || view.getViewName().startsWith("redirect:")) {
            return;
        }
        if (request.getAttribute(Caller.class.getName()) instanceof Caller caller && caller.isPerson()) {
            view.addObject("newNotices", notices.unseen(caller));
            if (view.getViewName().equals(ACCOUNT)) {
                view.addObject("notices", notices.of(caller, MOST));
            }
        }
    }
}
