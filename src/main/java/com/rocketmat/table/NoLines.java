package com.rocketmat.table;

import java.util.Map;

/** There is nothing to send: the only way out of a stream of Quarkus's that writes no byte. */
final class NoLines extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> headers;

    NoLines(Map<String, String> headers) {
        super("no lines", null, false, false);
        this.headers = headers;
    }

    Map<String, String> headers() {
        return headers;
    }
}
