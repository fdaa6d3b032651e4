package dev.countersign.workflow;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.worm.WormStore;
import java.io.Serial;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.GroupQuery;
import org.camunda.bpm.engine.identity.NativeUserQuery;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.TenantQuery;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.identity.UserQuery;
import org.camunda.bpm.engine.impl.GroupQueryImpl;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.TenantQueryImpl;
import org.camunda.bpm.engine.impl.UserQueryImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.ReadOnlyIdentityProvider;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.GroupEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TenantEntity;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Our people and roles as the engine's users and groups, read only: nobody is created, changed or logged in through the engine
 * (T8). Groups are role codes; the one tenant is the organisation.
 */
@Component
class PeopleAsUsers implements ReadOnlyIdentityProvider, SessionFactory {

    private final People people;
    private final Authority authority;
    private final WormStore store;

    PeopleAsUsers(People people, Authority authority, WormStore store) {
        this.people = people;
        this.authority = authority;
        this.store = store;
    }

    @Override
    public Class<?> getSessionType() {
        return ReadOnlyIdentityProvider.class;
    }

    /** Stateless: one session serves all. */
    @Override
    public Session openSession() {
        return this;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public @Nullable User findUserById(String userId) {
        return people.find(userId).map(PeopleAsUsers::user).orElse(null);
    }

    @Override
    public UserQuery createUserQuery() {
        return new Users(executor());
    }

    @Override
    public UserQuery createUserQuery(CommandContext context) {
        return new Users(executor());
    }

    @Override
    public NativeUserQuery createNativeUserQuery() {
        throw new UnsupportedOperationException("people are not in the engine's tables");
    }

    /** Never: passwords are checked by our login page with a second factor, and nowhere else. */
    @Override
    public boolean checkPassword(String userId, String password) {
        return false;
    }

    @Override
    public @Nullable Group findGroupById(String groupId) {
        return Role.ofCode(groupId).map(PeopleAsUsers::group).orElse(null);
    }

    @Override
    public GroupQuery createGroupQuery() {
        return new Groups(executor());
    }

    @Override
    public GroupQuery createGroupQuery(CommandContext context) {
        return new Groups(executor());
    }

    @Override
    public @Nullable Tenant findTenantById(String tenantId) {
        return organisation().getId().equals(tenantId) ? organisation() : null;
    }

    @Override
    public TenantQuery createTenantQuery() {
        return new Tenants(executor());
    }

    @Override
    public TenantQuery createTenantQuery(CommandContext context) {
        return new Tenants(executor());
    }

    private static CommandExecutor executor() {
        return Context.getProcessEngineConfiguration().getCommandExecutorTxRequired();
    }

    private Tenant organisation() {
        TenantEntity tenant = new TenantEntity(store.installation().organisation());
        tenant.setName(tenant.getId());
        return tenant;
    }

    private static User user(Person person) {
        UserEntity user = new UserEntity(person.userId());
        user.setFirstName(person.printedName());
        user.setLastName("");
        return user;
    }

    private static Group group(Role role) {
        GroupEntity group = new GroupEntity(role.code());
        group.setName(role.printedName());
        group.setType("WORKFLOW");
        return group;
    }

    private static boolean named(@Nullable String wanted, String actual) {
        return wanted == null || wanted.equals(actual);
    }

    private static boolean among(String @Nullable [] wanted, String actual) {
        return wanted == null || Arrays.asList(wanted).contains(actual);
    }

    private static <T> List<T> page(Stream<T> all, @Nullable Page page) {
        return page == null
                ? all.toList()
                : all.skip(page.getFirstResult()).limit(page.getMaxResults()).toList();
    }

    private final class Users extends UserQueryImpl {
        @Serial
        private static final long serialVersionUID = 1L;

        Users(CommandExecutor executor) {
            super(executor);
        }

        @Override
        public long executeCount(CommandContext context) {
            return matching().count();
        }

        @Override
        public List<User> executeList(CommandContext context, @Nullable Page page) {
            return page(matching().map(PeopleAsUsers::user), page);
        }

        private Stream<Person> matching() {
            Collection<Person> candidates =
                    id == null ? people.all() : people.find(id).stream().toList();
            return candidates.stream()
                    .filter(person -> among(ids, person.userId()))
                    .filter(person -> named(firstName, person.printedName()))
                    .filter(person -> lastName == null && email == null)
                    .filter(person ->
                            tenantId == null || tenantId.equals(organisation().getId()))
                    .filter(person -> groupId == null || hasRole(person.userId(), groupId));
        }
    }

    private final class Groups extends GroupQueryImpl {
        @Serial
        private static final long serialVersionUID = 1L;

        Groups(CommandExecutor executor) {
            super(executor);
        }

        @Override
        public long executeCount(CommandContext context) {
            return matching().count();
        }

        @Override
        public List<Group> executeList(CommandContext context, @Nullable Page page) {
            return page(matching().map(PeopleAsUsers::group), page);
        }

        private Stream<Role> matching() {
            Collection<Role> candidates = userId == null ? List.of(Role.values()) : authority.roles(userId);
            return candidates.stream()
                    .sorted()
                    .filter(role -> named(id, role.code()))
                    .filter(role -> among(ids, role.code()))
                    .filter(role -> named(name, role.printedName()));
        }
    }

    private final class Tenants extends TenantQueryImpl {
        @Serial
        private static final long serialVersionUID = 1L;

        Tenants(CommandExecutor executor) {
            super(executor);
        }

        @Override
        public long executeCount(CommandContext context) {
            return matching().count();
        }

        @Override
        public List<Tenant> executeList(CommandContext context, @Nullable Page page) {
            return page(matching(), page);
        }

        private Stream<Tenant> matching() {
            return Stream.of(organisation())
                    .filter(tenant -> named(id, tenant.getId()) && among(ids, tenant.getId()))
                    .filter(tenant -> userId == null || people.find(userId).isPresent());
        }
    }

    private boolean hasRole(String userId, String code) {
        return authority.roles(userId).stream().anyMatch(role -> role.code().equals(code));
    }
}
