package com.rocketmat.replica;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** This process, with the name under which it claims work. */
@Singleton
public class Replica {

    private static final int SUFFIX = 8;
    /** db-scheduler cuts longer names off when it stores who claimed work, which would then not be found by this name. */
    private static final int MAX_LENGTH = 50;

    private final String name;

    @Inject
    public Replica() {
        this(Optional.ofNullable(System.getenv("POD_NAME")).orElse("replica"));
    }

    public Replica(String pod) {
        this.name = pod.substring(Math.max(0, pod.length() + 1 + SUFFIX - MAX_LENGTH)) + "-"
                + UUID.randomUUID().toString().substring(0, SUFFIX);
    }

    /** The end of the pod's name, if known, and a suffix that differs after each start. */
    public String name() {
        return name;
    }
}
