package dev.countersign.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ibatis.annotations.Mapper;
import org.junit.jupiter.api.Test;

/** A module touches only its own tables: those its migration folder creates; schema {@code worm} belongs to module worm. */
class TablesTest {

    private static final Pattern CREATED = Pattern.compile(
            "(?i)\\bCREATE\\s+(?:UNLOGGED\\s+)?TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?((?:app|worm)\\.[a-z0-9_]+)");
    private static final Pattern TEXT = Pattern.compile("\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"", Pattern.DOTALL);
    private static final Pattern NAMED = Pattern.compile("\\b((?:app|worm)\\.[a-z0-9_]+)\\b");
    private static final Pattern TARGET = Pattern.compile(
            "(?i)\\b(?:FROM|JOIN|INTO|UPDATE|ONLY)\\s+(?!ONLY\\b|LATERAL\\b|SET\\b|SKIP\\b|OF\\b)([a-z0-9_.]+)(\\s*\\()?");
    private static final Pattern DEFINED =
            Pattern.compile("(?i)(?:\\bWITH|,)\\s+(?:RECURSIVE\\s+)?([a-z0-9_]+)\\s+AS\\s*\\(");

    /** An empty database is marked before there is a store that could be asked to do it. */
    private static final Map<String, Set<String>> GRANTED =
            Map.of("database", Set.of("worm.installation", "worm.create_installation"));

    @Test
    void everyTableIsCreatedByOneModule() {
        assertThat(owners().values().stream().distinct()).isSubsetOf(CodeBase.modules());
        assertThat(owners().entrySet())
                .filteredOn(table -> table.getKey().startsWith("worm."))
                .allSatisfy(
                        table -> assertThat(table.getValue()).as(table.getKey()).isEqualTo("worm"));
    }

    @Test
    void modulesNameOnlyTheirOwnTables() {
        Map<String, String> owners = owners();
        List<String> trespasses = new ArrayList<>();
        for (Path source : CodeBase.files(CodeBase.SOURCES, ".java")) {
            String module = CodeBase.SOURCES.relativize(source).getName(0).toString();
            Set<String> names = namesIn(source);
            names.removeAll(GRANTED.getOrDefault(module, Set.of()));
            for (String name : names) {
                boolean ownWorm = name.startsWith("worm.") && module.equals("worm");
                boolean foreignTable =
                        owners.containsKey(name) && !owners.get(name).equals(module);
                if (foreignTable || (name.startsWith("worm.") && !ownWorm)) {
                    trespasses.add(module + " names " + name + " in " + source.getFileName());
                }
            }
        }
        assertThat(trespasses).isEmpty();
    }

    @Test
    void mappersQualifyEveryTableWithItsSchema() {
        List<String> unqualified = new ArrayList<>();
        for (JavaClass mapper : CodeBase.classes()) {
            if (!mapper.isAnnotatedWith(Mapper.class)) {
                continue;
            }
            for (JavaMethod method : mapper.getMethods()) {
                sqlOf(method).forEach(sql -> unqualifiedIn(sql)
                        .forEach(table -> unqualified.add(method.getFullName() + " names " + table)));
            }
        }
        assertThat(unqualified).isEmpty();
    }

    @Test
    void mappersCarryTheirSqlInTheOpen() {
        assertThat(CodeBase.classes().stream()
                        .filter(type -> type.isAnnotatedWith(Mapper.class))
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.reflect().isDefault()
                                ? false
                                : sqlOf(method).isEmpty()))
                .as("methods of mappers without @Select, @Insert, @Update or @Delete")
                .isEmpty();
    }

    private static Map<String, String> owners() {
        Map<String, String> owners = new TreeMap<>();
        for (Path migration : CodeBase.files(CodeBase.MIGRATIONS, ".sql")) {
            Matcher created = CREATED.matcher(CodeBase.read(migration));
            while (created.find()) {
                String module =
                        CodeBase.MIGRATIONS.relativize(migration).getName(0).toString();
                String before = owners.put(created.group(1), module);
                assertThat(before).as(created.group(1) + " is created twice").isIn(null, module);
            }
        }
        return owners;
    }

    private static Set<String> namesIn(Path source) {
        Set<String> names = new TreeSet<>();
        Matcher text = TEXT.matcher(CodeBase.read(source));
        while (text.find()) {
            Matcher named = NAMED.matcher(text.group());
            while (named.find()) {
                names.add(named.group(1));
            }
        }
        return names;
    }

    private static List<String> sqlOf(JavaMethod method) {
        return method.getAnnotations().stream()
                .filter(annotation -> annotation
                        .getRawType()
                        .getName()
                        .matches("org\\.apache\\.ibatis\\.annotations\\.(Select|Insert|Update|Delete)"))
                .map(TablesTest::sqlOf)
                .toList();
    }

    private static String sqlOf(JavaAnnotation<?> annotation) {
        return Stream.of((String[]) annotation.get("value").orElseThrow()).reduce("", (one, two) -> one + " " + two);
    }

    private static Set<String> unqualifiedIn(String sql) {
        Set<String> defined = new TreeSet<>();
        Matcher definition = DEFINED.matcher(sql);
        while (definition.find()) {
            defined.add(definition.group(1));
        }
        Set<String> unqualified = new TreeSet<>();
        Matcher target = TARGET.matcher(sql.replaceAll("(?i)\\b(EXTRACT|SUBSTRING|TRIM)\\s*\\([^)]*\\)", ""));
        while (target.find()) {
            boolean function = target.group(2) != null && !target.group(1).contains(".");
            if (!target.group(1).contains(".") && !defined.contains(target.group(1)) && !function) {
                unqualified.add(target.group(1));
            }
        }
        return unqualified;
    }
}
