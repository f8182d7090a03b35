package com.rocketmat.audit;

import jakarta.enterprise.context.RequestScoped;
import java.util.Map;
import java.util.TreeMap;

/** What the entry of the present call says besides its address: set by a resource whose address does not tell what it did. */
@RequestScoped
public class ActionDetails {

    private final Map<String, String> details = new TreeMap<>();

    public void add(String key, String value) {
        details.put(key, value);
    }

    Map<String, String> all() {
        return Map.copyOf(details);
    }
}
