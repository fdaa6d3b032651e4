package dev.countersign.database;

import dev.countersign.TestClient;
import dev.countersign.records.TestRecord;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Twenty starts with one business key, sent by {@code lims} at the same moment, every other one to the other of two nodes. */
final class TwentyStarts {

    private static final int ALL = 20;
    private final int[] ports;

    TwentyStarts(int here, int there) {
        this.ports = new int[] {here, there};
    }

    /** All answers, in the order they were sent. */
    List<HttpResponse<String>> answers(String key, Supplier<TestRecord> records) throws Exception {
        CyclicBarrier together = new CyclicBarrier(ALL);
        List<Callable<HttpResponse<String>>> starts = new ArrayList<>();
        for (int start = 0; start < ALL; start++) {
            int port = ports[start % ports.length];
            TestRecord record = records.get();
            starts.add(() -> {
                together.await(1, TimeUnit.MINUTES);
                return start(port, key, record);
            });
        }
        ExecutorService callers = Executors.newFixedThreadPool(ALL);
        try {
            List<HttpResponse<String>> answers = new ArrayList<>();
            for (Future<HttpResponse<String>> one : callers.invokeAll(starts)) {
                answers.add(one.get());
            }
            return answers;
        } finally {
            callers.shutdownNow();
        }
    }

    static HttpResponse<String> start(int port, String key, TestRecord record) {
        Map<String, Object> variables = Map.of(
                "recordType", Map.of("value", record.type()),
                "title", Map.of("value", record.title()),
                "content", Map.of("value", record.contentText(), "type", "Json"));
        return TestClient.bearer(port, "demo-lims-token")
                .post(
                        "/engine-rest/process-definition/key/record-approval/start",
                        Map.of("businessKey", key, "variables", variables));
    }
}
