package dev.countersign.studio.web;

import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What the page draws with: its own scripts, bpmn-js as the build took it, and the element templates that Camunda Modeler reads too. */
@Configuration(proxyBeanMethods = false)
class StudioAssets implements WebMvcConfigurer {

    /** Files of {@code processes/element-templates}. */
    static final List<String> TEMPLATES = List.of("signature-step.json", "notice.json", "policy-decision.json");

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/studio/**").addResourceLocations("classpath:/static/studio/");
        registry.addResourceHandler("/assets/studio/element-templates/**")
                .addResourceLocations("classpath:/processes/element-templates/");
    }
}
