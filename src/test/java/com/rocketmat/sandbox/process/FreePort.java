package com.rocketmat.sandbox.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A free port below the range that the kernel uses for outgoing connections, so that it stays free across a restart. Each port is
 * given out once, because its user takes some seconds until it listens. Other builds on the machine are excluded too: ports come
 * in blocks, and the JVM that listens on the first port of a block owns the others.
 */
public final class FreePort {

    private static final int LOWEST = 20_000;
    private static final int BLOCK = 100;
    private static final int BLOCKS = 127;
    /** OpenBao uses the port after its own for its cluster. */
    private static final int STEP = 2;

    private static final int TRIES = 1_000;

    /** Open until this JVM ends. */
    private static final List<ServerSocket> HELD = new ArrayList<>();

    private static int next = LOWEST;

    private FreePort() {}

    public static synchronized int find() {
        OneBuildAtATime.await();
        for (int i = 0; i < TRIES; i++) {
            if (next % BLOCK == 0) {
                next = LOWEST + BLOCK * ThreadLocalRandom.current().nextInt(BLOCKS);
                Optional<ServerSocket> first = listen(next);
                if (first.isEmpty()) {
                    continue;
                }
                HELD.add(first.get());
                next += STEP;
            }
            int port = next;
            next += STEP;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + LOWEST + " to " + (LOWEST + BLOCK * BLOCKS));
    }

    private static boolean isFree(int port) {
        Optional<ServerSocket> socket = listen(port);
        socket.ifPresent(FreePort::close);
        return socket.isPresent();
    }

    private static Optional<ServerSocket> listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            try {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return Optional.of(socket);
            } catch (IOException e) {
                socket.close();
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
