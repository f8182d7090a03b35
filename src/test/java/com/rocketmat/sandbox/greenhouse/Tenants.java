package com.rocketmat.sandbox.greenhouse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The organisations of a simulator, by a caller's credential: there may be thousands. Of several equal ones the first counts. */
final class Tenants {
    private final Map<String, Organisation> byName = new ConcurrentHashMap<>();
    private final Map<String, Organisation> byClient = new ConcurrentHashMap<>();
    private final Map<String, Organisation> byKey = new ConcurrentHashMap<>();

    Tenants(List<Organisation> all) {
        all.forEach(this::add);
    }

    void add(Organisation organisation) {
        byName.putIfAbsent(organisation.name(), organisation);
        byClient.putIfAbsent(organisation.clientId(), organisation);
        byKey.putIfAbsent(organisation.apiKey(), organisation);
    }

    Optional<Organisation> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Optional<Organisation> client(String clientId) {
        return Optional.ofNullable(byClient.get(clientId));
    }

    Optional<Organisation> key(String apiKey) {
        return Optional.ofNullable(byKey.get(apiKey));
    }
}
