package com.rocketmat.ops;

import com.rocketmat.sandbox.SecretiveCustomer;
import com.rocketmat.sandbox.Surroundings;
import com.rocketmat.sandbox.greenhouse.Organisation;
import java.util.List;

/** Customers whose candidates have data of every kind. */
public final class SecretiveSurroundings extends Surroundings {

    static final List<String> CUSTOMERS =
            List.of("talked-of", "keyed", "mistyped", "forbidden", "unfit", "odd", "forced");

    @Override
    protected List<Organisation> organisations() {
        return CUSTOMERS.stream().map(name -> SecretiveCustomer.named(name, 6)).toList();
    }
}
