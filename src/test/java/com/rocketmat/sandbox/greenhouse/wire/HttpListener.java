package com.rocketmat.sandbox.greenhouse.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * HTTP/1.1 on the loopback interface, with a virtual thread per connection. The JDK's own server always writes its own Date,
 * cannot omit or truncate an answer, and changes the case of header names: all three matter here.
 */
public final class HttpListener implements AutoCloseable {
    public interface Handler {
        Reply handle(Request request);
    }

    private static final long FOR_EVER = 1L << 30;
    private final ServerSocket socket;
    private final Handler handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    public HttpListener(int port, Handler handler) {
        try {
            this.socket = new ServerSocket(port, 200, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.handler = handler;
    }

    public void start() {
        Thread.ofVirtual().name("greenhouse-simulator").start(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        close(socket);
        open.forEach(HttpListener::close);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                open.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException _) {
                // closed, or a client that disconnected before it was accepted
            }
        }
    }

    private void serve(Socket connection) {
        try (connection;
                InputStream in = new BufferedInputStream(connection.getInputStream());
                OutputStream out = new BufferedOutputStream(connection.getOutputStream(), 65_536)) {
            boolean more = true;
            while (more) {
                Request request = read(in, out);
                more = request != null && write(out, handler.handle(request), request);
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException _) {
            // the client disconnected, or does not speak HTTP
        } finally {
            open.remove(connection);
        }
    }

    /** Null if the client has closed the connection. */
    private static Request read(InputStream in, OutputStream out) throws IOException {
        String start = line(in);
        if (start == null) {
            return null;
        }
        String[] words = start.split(" ", -1);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        int question = words[1].indexOf('?');
        return new Request(
                words[0],
                question < 0 ? words[1] : words[1].substring(0, question),
                question < 0 ? "" : words[1].substring(question + 1),
                headers,
                body(in, headers));
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if (!"chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return exactly(in, Integer.parseInt(headers.getOrDefault("content-length", "0")));
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int size = chunk(in); size > 0; size = chunk(in)) {
            whole.write(exactly(in, size));
            line(in);
        }
        while (!"".equals(line(in))) {
            // trailers are ignored
        }
        return whole.toByteArray();
    }

    private static int chunk(InputStream in) throws IOException {
        String line = line(in);
        if (line == null) {
            throw new EOFException();
        }
        return Integer.parseInt(line.split(";", -1)[0].trim(), 16);
    }

    private static byte[] exactly(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException();
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                if (line.isEmpty()) {
                    return null;
                }
                throw new EOFException();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** Whether the connection can be used again. */
    private static boolean write(OutputStream out, Reply reply, Request request) throws IOException {
        return switch (reply) {
            case Reply.Closed _ -> false;
            case Reply.Truncated(Response response) -> {
                half(out, response);
                yield false;
            }
            case Reply.Stalled(Response response, Duration pause) -> {
                int sent = half(out, response);
                pause(pause);
                out.write(response.body(), sent, response.body().length - sent);
                out.flush();
                yield true;
            }
            case Reply.Endless(Response beginning, byte[] part, AtomicLong sent) -> {
                head(out, beginning, "Transfer-Encoding: chunked");
                chunk(out, beginning.body());
                for (long bytes = 0; bytes < FOR_EVER; bytes += part.length) {
                    chunk(out, part);
                    sent.addAndGet(part.length);
                }
                yield false;
            }
            case Response response -> {
                head(out, response);
                out.write(response.body());
                out.flush();
                yield !"close".equalsIgnoreCase(request.headers().get("connection"));
            }
        };
    }

    private static int half(OutputStream out, Response response) throws IOException {
        int half = response.body().length / 2;
        head(out, response);
        out.write(response.body(), 0, half);
        out.flush();
        return half;
    }

    private static void pause(Duration pause) throws IOException {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void chunk(OutputStream out, byte[] bytes) throws IOException {
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void head(OutputStream out, Response response) throws IOException {
        head(out, response, response.status() == 204 ? "" : "Content-Length: " + response.body().length);
    }

    private static void head(OutputStream out, Response response, String framing) throws IOException {
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(response.status()).append(" \r\n");
        response.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (!framing.isEmpty()) {
            head.append(framing).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception _) {
            // only closing matters
        }
    }
}
