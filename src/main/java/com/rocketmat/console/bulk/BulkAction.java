package com.rocketmat.console.bulk;

import com.rocketmat.console.session.Addresses;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

enum BulkAction {
    PAUSE("Pause", "Paused", 2_000),
    RESUME("Resume", "Resumed", 2_000),
    SYNC("Sync", "Requested a run of", 2_000),
    /** Takes some fifteen calls to Greenhouse a tenant, while the browser waits. */
    DOCTOR("Run the doctor on", "Ran the doctor on", 50);

    private final String verb;
    private final String past;
    private final int maxTenants;

    BulkAction(String verb, String past, int maxTenants) {
        this.verb = verb;
        this.past = past;
        this.maxTenants = maxTenants;
    }

    static Optional<BulkAction> find(String path) {
        return Arrays.stream(values())
                .filter(action -> action.path().equals(path))
                .findFirst();
    }

    String path() {
        return name().toLowerCase(Locale.ROOT);
    }

    String address() {
        return Addresses.BULK + "/" + path();
    }

    String verb() {
        return verb;
    }

    String past() {
        return past;
    }

    int maxTenants() {
        return maxTenants;
    }
}
