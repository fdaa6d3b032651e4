package dev.countersign.reviews;

import dev.countersign.authority.PageBadge;
import dev.countersign.authority.Permission;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every page says of it. */
@Configuration(proxyBeanMethods = false)
class ReviewConfiguration {

    /** How many tasks wait for whoever looks. */
    @Bean
    PageBadge openWork() {
        return new PageBadge(
                "openWork",
                ("SELECT count(*)" + ReviewMapper.MINE)
                        .replace("#{reviews}", PageBadge.ifMay(Permission.APPROVE_ROLES))
                        .replace("#{manages}", PageBadge.ifMay(Permission.MANAGE_ACCOUNTS)));
    }
}
