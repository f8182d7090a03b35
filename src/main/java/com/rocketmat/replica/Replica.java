package com.rocketmat.replica;

import jakarta.inject.Singleton;
import java.util.UUID;

/** This process: by its name the others see what it has claimed. */
@Singleton
public class Replica {

    private final String name;

    public Replica() {
        String pod = System.getenv("POD_NAME");
        this.name = (pod == null ? "replica" : pod) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    /** The pod's name, if it is known, and something that differs after each start. */
    public String name() {
        return name;
    }
}
