package dev.countersign.reviews.web;

import dev.countersign.ledger.Caller;
import dev.countersign.reviews.Reviews;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Says on every page of ours how many tasks wait for whoever looks at it; not on the signing pages and on no call. */
@Configuration(proxyBeanMethods = false)
class OpenWork implements WebMvcConfigurer, HandlerInterceptor {

    private final Reviews reviews;

    OpenWork(Reviews reviews) {
        this.reviews = reviews;
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
            int waiting = reviews.countFor(caller);
            if (waiting > 0) {
                view.addObject("openWork", waiting);
            }
        }
    }
}
