package dev.countersign.authority.web;

import dev.countersign.authority.PageBadges;
import dev.countersign.ledger.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Says on every page of ours what waits for whoever looks at it. Not on the signing pages, whose frame has no room for it, and on no call.
 */
@Configuration(proxyBeanMethods = false)
class FrameBadges implements WebMvcConfigurer, HandlerInterceptor {

    private final PageBadges badges;

    FrameBadges(PageBadges badges) {
        this.badges = badges;
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
        if (request.getAttribute(Caller.class.getName()) instanceof Caller caller) {
            view.addAllObjects(badges.of(caller));
        }
    }
}
