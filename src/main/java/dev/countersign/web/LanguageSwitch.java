package dev.countersign.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What the links at the end of every page need to show the same page in another language, before signing in too. */
@Configuration(proxyBeanMethods = false)
class LanguageSwitch implements WebMvcConfigurer, HandlerInterceptor {

    private static final int LONGEST = 1_000;

    /** What answers a form with the page itself, and can be asked for again; any other answer may show what is shown once. */
    private static final Set<String> FORMS = Set.of(PageEntry.LOGIN, PageEntry.CODE, LockController.UNLOCK);

    private final PageLanguage languages;

    LanguageSwitch(PageLanguage languages) {
        this.languages = languages;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).excludePathPatterns("/api/**", "/error");
    }

    @Override
    public void postHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable ModelAndView view) {
        if (view == null || view.getViewName() == null || view.getViewName().startsWith("redirect:")) {
            return;
        }
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE + ", " + HttpHeaders.COOKIE);
        String path = OriginFilter.path(request);
        if (request.getMethod().equals("GET") || FORMS.contains(path)) {
            view.addObject("languageBack", back(request));
            view.addObject(
                    "languageDoor",
                    path.startsWith("/sign/") ? LanguageController.AT_SIGNING : LanguageController.PATH);
            view.addObject(
                    "languagesSpoken",
                    PageLanguage.SPOKEN.stream().map(one -> one.getLanguage()).toList());
            view.addObject("languageChosen", languages.chosen(request).isPresent());
        }
    }

    private static String back(HttpServletRequest request) {
        String asked = request.getQueryString();
        String whole = asked == null ? request.getRequestURI() : request.getRequestURI() + "?" + asked;
        return whole.length() > LONGEST ? request.getRequestURI() : whole;
    }
}
