package com.rocketmat.sandbox.greenhouse.webhook;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Receives what is sent to a webhook; returns the status of its answer. */
@FunctionalInterface
public interface Receiver {
    int receive(URI url, Map<String, String> headers, byte[] body) throws IOException;
}
