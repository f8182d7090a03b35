package com.rocketmat.sandbox;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;

/** A minimal PgBouncer in transaction mode: each transaction gets any free session of PostgreSQL. */
public final class TransactionPooler implements AutoCloseable {

    private static final int SSL = 80_877_103;
    private static final int GSS = 80_877_104;

    private final URI database;
    private final boolean latestFirst;
    private final ServerSocket door;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final BlockingDeque<End> free = new LinkedBlockingDeque<>();

    private TransactionPooler(URI database, boolean latestFirst, ServerSocket door) {
        this.database = database;
        this.latestFirst = latestFirst;
        this.door = door;
    }

    /** Prefers the most recently used session or, if not set, the one idle for longest. */
    public static TransactionPooler before(SandboxDatabase database, boolean latestFirst) throws IOException {
        URI address = URI.create(database.jdbcUrl().substring("jdbc:".length()));
        TransactionPooler pooler =
                new TransactionPooler(address, latestFirst, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        pooler.threads.execute(pooler::open);
        return pooler;
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:%d%s".formatted(door.getLocalPort(), database.getPath());
    }

    /** One end of a connection. */
    private record End(DataInputStream in, DataOutputStream out) {

        static End of(Socket socket) throws IOException {
            return new End(
                    new DataInputStream(socket.getInputStream()), new DataOutputStream(socket.getOutputStream()));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // messages are never compared
    private record Message(byte type, byte[] body) {

        static Message from(End end) throws IOException {
            byte type = end.in().readByte();
            return new Message(type, end.in().readNBytes(end.in().readInt() - Integer.BYTES));
        }

        boolean is(char wanted) {
            return type == wanted;
        }

        Message to(End end) throws IOException {
            end.out().writeByte(type);
            end.out().writeInt(body.length + Integer.BYTES);
            end.out().write(body);
            end.out().flush();
            return this;
        }
    }

    private void open() {
        try {
            while (true) {
                Socket client = door.accept();
                sockets.add(client);
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            End end = End.of(client);
            End server = signIn(end);
            // new ones wait longest, because PgBouncer creates none while one is free
            if (latestFirst) {
                free.addLast(server);
            } else {
                free.addFirst(server);
            }
            while (true) {
                transaction(end);
            }
        } catch (EOFException e) {
            // the client has disconnected
        } catch (IOException e) {
            if (!door.isClosed()) {
                throw new UncheckedIOException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** PostgreSQL itself gets the password. */
    private End signIn(End client) throws IOException {
        byte[] startup = client.in().readNBytes(client.in().readInt() - Integer.BYTES);
        int code = new DataInputStream(new ByteArrayInputStream(startup)).readInt();
        if (code == SSL || code == GSS) {
            client.out().writeByte('N');
            client.out().flush();
            return signIn(client);
        }
        Socket socket = new Socket(database.getHost(), database.getPort());
        sockets.add(socket);
        End server = End.of(socket);
        server.out().writeInt(startup.length + Integer.BYTES);
        server.out().write(startup);
        server.out().flush();
        Message told = Message.from(server).to(client);
        while (!told.is('Z')) {
            boolean asks = told.is('R') && told.body()[3] != 0 && told.body()[3] != 12;
            if (asks) {
                Message.from(client).to(server);
            }
            told = Message.from(server).to(client);
        }
        return server;
    }

    private void transaction(End client) throws IOException, InterruptedException {
        Message asked = Message.from(client);
        if (asked.is('X')) {
            throw new EOFException();
        }
        End server = latestFirst ? free.takeFirst() : free.takeLast();
        boolean over = false;
        while (!over) {
            asked.to(server);
            over = (asked.is('S') || asked.is('Q')) && answered(server, client);
            asked = over ? asked : Message.from(client);
        }
        free.addFirst(server);
    }

    /** Whether it ends the transaction. */
    private static boolean answered(End server, End client) throws IOException {
        Message told = Message.from(server).to(client);
        while (!told.is('Z')) {
            told = Message.from(server).to(client);
        }
        return told.body()[0] == 'I';
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.close();
    }
}
