package dev.countersign.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.FreshData;
import dev.countersign.Requirement;
import dev.countersign.operations.Commands;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two nodes, each a process, on one database and one witness file; whoever seals is killed with SIGKILL, again and again, while both append. */
@Tag("soak")
@Requirement({"AUD-02", "OPS-01"})
class NodesInTurnTest {

    private static final int KILLS = 4;

    private final List<Sealer> nodes = new CopyOnWriteArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private Pipeline pipeline;

    @BeforeEach
    void twoNodesAreAtWork() throws Exception {
        Path home = FreshData.directory("turns");
        pipeline = new Pipeline(home);
        nodes.add(pipeline.node());
        nodes.add(pipeline.another());
    }

    @AfterEach
    void end() {
        over.set(true);
        nodes.forEach(Sealer::kill);
        pipeline.close();
    }

    @Test
    void sealEveryEntryOnceThoughWhoeverSealsIsKilled() throws Exception {
        List<CompletableFuture<List<String>>> writers = new ArrayList<>();
        for (int place = 0; place < 2; place++) {
            int writer = place;
            writers.add(CompletableFuture.supplyAsync(() -> append(writer)));
        }
        for (int kill = 0; kill < KILLS; kill++) {
            int place = leader();
            String sealed = pipeline.text("SELECT count(*) FROM worm.log_leaf");
            Pipeline.await("sealing goes on", () -> !pipeline.text("SELECT count(*) FROM worm.log_leaf")
                    .equals(sealed));
            nodes.get(place).kill();
            Pipeline.await("the other seals", () -> nodes.get(1 - place).role().equals("leading"));
            nodes.set(place, pipeline.another());
        }
        over.set(true);
        List<String> answered = new ArrayList<>();
        for (CompletableFuture<List<String>> writer : writers) {
            answered.addAll(writer.join());
        }
        pipeline.awaitRest();

        assertThat(answered).hasSizeGreaterThan(KILLS);
        assertThat(
                        pipeline.text(
                                "WITH sealed AS (SELECT convert_from(a.entry, 'UTF8')::jsonb ->> 'subject' AS subject, count(*) AS times"
                                        + " FROM worm.audit_entry a JOIN worm.log_leaf l USING (entry_id) GROUP BY 1)"
                                        + " SELECT string_agg(s, ' ') FROM unnest('{"
                                        + String.join(",", answered)
                                        + "}'::text[]) s LEFT JOIN sealed ON subject = 'entry:' || s WHERE times IS DISTINCT FROM 1"))
                .as("answered, and not sealed once")
                .isEqualTo("null");
        assertThat(nodes).extracting(Sealer::mode).containsOnly("normal");
        assertThat(Commands.execute(
                        "verify-log",
                        "--trust=" + pipeline.trustFile(),
                        "--checkpoint=" + pipeline.witnessFile(),
                        "--countersign.database.url="
                                + pipeline.server().environment().get("COUNTERSIGN_DB_URL"),
                        "--countersign.database.password="
                                + pipeline.server().environment().get("COUNTERSIGN_DB_PASSWORD")))
                .hasValue(0);
    }

    private int leader() {
        int[] place = {-1};
        Pipeline.await("one seals", () -> {
            for (int node = 0; node < 2; node++) {
                if (nodes.get(node).role().equals("leading")) {
                    place[0] = node;
                }
            }
            return place[0] >= 0;
        });
        return place[0];
    }

    /** One entry after the other at whoever has that place, until it is over; those that were answered. */
    private List<String> append(int place) {
        List<String> answered = new ArrayList<>();
        for (int number = 0; !over.get(); number++) {
            String name = "turn-" + place + "-" + number;
            Sealer node = nodes.get(place);
            if (node.append(name)) {
                answered.add(name);
            }
        }
        return answered;
    }
}
