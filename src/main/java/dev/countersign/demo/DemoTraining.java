package dev.countersign.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.ledger.Caller;
import dev.countersign.records.NewVersion.NewAttachment;
import dev.countersign.training.Certificates.Given;
import dev.countersign.training.Courses;
import dev.countersign.training.Courses.Course;
import dev.countersign.workflow.TrainingDesk;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * The course of the release is in force in the demonstration, and its people are trained in it, so that they can sign at once. Nobody signed
 * the course: the trail and its page say that the set-up put it in force. The certificates are recorded as anybody's are, each by another person.
 */
@Component
class DemoTraining {

    private static final Caller DEMO = Caller.system("demo");
    private static final String REASON = "set-up of the demonstration";
    private static final Duration COUNTS = Duration.ofDays(9 * 365);
    private static final String EVIDENCE =
            "Nobody was trained: the set-up of the demonstration recorded this, so that its people can sign.\n";

    private final Courses courses;
    private final TrainingDesk desk;
    private final Clock clock;

    DemoTraining(Courses courses, TrainingDesk desk, Clock clock) {
        this.courses = courses;
        this.desk = desk;
        this.clock = clock;
    }

    void complete() {
        courses.seedShipped(DEMO, REASON);
        for (Course course : courses.inForce()) {
            if (course.recordId() == null) {
                for (DemoPerson person : DemoPerson.values()) {
                    if (person.signs() && !courses.wasTrained(person.userId(), course.code())) {
                        certify(person, course.code());
                    }
                }
            }
        }
    }

    private void certify(DemoPerson person, String course) {
        DemoPerson recorder = person == DemoPerson.APPROVER ? DemoPerson.QAHEAD : DemoPerson.APPROVER;
        desk.certify(
                Caller.person(recorder.userId(), null, null),
                new Given(
                        person.userId(),
                        course,
                        "Set-up of the demonstration",
                        clock.instant().plus(COUNTS)),
                new NewAttachment("demonstration.txt", "text/plain", EVIDENCE.getBytes(UTF_8)),
                REASON);
    }
}
