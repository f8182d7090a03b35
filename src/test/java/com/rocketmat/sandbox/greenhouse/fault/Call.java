package com.rocketmat.sandbox.greenhouse.fault;

import java.time.Instant;

/**
 * A request and its status: 0 if the connection was closed instead. The organisation is empty if the caller was unknown; query
 * and path are as sent.
 */
public record Call(Instant at, String organisation, String method, String path, String query, String body, int status) {

    Call answered(int given) {
        return new Call(at, organisation, method, path, query, body, given);
    }
}
