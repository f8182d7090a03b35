package com.rocketmat.tenant;

/** A secret was asked for after it had been replaced or removed: whoever works with old settings is to end, no more than that. */
public final class SecretWiped extends RuntimeException {

    SecretWiped() {
        super("this secret was replaced or removed, and is wiped");
    }
}
