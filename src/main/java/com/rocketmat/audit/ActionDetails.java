package com.rocketmat.audit;

import jakarta.enterprise.context.RequestScoped;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** What the entry of the present call says besides its address: set by a resource whose address does not tell what it did. */
@RequestScoped
public class ActionDetails {

    private final String reference = UUID.randomUUID().toString();
    private final Map<String, String> details = new TreeMap<>();
    private String signedIn;

    public void add(String key, String value) {
        details.put(key, ActionLog.cut(value));
    }

    /** The call signs this person in: it is recorded under the name, also where it came without an identity, or is a GET. */
    public void signsIn(String actor) {
        signedIn = actor;
    }

    Optional<String> signedIn() {
        return Optional.ofNullable(signedIn);
    }

    /** Of all entries of the call. */
    String reference() {
        return reference;
    }

    Map<String, String> all() {
        return Map.copyOf(details);
    }
}
