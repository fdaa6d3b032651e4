package dev.countersign.workspace.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/**
 * Every kind of audit entry that the program can write has its tag and its words, and no other has: read from the compiled classes, where an event gets
 * its type. A type that is put together at run time is known by its fixed part.
 */
@Requirement("AUD-04")
class EventTypesTest {

    private static final String EVENT = "dev/countersign/ledger/AuditEvent";
    private static final Pattern TYPE = Pattern.compile("[a-z]+(-[a-z]+)*(\\.[a-z]+(-[a-z]+)*)+");
    /** Put together: the text around what is only known at run time, which is marked by U+0001. */
    private static final Pattern PARTS = Pattern.compile("\u0001[-.][a-z.-]+|[a-z]+[a-z.-]*[-.]\u0001");

    private final Map<String, Compiled> classes = read();

    @Test
    void allHaveATag() {
        assertThat(written()).hasSizeGreaterThan(80).allSatisfy(type -> assertThat(Topic.allTypes())
                .as("add it to Topic, and its words to workspace/audit.properties")
                .contains(type));
        assertThat(parts()).isNotEmpty().allSatisfy(part -> assertThat(Topic.allTypes())
                .as("a type like that")
                .anyMatch(type -> matches(part, type)));
    }

    @Test
    void noTagIsForATypeThatNobodyWrites() {
        Set<String> written = written();
        Set<String> parts = parts();
        assertThat(Topic.allTypes())
                .allMatch(type -> type.equals("refused")
                        || written.contains(type)
                        || parts.stream().anyMatch(part -> matches(part, type)));
    }

    @Test
    void eachHasOneTag() {
        assertThat(Stream.of(Topic.values())
                        .mapToInt(topic -> topic.types().size())
                        .sum())
                .isEqualTo(Topic.allTypes().size());
    }

    @Test
    void allHaveWords() throws IOException {
        Properties texts = new Properties();
        try (var in = Files.newBufferedReader(Path.of("src/main/resources/workspace/audit.properties"))) {
            texts.load(in);
        }
        Set<String> worded = new TreeSet<>();
        texts.stringPropertyNames().stream()
                .filter(name -> name.startsWith("entry."))
                .forEach(name -> worded.add(name.substring("entry.".length())));
        assertThat(worded).isEqualTo(Topic.allTypes());
        assertThat(Stream.of(Topic.values()).map(topic -> texts.getProperty("audit.topic." + topic.code())))
                .doesNotContainNull();
    }

    private static boolean matches(String part, String type) {
        return Pattern.matches(
                Stream.of(part.split("\u0001", -1))
                        .map(Pattern::quote)
                        .reduce((a, b) -> a + "[a-z.-]+" + b)
                        .orElseThrow(),
                type);
    }

    private Set<String> written() {
        return texts(TYPE);
    }

    private Set<String> parts() {
        return texts(PARTS);
    }

    private Set<String> texts(Pattern like) {
        Set<String> found = new TreeSet<>();
        for (Compiled type : classes.values()) {
            for (Code method : type.methods()) {
                boolean tells = isEvent(type.name()) && method.name().equals("type");
                if (tells || makesEvents(type, method)) {
                    method.texts().stream()
                            .filter(text -> like.matcher(text).matches())
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    /** Whether it hands a type to an event that has none of its own, or to another method of its class that does. */
    private boolean makesEvents(Compiled type, Code method) {
        return method.calls().stream()
                .anyMatch(call -> takesType(call)
                        || call.owner().equals(type.name())
                                && hasText(call.descriptor())
                                && type.methods().stream()
                                        .filter(other -> other.name().equals(call.name())
                                                && other.descriptor().equals(call.descriptor()))
                                        .anyMatch(
                                                other -> other.calls().stream().anyMatch(this::takesType)));
    }

    /** A constructor or a factory of an event whose type is given to it. */
    private boolean takesType(Call call) {
        Compiled owner = classes.get(call.owner());
        return owner != null
                && isEvent(call.owner())
                && owner.typeIsGiven()
                && hasText(call.descriptor())
                && (call.name().equals("<init>")
                        || Type.getReturnType(call.descriptor())
                                .getInternalName()
                                .equals(call.owner()));
    }

    private static boolean hasText(String descriptor) {
        return Stream.of(Type.getArgumentTypes(descriptor))
                .anyMatch(argument -> argument.getClassName().equals("java.lang.String"));
    }

    private boolean isEvent(String name) {
        Compiled type = classes.get(name);
        return type != null && type.interfaces().stream().anyMatch(above -> above.equals(EVENT) || isEvent(above));
    }

    /** @param texts constants, those of concatenations included */
    private record Code(String name, String descriptor, List<String> texts, Set<Call> calls) {}

    private record Call(String owner, String name, String descriptor) {}

    private record Compiled(String name, List<String> interfaces, List<Code> methods) {

        /** Whether {@code type()} says what it was given, whole or in part. */
        boolean typeIsGiven() {
            return methods.stream()
                    .filter(method -> method.name().equals("type"))
                    .allMatch(method -> method.texts().stream()
                            .noneMatch(text -> TYPE.matcher(text).matches()));
        }
    }

    private static Map<String, Compiled> read() {
        Map<String, Compiled> classes = new HashMap<>();
        try (Stream<Path> files = Files.walk(Path.of("target/classes/dev/countersign"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".class")).toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    Compiled one = compiled(new ClassReader(in));
                    classes.put(one.name(), one);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return classes;
    }

    private static Compiled compiled(ClassReader reader) {
        List<Code> methods = new ArrayList<>();
        reader.accept(
                new ClassVisitor(SpringAsmInfo.ASM_VERSION) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        Code code = new Code(name, descriptor, new ArrayList<>(), new HashSet<>());
                        methods.add(code);
                        return new Reading(code);
                    }
                },
                ClassReader.SKIP_DEBUG);
        return new Compiled(reader.getClassName(), List.of(reader.getInterfaces()), methods);
    }

    private static final class Reading extends MethodVisitor {

        private final Code code;

        Reading(Code code) {
            super(SpringAsmInfo.ASM_VERSION);
            this.code = code;
        }

        @Override
        public void visitLdcInsn(Object value) {
            if (value instanceof String text) {
                code.texts().add(text);
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            code.calls().add(new Call(owner, name, descriptor));
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            for (Object argument : arguments) {
                if (argument instanceof String text) {
                    code.texts().add(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
                } else if (argument instanceof Handle handle && handle.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
                    code.calls().add(new Call(handle.getOwner(), handle.getName(), handle.getDesc()));
                }
            }
        }
    }
}
