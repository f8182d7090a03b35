package com.rocketmat.harvest.call;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.rocketmat.harvest.Causes;
import com.rocketmat.harvest.FileAway;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches attachment files from Greenhouse's file storage, not from Greenhouse itself: no tenant's credential, cookie or header
 * is sent, and calls do not count towards the rate window. The signed address in the row is sufficient, and is itself a secret.
 * To keep a crafted address from reaching internal networks, each host is resolved once, and the address that was checked is the
 * one that is called.
 */
public final class AttachmentFiles implements AutoCloseable {

    static final String FILES = "rocketmat_attachment_files";

    static final int LARGEST = 10 << 20;

    private static final int TRIES = 2;
    private static final int REDIRECTS = 3;
    /** Before the first address, which has to be whole. */
    private static final URI NO_BASE = URI.create("");

    private static final int CONNECTIONS_A_HOST = 64;

    private static final int MAX_PORT = 65_535;
    private static final int MOST_AWAY = 10_000;
    /** As long as windows leave its application alone: with growing pauses, eight tries of several files in turn take hours. */
    private static final Duration GIVEN_UP_FOR = Duration.ofHours(20);

    private final MeterRegistry metrics;
    private final Duration limit;
    private final Resolver resolver;
    /** How often in a row a file was away, by a digest of its address, which may have the candidate's name, without its signature. */
    private final Cache<Integer, Integer> failuresInARow = Caffeine.newBuilder()
            .maximumSize(MOST_AWAY)
            .expireAfterWrite(GIVEN_UP_FOR)
            .build();

    private Vertx vertx;
    private HttpClient client;

    /** @param limit for one file, all calls for it included */
    public AttachmentFiles(MeterRegistry metrics, Duration limit) {
        this(metrics, limit, InetAddress::getAllByName);
    }

    AttachmentFiles(MeterRegistry metrics, Duration limit, Resolver resolver) {
        this.metrics = metrics;
        this.limit = limit;
        this.resolver = resolver;
    }

    interface Resolver {

        InetAddress[] of(String host) throws UnknownHostException;
    }

    /**
     * Not Quarkus's own client, which would show the signed addresses in traces and metrics. Created on first use, since most
     * services never need it.
     */
    private synchronized HttpClient client() {
        if (client == null) {
            vertx = Vertx.vertx(new VertxOptions()
                    .setEventLoopPoolSize(1)
                    .setFileSystemOptions(
                            new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
            client = vertx.createHttpClient(
                    new HttpClientOptions().setConnectTimeout(5000).setMaxPoolSize(CONNECTIONS_A_HOST));
        }
        return client;
    }

    @Override
    public synchronized void close() {
        if (vertx != null) {
            vertx.close();
        }
    }

    /** Of a host: another address of the file, or how the attempt to fetch it ended. */
    private sealed interface Reply {

        record Moved(String location) implements Reply {}
    }

    private sealed interface Fetched extends Reply {

        @SuppressWarnings("ArrayRecordComponent") // files are never compared
        record File(byte[] bytes) implements Fetched {}

        /** The host answers, but not with this file. */
        record Lost(String outcome) implements Fetched {}

        /** The host does not answer, is failing, breaks off or takes too long; whether the file exists is unknown. */
        record Away(String why) implements Fetched {}
    }

    /**
     * The file; empty if it is gone for good, or if its address is not that of a file storage.
     *
     * @param own may use plain HTTP or a private network; if so, files may too
     * @throws FileAway if the file storage is failing, if this network has it at a private address, or if the file was away so often that it is
     *     not asked for at present
     */
    public Optional<byte[]> fetch(String url, OwnAddress own) {
        Integer failures = failuresInARow.getIfPresent(key(url));
        if (failures != null && failures >= FileAway.MOST) {
            throw new FileAway("files of attachments: given up for now", failures);
        }
        long deadline = System.nanoTime() + limit.toNanos();
        Fetched fetched = follow(url, own, deadline);
        for (int tries = 1; tries < TRIES && fetched instanceof Fetched.Away && left(deadline) > 0; tries++) {
            fetched = follow(url, own, deadline);
        }
        if (!(fetched instanceof Fetched.Away)) {
            failuresInARow.invalidate(key(url));
        }
        return switch (fetched) {
            case Fetched.File(byte[] bytes) -> {
                count("ok");
                yield Optional.of(bytes);
            }
            case Fetched.Lost(String outcome) -> {
                count(outcome);
                yield Optional.empty();
            }
            case Fetched.Away(String why) -> {
                count("away");
                throw new FileAway(
                        "files of attachments: " + why, failuresInARow.asMap().merge(key(url), 1, Integer::sum));
            }
        };
    }

    private static long left(long deadline) {
        return deadline - System.nanoTime();
    }

    private static int key(String url) {
        return url == null ? 0 : url.split("\\?", 2)[0].hashCode();
    }

    private Fetched follow(String url, OwnAddress own, long deadline) {
        String location = url;
        URI current = NO_BASE;
        boolean plain = own.isHttp();
        for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
            Optional<URI> address = allowed(current, location, plain);
            if (address.isEmpty()) {
                return new Fetched.Lost("address_refused");
            }
            current = address.get();
            plain = plain && "http".equals(current.getScheme());
            switch (ask(current, own, deadline)) {
                case Fetched end -> {
                    return end;
                }
                case Reply.Moved(String next) -> location = next;
            }
        }
        return new Fetched.Lost("redirects");
    }

    private Reply ask(URI address, OwnAddress own, long deadline) {
        try {
            Optional<InetAddress> checked = checked(address.getHost(), own);
            return checked.isEmpty()
                    ? new Fetched.Away("their host is in a private network")
                    : ask(address, checked.get(), deadline);
        } catch (IOException e) {
            return noAnswer(Causes.kind(e));
        }
    }

    private static Reply noAnswer(String why) {
        return new Fetched.Away("no answer, or not all of it (%s)".formatted(why));
    }

    /** One of the host's addresses, if all of them are allowed. */
    private Optional<InetAddress> checked(String host, OwnAddress own) throws UnknownHostException {
        InetAddress[] addresses = resolver.of(host);
        boolean allowed =
                allPublic(addresses) || !allPublic(resolver.of(own.home().getHost()));
        return allowed ? Optional.of(addresses[0]) : Optional.empty();
    }

    private static boolean allPublic(InetAddress[] addresses) {
        return Arrays.stream(addresses).allMatch(PublicAddress::is);
    }

    private Reply ask(URI address, InetAddress checked, long deadline) {
        Reading reading = new Reading();
        boolean encrypted = "https".equals(address.getScheme());
        int port = OwnAddress.port(address);
        String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        Future<Reply> reply = client().request(new RequestOptions()
                        .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(checked, port)))
                        // for the Host header and the certificate
                        .setHost(address.getHost())
                        .setPort(port)
                        .setSsl(encrypted)
                        .setURI(address.getRawQuery() == null ? path : path + "?" + address.getRawQuery()))
                .compose(reading::begin);
        try {
            return reply.toCompletionStage().toCompletableFuture().get(left(deadline), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return reading.failed(e);
        } catch (ExecutionException e) {
            return reading.failed(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return reading.failed(e);
        }
    }

    /** Collects an answer as it arrives, up to the limit. */
    private static final class Reading {

        private final Promise<Reply> reply = Promise.promise();
        private final Buffer body = Buffer.buffer();
        private volatile HttpClientRequest request;
        /** The caller no longer waits; the connection may not exist yet. */
        private volatile boolean abandoned;

        Future<Reply> begin(HttpClientRequest created) {
            request = created;
            return abandoned ? end(noAnswer("too late")) : created.send().compose(this::take);
        }

        private Future<Reply> take(HttpClientResponse answer) {
            answer.exceptionHandler(reply::tryFail);
            int status = answer.statusCode();
            if (status / 100 == 3) {
                return end(new Reply.Moved(answer.getHeader(HttpHeaders.LOCATION)));
            }
            if (status == 429 || status >= 500) {
                return end(new Fetched.Away("status " + status));
            }
            if (status != 200) {
                // expired, removed or never existed; under this name also one without a file, such as 204
                return end(new Fetched.Lost("status_4xx"));
            }
            answer.handler(part -> {
                if (body.length() + part.length() > LARGEST) {
                    end(new Fetched.Lost("too_large"));
                } else {
                    body.appendBuffer(part);
                }
            });
            answer.endHandler(_ -> reply.tryComplete(new Fetched.File(body.getBytes())));
            return length(answer) > LARGEST ? end(new Fetched.Lost("too_large")) : reply.future();
        }

        private static long length(HttpClientResponse answer) {
            String length = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
            return length == null ? 0 : Long.parseLong(length);
        }

        private Future<Reply> end(Reply known) {
            reply.tryComplete(known);
            request.reset();
            return reply.future();
        }

        Reply failed(Throwable why) {
            abandoned = true;
            if (request != null) {
                request.reset();
            }
            return noAnswer(Causes.kind(why));
        }
    }

    /** The address that a location means, if a file may be fetched from there. */
    private static Optional<URI> allowed(URI current, String location, boolean plain) {
        try {
            return Optional.ofNullable(location)
                    .map(current::resolve)
                    .filter(address ->
                            "https".equals(address.getScheme()) || (plain && "http".equals(address.getScheme())))
                    .filter(address -> address.getHost() != null
                            && address.getUserInfo() == null
                            && OwnAddress.port(address) <= MAX_PORT);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private void count(String outcome) {
        metrics.counter(FILES, "outcome", outcome).increment();
    }
}
