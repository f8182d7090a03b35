package com.rocketmat.harvest.v1;

import com.rocketmat.harvest.row.Office;

/** An office, nested in a job in v1. */
record V1Office(long id, String name, Location location) {

    Office office() {
        return new Office(id, name, location == null ? null : location.name());
    }

    record Location(String name) {}
}
