package com.rocketmat.harvest;

import com.rocketmat.harvest.HarvestFailure.Unavailable;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Fetches the files of attachments from where Greenhouse keeps them, which is not Greenhouse: no credential, cookie or header of a tenant
 * goes there, and a call costs nothing of the rate window. The signed address in the row is all that is needed, and a secret itself.
 */
final class AttachmentFiles {

    static final String FILES = "rocketmat_attachment_files";

    static final int LARGEST = 10 << 20;

    private static final int TRIES = 2;
    private static final int REDIRECTS = 3;

    private final MeterRegistry metrics;
    private final Duration limit;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            // each is looked at first
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /**
     * @param limit for one answer, the body included
     */
    AttachmentFiles(MeterRegistry metrics, Duration limit) {
        this.metrics = metrics;
        this.limit = limit;
    }

    private sealed interface Fetched {

        @SuppressWarnings("ArrayRecordComponent") // nobody compares files
        record File(byte[] bytes) implements Fetched {}

        /** It answers, but not with this file. */
        record Lost(String outcome) implements Fetched {}

        /** It does not answer, or is out of order: nothing is known of this file. */
        record Away(String why) implements Fetched {}
    }

    /**
     * The file; empty when it cannot be had, whoever asks and when.
     *
     * @param plain whether an address may be plain http, as for a tenant whose Harvest is
     * @throws HarvestException when the store of files is out of order
     */
    Optional<byte[]> fetch(String url, boolean plain) {
        Fetched fetched = follow(url, plain);
        for (int tries = 1; tries < TRIES && fetched instanceof Fetched.Away; tries++) {
            fetched = follow(url, plain);
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
                throw new HarvestException(new Unavailable("files of attachments: " + why));
            }
        };
    }

    private Fetched follow(String url, boolean plain) {
        Optional<URI> address = allowed(url, plain);
        for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
            if (address.isEmpty()) {
                return new Fetched.Lost("address_refused");
            }
            URI present = address.get();
            Answered answered = new Answered();
            try {
                HttpResponse<byte[]> answer = send(present, answered);
                if (answer.statusCode() / 100 != 3) {
                    return judged(answer, answered);
                }
                boolean plainStill = plain && "http".equals(present.getScheme());
                address = answer.headers()
                        .firstValue("Location")
                        .flatMap(location -> resolved(present, location))
                        .flatMap(next -> allowed(next, plainStill));
            } catch (IOException e) {
                return answered.begun.get()
                        ? new Fetched.Lost(answered.tooLarge.get() ? "too_large" : "broken_off")
                        : new Fetched.Away("no answer (%s)".formatted(Causes.kind(e)));
            }
        }
        return new Fetched.Lost("redirects");
    }

    private static Fetched judged(HttpResponse<byte[]> answer, Answered answered) {
        int status = answer.statusCode();
        if (answered.tooLarge.get()) {
            return new Fetched.Lost("too_large");
        }
        if (status == 200) {
            return new Fetched.File(answer.body());
        }
        return status == 429 || status >= 500
                ? new Fetched.Away("status " + status)
                // expired, removed, or never there
                : new Fetched.Lost("status_4xx");
    }

    /** Whether a body has begun, and whether it is more than is read. */
    private record Answered(AtomicBoolean begun, AtomicBoolean tooLarge) {

        Answered() {
            this(new AtomicBoolean(), new AtomicBoolean());
        }

        HttpResponse.BodySubscriber<byte[]> take(HttpResponse.ResponseInfo info) {
            if (info.statusCode() != 200) {
                return new Nothing();
            }
            begun.set(true);
            if (length(info.headers()) > LARGEST) {
                tooLarge.set(true);
                return new Nothing();
            }
            return BodySubscribers.limiting(BodySubscribers.ofByteArray(), LARGEST);
        }

        private static long length(HttpHeaders headers) {
            return headers.firstValueAsLong("Content-Length").orElse(0);
        }
    }

    /** Takes nothing of a body, however long it is, and lets go of the connection. */
    private static final class Nothing implements HttpResponse.BodySubscriber<byte[]> {

        @Override
        public CompletionStage<byte[]> getBody() {
            return CompletableFuture.completedStage(new byte[0]);
        }

        @Override
        public void onSubscribe(Flow.Subscription body) {
            body.cancel();
        }

        @Override
        public void onNext(List<ByteBuffer> part) {
            // what came before the end was heard of
        }

        @Override
        public void onError(Throwable error) {
            // nothing is missed
        }

        @Override
        public void onComplete() {
            // nothing was to be had
        }
    }

    private HttpResponse<byte[]> send(URI address, Answered answered) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address).build();
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, answered::take);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // of a request's own time-out the body is no part
            answer.cancel(true);
            throw new IOException(Causes.told(e));
        } catch (ExecutionException e) {
            throw new IOException(Causes.told(e.getCause()));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static Optional<URI> allowed(String url, boolean plain) {
        try {
            return url == null ? Optional.empty() : allowed(URI.create(url), plain);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<URI> allowed(URI address, boolean plain) {
        boolean scheme = "https".equals(address.getScheme()) || (plain && "http".equals(address.getScheme()));
        return scheme && address.getHost() != null && address.getUserInfo() == null
                ? Optional.of(address)
                : Optional.empty();
    }

    private static Optional<URI> resolved(URI present, String location) {
        try {
            return Optional.of(present.resolve(location));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void count(String outcome) {
        metrics.counter(FILES, "outcome", outcome).increment();
    }
}
