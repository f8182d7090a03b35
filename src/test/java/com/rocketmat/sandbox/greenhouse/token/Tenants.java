package com.rocketmat.sandbox.greenhouse.token;

import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The organisations of a simulator, by a caller's credential: there may be thousands. Of several equal ones the first counts. */
public final class Tenants {
    private final Map<String, Organisation> byName = new ConcurrentHashMap<>();
    private final Map<String, Organisation> byClient = new ConcurrentHashMap<>();
    private final Map<String, Organisation> byKey = new ConcurrentHashMap<>();

    public Tenants(List<Organisation> all) {
        all.forEach(this::add);
    }

    public void add(Organisation organisation) {
        byName.putIfAbsent(organisation.name(), organisation);
        byClient.putIfAbsent(organisation.clientId(), organisation);
        byKey.putIfAbsent(organisation.apiKey(), organisation);
    }

    public Optional<Organisation> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Optional<Organisation> client(String clientId) {
        return Optional.ofNullable(byClient.get(clientId));
    }

    public Optional<Organisation> key(String apiKey) {
        return Optional.ofNullable(byKey.get(apiKey));
    }
}
