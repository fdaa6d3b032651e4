package dev.countersign.workspace.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The scripts and the stylesheet that the form of a record is made with. */
@Configuration(proxyBeanMethods = false)
class WritingAssets implements WebMvcConfigurer {

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/writing/**").addResourceLocations("classpath:/static/writing/");
    }
}
