package com.rocketmat.replica;

import jakarta.inject.Singleton;
import java.util.UUID;

/** This process, with the name under which it claims work. */
@Singleton
public class Replica {

    private final String name;

    public Replica() {
        String pod = System.getenv("POD_NAME");
        this.name = (pod == null ? "replica" : pod) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    /** The pod's name, if known, and a suffix that differs after each start. */
    public String name() {
        return name;
    }
}
