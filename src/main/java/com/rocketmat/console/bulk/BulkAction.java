package com.rocketmat.console.bulk;

import com.rocketmat.console.session.Addresses;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

enum BulkAction {
    PAUSE("Pause", "Paused", 2_000),
    RESUME("Resume", "Resumed", 2_000),
    SYNC("Sync", "Requested a run of", 2_000),
    /** Some fifteen calls to Greenhouse each, while the browser waits. */
    DOCTOR("Run the doctor on", "Ran the doctor on", 50);

    private final String verb;
    private final String past;
    private final int most;

    BulkAction(String verb, String past, int most) {
        this.verb = verb;
        this.past = past;
        this.most = most;
    }

    static Optional<BulkAction> named(String name) {
        return Arrays.stream(values())
                .filter(action -> action.path().equals(name))
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

    /** Maximum number of tenants. */
    int most() {
        return most;
    }
}
