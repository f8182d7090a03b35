package com.rocketmat.ops;

import com.rocketmat.sandbox.SecretiveCustomer;
import com.rocketmat.sandbox.Surroundings;
import com.rocketmat.sandbox.greenhouse.Organisation;
import java.util.List;

/** Customers whose candidates have data of every kind. */
public final class SecretiveSurroundings extends Surroundings {

    @Override
    protected List<Organisation> organisations() {
        return List.of(SecretiveCustomer.named("talked-of", 6), SecretiveCustomer.named("odd", 6));
    }
}
