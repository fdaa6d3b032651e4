package dev.countersign;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports for servers that tests start: below those the system gives out by itself, and other ones in each process of a build, so that
 * nobody takes one between its choice and the server's start.
 */
public final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int OF_EACH_PROCESS = 20;
    private static final int PROCESSES = 600;

    private static int next;

    private FreePorts() {}

    /** A free port whose successor is free too. */
    public static synchronized int two() throws IOException {
        int own = FIRST + (int) (ProcessHandle.current().pid() % PROCESSES) * OF_EACH_PROCESS;
        for (int tried = 0; tried < OF_EACH_PROCESS; tried += 2) {
            int port = own + next;
            next = (next + 2) % OF_EACH_PROCESS;
            if (isFree(port) && isFree(port + 1)) {
                return port;
            }
        }
        throw new IOException("no two ports are free from " + own + " on");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
