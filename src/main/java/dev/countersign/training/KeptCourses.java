package dev.countersign.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.records.NewVersion;
import dev.countersign.training.KeptTraining.InForce;
import dev.countersign.training.TrainingMapper.AttemptRow;
import dev.countersign.training.TrainingMapper.CourseRow;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** {@link Courses} in {@code app.training_course}. */
@Component
class KeptCourses implements Courses {

    private static final String SHIPPED = "/training/electronic-signatures.json";
    private static final String SHIPPED_TITLE = "Electronic signatures";

    private final TrainingMapper mapper;
    private final KeptTraining training;
    private final WormStore store;

    KeptCourses(TrainingMapper mapper, KeptTraining training, WormStore store) {
        this.mapper = mapper;
        this.training = training;
        this.store = store;
    }

    @Override
    public List<Course> inForce() {
        return mapper.inForce(organisation()).stream().map(KeptCourses::course).toList();
    }

    @Override
    public Course find(String code) {
        CourseRow row = mapper.find(organisation(), code);
        if (row == null) {
            throw TrainingRefusal.COURSE_NOT_FOUND.refuse(shortened(code));
        }
        return course(row);
    }

    @Override
    public List<Need> needs(String userId, Set<String> roles) {
        Map<String, Qualification> trained = mapper.longestOf(organisation(), userId).stream()
                .collect(Collectors.toMap(Qualification::code, Function.identity()));
        return inForce().stream()
                .map(course -> new Need(
                        course,
                        course.roles().stream().anyMatch(roles::contains),
                        Optional.ofNullable(trained.get(course.code())),
                        Optional.ofNullable(mapper.toComplete(organisation(), userId, course.code()))
                                .map(AttemptRow::attemptId)))
                .sorted(Comparator.comparing(need -> !need.byRole()))
                .toList();
    }

    @Override
    public List<Qualification> qualifications() {
        return mapper.longest(organisation());
    }

    @Override
    public NewVersion shipped() {
        return new NewVersion(Training.COURSE, SHIPPED_TITLE, said(), List.of(), "The course of the release", null);
    }

    @Override
    @Transactional
    public void seedShipped(Caller caller, String reason) {
        if (!store.installation().isDemo()) {
            throw TrainingRefusal.ONLY_IN_A_DEMONSTRATION.refuse();
        }
        JsonNode said = said();
        String code = CourseContent.of(said).code();
        mapper.lock(organisation(), code);
        if (mapper.find(organisation(), code) == null) {
            String sha256 = Digest.of(CanonicalJson.write(said)).hex();
            training.put(caller, new InForce(SHIPPED_TITLE, null, 1, sha256, said), reason);
        }
    }

    @Override
    public boolean wasTrained(String userId, String code) {
        return mapper.wasTrained(organisation(), userId, code);
    }

    private static JsonNode said() {
        try (InputStream in = KeptCourses.class.getResourceAsStream(SHIPPED)) {
            return CanonicalJson.parse(Objects.requireNonNull(in, SHIPPED).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(SHIPPED, e);
        }
    }

    private static Course course(CourseRow row) {
        CourseContent content = CourseContent.of(CanonicalJson.parse(row.content()));
        return new Course(
                row.courseId(),
                row.code(),
                row.title(),
                row.recordId(),
                row.version(),
                row.sha256(),
                content.summary(),
                content.material().stream()
                        .map(one -> new Section(one.heading(), one.text()))
                        .toList(),
                content.drawn(),
                content.passMark(),
                content.validityMonths(),
                content.graceDays(),
                codes(row.roles()),
                codes(row.recordTypes()),
                row.effectiveAt());
    }

    private static List<String> codes(String joined) {
        return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(",", -1));
    }

    static String shortened(String code) {
        return code.length() > 40 ? code.substring(0, 40) + "…" : code;
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
