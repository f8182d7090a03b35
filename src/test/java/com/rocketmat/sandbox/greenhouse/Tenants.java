package com.rocketmat.sandbox.greenhouse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The organisations of a simulator, by a caller's credential: there may be thousands. */
final class Tenants {
    private final Map<String, Organisation> byName;
    private final Map<String, Organisation> byClient;
    private final Map<String, Organisation> byKey;

    Tenants(List<Organisation> all) {
        this.byName = by(all, Organisation::name);
        this.byClient = by(all, Organisation::clientId);
        this.byKey = by(all, Organisation::apiKey);
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

    /** Of several the first counts. */
    private static Map<String, Organisation> by(List<Organisation> all, Function<Organisation, String> what) {
        return all.stream().collect(Collectors.toMap(what, Function.identity(), (first, _) -> first));
    }
}
