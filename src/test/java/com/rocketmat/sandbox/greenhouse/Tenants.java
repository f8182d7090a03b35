package com.rocketmat.sandbox.greenhouse;

import java.util.List;
import java.util.Optional;

/** The organisations of a simulator, by what a caller shows. */
record Tenants(List<Organisation> all) {

    Tenants {
        all = List.copyOf(all);
    }

    Optional<Organisation> named(String name) {
        return all.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    Optional<Organisation> client(String clientId) {
        return all.stream().filter(each -> each.clientId().equals(clientId)).findFirst();
    }

    Optional<Organisation> key(String apiKey) {
        return all.stream().filter(each -> each.apiKey().equals(apiKey)).findFirst();
    }
}
