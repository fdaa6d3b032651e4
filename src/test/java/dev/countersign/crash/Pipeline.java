package dev.countersign.crash;

import dev.countersign.crypto.KeyVault.KeyName;
import dev.countersign.database.KillableServer;
import dev.countersign.witness.CheckpointFormat;
import dev.countersign.witness.OtherWitness;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** A node, its database and its witnesses, each a process of its own; an entry can be brought to each step and held there. */
final class Pipeline implements AutoCloseable {

    private final Path home;
    private final KillableServer server;
    private final HeldWitness witness;
    private final List<AutoCloseable> held = new ArrayList<>();
    private Sealer node;

    Pipeline(Path home) throws Exception {
        this.home = Files.createDirectories(home);
        this.server = KillableServer.start(home.resolve("server"));
        Files.createDirectories(witnessFile().getParent());
        this.witness = new HeldWitness(OtherWitness.of(logKey()));
        startNode();
    }

    private String logKey() throws SQLException {
        return new CheckpointFormat(
                        "countersign.dev/" + text("SELECT installation_id FROM worm.installation") + "/1",
                        SealingNode.vault(home.resolve("keys")).verifyingKey(KeyName.LOG))
                .verifierKey();
    }

    void startNode() throws IOException {
        node = another();
        Files.writeString(trustFile(), node.await("READY"));
    }

    /** One more node on the same database, keys and witnesses; whoever asks for it ends it. */
    Sealer another() throws IOException {
        return Sealer.start(
                home,
                server.environment(),
                List.of(
                        "--countersign.demo=true",
                        "--countersign.data-directory=" + home.resolve("data"),
                        "--countersign.witness-directory=" + witnessFile().getParent(),
                        "--countersign.witness.url=" + witness.address(),
                        "--countersign.witness.key=" + witness.verifierKey(),
                        "--countersign.log.witnessing=20ms",
                        "--countersign.log.longest-pause=200ms",
                        "--" + SealingNode.KEYS + "=" + home.resolve("keys")));
    }

    Sealer node() {
        return node;
    }

    Path trustFile() {
        return home.resolve("trust.json");
    }

    Path witnessFile() {
        return home.resolve("witness").resolve("checkpoints");
    }

    KillableServer server() {
        return server;
    }

    /** Brings an entry of that name to that step, where it stays. */
    void bring(String name, Step step) throws Exception {
        switch (step) {
            case WRITTEN -> {
                node.tell("write " + name);
                node.await("WRITTEN " + name);
            }
            case COMMITTED -> {
                hold(Held.commits(server::superuser));
                node.tell("append " + name);
                awaitUnanswered("countersign_app");
            }
            case QUEUED -> {
                hold("log_epoch");
                append(name);
                awaitHeld("log_epoch");
            }
            case SEALING -> bringIntoSeal(name, "log_queue");
            case DEQUEUED -> bringIntoSeal(name, "log_leaf");
            case LEAF_WRITTEN -> bringIntoSeal(name, "log_tile");
            case TILES_WRITTEN -> bringIntoSeal(name, "checkpoint");
            case SEALED -> {
                try (Held before = Held.table(server, "log_epoch")) {
                    append(name);
                    hold(Held.commits(server::superuser));
                }
                awaitUnanswered("countersign_sequencer");
            }
            case CHECKPOINTED -> {
                FileChannel lock =
                        FileChannel.open(witnessFile().resolveSibling("checkpoints.lock"), StandardOpenOption.WRITE);
                hold(lock);
                lock.lock();
                append(name);
                await("SELECT NOT EXISTS (SELECT FROM worm.log_queue)");
            }
            case IN_THE_FILE -> {
                hold("witness_receipt");
                append(name);
                awaitHeld("witness_receipt");
            }
            case ASKED -> {
                witness.holdRequests();
                append(name);
                witness.awaitHeld();
            }
            case WITNESSED -> {
                witness.holdAnswers();
                append(name);
                witness.awaitHeld();
            }
            case ANSWERED -> {
                bring(name, Step.WITNESSED);
                hold("witness_receipt");
                witness.release();
                awaitHeld("witness_receipt");
            }
            case RECEIPTED -> {
                append(name);
                awaitRest();
            }
        }
    }

    /** The sequencer's first statement waits until the lock that is to stop it is held. */
    private void bringIntoSeal(String name, String table) throws SQLException {
        try (Held before = Held.table(server, "log_epoch")) {
            append(name);
            hold(table);
        }
        awaitHeld(table);
    }

    private void hold(String table) throws SQLException {
        hold(Held.table(server, table));
    }

    private void hold(AutoCloseable what) {
        held.add(what);
    }

    private void append(String name) {
        node.tell("append " + name);
        node.await("ANSWERED " + name);
    }

    /** SIGKILL for the node; what it had on the network is lost. */
    void killNode() throws Exception {
        node.kill();
        witness.lose();
        letGo();
    }

    /** SIGKILL for all of PostgreSQL, under a node that lives on; then it is started again. */
    void killServer() throws Exception {
        server.kill();
        witness.release();
        letGo();
        server.startAgain();
        node.tell("commit");
    }

    private void letGo() throws Exception {
        for (AutoCloseable one : held) {
            one.close();
        }
        held.clear();
    }

    /** Until everything is sealed, and both witnesses have the newest checkpoint. */
    void awaitRest() {
        await("SELECT NOT EXISTS (SELECT FROM worm.log_queue) AND 2 = (SELECT count(*) FROM worm.witness_receipt r"
                + " WHERE r.size = (SELECT max(c.size) FROM worm.checkpoint c))");
    }

    private void awaitHeld(String table) {
        await("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'worm." + table + "'::regclass)");
    }

    private void awaitUnanswered(String role) {
        await("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND usename = '" + role + "')");
    }

    private void await(String question) {
        await(question, () -> text(question).equals("t"));
    }

    static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    /** Asks as somebody who owns the database. */
    String text(String question) throws SQLException {
        try (Connection superuser = server.superuser();
                Statement statement = superuser.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    @Override
    public void close() {
        node.kill();
        witness.close();
        server.close();
    }
}
