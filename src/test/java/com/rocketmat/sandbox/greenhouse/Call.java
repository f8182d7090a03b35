package com.rocketmat.sandbox.greenhouse;

import java.time.Instant;

/**
 * A request and the status it got: 0 when the connection was closed instead. The organisation is empty when the caller was
 * not known; query and path are as sent.
 */
public record Call(Instant at, String organisation, String method, String path, String query, String body, int status) {

    Call answered(int given) {
        return new Call(at, organisation, method, path, query, body, given);
    }
}
