package dev.countersign.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** What figures were measured on: sizes and versions, no names. */
final class Machine {

    private Machine() {}

    static Map<String, String> describe() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Map.of(
                "cores",
                Integer.toString(Runtime.getRuntime().availableProcessors()),
                "memory",
                Math.round(system.getTotalMemorySize() / 1e9) + " GB",
                "Java",
                System.getProperty("java.version"));
    }

    /** How long the disk under that folder takes to keep 8 KiB: the middle of many, in milliseconds. */
    static String sync(Path folder) throws Exception {
        Path file = Files.createTempFile(Files.createDirectories(folder), "sync", ".bin");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            Round round = Round.lasting(Duration.ofMillis(500), () -> keep(channel));
            return String.format(Locale.ROOT, "%.2f ms", round.p50() / 1e6);
        } finally {
            Files.delete(file);
        }
    }

    private static void keep(FileChannel channel) throws IOException {
        channel.write(ByteBuffer.allocate(8192), 0);
        channel.force(false);
    }
}
