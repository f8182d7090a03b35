package com.rocketmat.ops;

import com.rocketmat.sandbox.customer.SecretiveCustomer;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.stack.Surroundings;
import java.util.List;
import java.util.stream.Stream;

/** Customers whose candidates have data of every kind. */
public final class SecretiveSurroundings extends Surroundings {

    @Override
    protected List<Organisation> organisations() {
        return Stream.of("talked-of", "odd", "forced")
                .map(name -> SecretiveCustomer.named(name, 6))
                .toList();
    }
}
