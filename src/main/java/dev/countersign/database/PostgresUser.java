package dev.countersign.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who runs PostgreSQL, which refuses to run as root: an ordinary user runs it as himself, root as nobody. */
final class PostgresUser {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresUser.class);
    private static final int NOBODY = 65534;
    /** Lets nobody pass through root's private home directory; tried only where the way is closed otherwise. */
    private static final List<String> CAPABILITIES = List.of("dac_read_search", "dac_override");

    private final boolean other;
    private final int uid;
    private final int gid;
    private final List<String> prefix;

    private PostgresUser(boolean other, int uid, int gid, List<String> prefix) {
        this.other = other;
        this.uid = uid;
        this.gid = gid;
        this.prefix = prefix;
    }

    /**
     * The user for this data directory: whoever owns the cluster that is in it, else nobody.
     *
     * @throws StartRefusedException if root cannot become somebody who reaches the directory
     */
    static PostgresUser of(DataDirectory directory, Path binaries) throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new PostgresUser(false, 0, 0, List.of());
        }
        int uid = NOBODY;
        int gid = NOBODY;
        if (Files.exists(directory.cluster())) {
            uid = (int) Files.getAttribute(directory.cluster(), "unix:uid");
            gid = (int) Files.getAttribute(directory.cluster(), "unix:gid");
        }
        return new PostgresUser(true, uid, gid, privilegesDropped(directory.path(), binaries, uid, gid));
    }

    private static List<String> privilegesDropped(Path directory, Path binaries, int uid, int gid)
            throws IOException, InterruptedException {
        List<String> plain = setpriv(uid, gid, "--inh-caps=-all");
        if (reaches(plain, directory, binaries)) {
            return plain;
        }
        for (String capability : CAPABILITIES) {
            // The secure bit makes access(2) count the capability: PostgreSQL looks at its program files that way.
            List<String> passing = setpriv(
                    uid,
                    gid,
                    "--inh-caps=-all,+" + capability,
                    "--ambient-caps=-all,+" + capability,
                    "--bounding-set=-all,+" + capability,
                    "--securebits=+no_setuid_fixup");
            if (reaches(passing, directory, binaries)) {
                LOG.info("{} is in a private directory: PostgreSQL is given {} to reach it", directory, capability);
                return passing;
            }
        }
        throw new StartRefusedException(
                "PostgreSQL does not run as root, and user " + uid + " cannot reach " + directory + ".",
                "Run Countersign as an ordinary user, move the data directory (COUNTERSIGN_DATA_DIR) to where others may"
                        + " pass, install setpriv (package util-linux), or name a server in COUNTERSIGN_DB_URL.");
    }

    private static List<String> setpriv(int uid, int gid, String... capabilities) {
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups"));
        command.addAll(List.of(capabilities));
        command.add("--no-new-privs");
        return List.copyOf(command);
    }

    private static boolean reaches(List<String> prefix, Path directory, Path binaries)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(
                List.of("sh", "-c", "cd \"$0\" && \"$1\" --version", directory.toString(), binaries + "/bin/postgres"));
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            LOG.warn("Cannot run {}: {}", prefix.get(0), e.getMessage());
            return false;
        }
    }

    /** The command, run as this user. */
    List<String> running(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /** Gives a file to this user. */
    void give(Path path) throws IOException {
        if (other) {
            Files.setAttribute(path, "unix:uid", uid);
            Files.setAttribute(path, "unix:gid", gid);
        }
    }
}
