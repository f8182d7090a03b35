package com.rocketmat.harvest.v1;

import com.rocketmat.harvest.row.Office;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** An office, nested in a job in v1. */
@RegisterForReflection
record V1Office(long id, String name, Location location) {

    Office office() {
        return new Office(id, name, location == null ? null : location.name());
    }

    @RegisterForReflection
    record Location(String name) {}
}
