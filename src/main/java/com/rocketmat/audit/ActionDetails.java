package com.rocketmat.audit;

import jakarta.enterprise.context.RequestScoped;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Details that a resource adds to the audit entry of the current call, if its address does not say what it did. */
@RequestScoped
public class ActionDetails {

    private final String reference = UUID.randomUUID().toString();
    private final Map<String, String> details = new TreeMap<>();
    private String signedIn;

    public void add(String key, String value) {
        details.put(key, ActionLog.cut(value));
    }

    /** Records the call under the name of the person who signs in, even if it is a GET or came without an identity. */
    public void signsIn(String actor) {
        signedIn = actor;
    }

    Optional<String> signedIn() {
        return Optional.ofNullable(signedIn);
    }

    /** The same for all entries of the call. */
    String reference() {
        return reference;
    }

    Map<String, String> all() {
        return Map.copyOf(details);
    }
}
