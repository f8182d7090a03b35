package com.rocketmat.sandbox.greenhouse.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Receives webhooks, and answers as configured; by default with 200. */
final class Endpoint implements Receiver {
    static final URI URL = URI.create("https://scores.test/webhooks/greenhouse/acme");
    static final String SECRET = "shared";
    private final List<Got> got = new ArrayList<>();
    private final Deque<Integer> statuses = new ArrayDeque<>();

    record Got(URI url, Map<String, String> headers, String body) {
        JsonNode json() {
            return Json.parse(body.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        }
    }

    /** The next answers; 0 means none. */
    void answers(int... next) {
        for (int status : next) {
            statuses.add(status);
        }
    }

    List<Got> got() {
        return got;
    }

    Got last() {
        return got.getLast();
    }

    @Override
    public int receive(URI url, Map<String, String> headers, byte[] body) throws IOException {
        got.add(new Got(url, headers, new String(body, StandardCharsets.US_ASCII)));
        int status = statuses.isEmpty() ? 200 : statuses.remove();
        if (status == 0) {
            throw new IOException("connection refused");
        }
        return status;
    }
}
