package com.rocketmat.harvest;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.sandbox.TestTenants;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Sessions, each with its own tenant, so that no test sees another's token, budget or open circuit. */
public final class HarvestFixture {

    private HarvestFixture() {}

    public static HarvestSession v3(HarvestSessions sessions, Organisation organisation) {
        return sessions.session(v3(organisation, Map.of()));
    }

    public static HarvestSession v1(HarvestSessions sessions, Organisation organisation) {
        return sessions.session(v1(organisation, Map.of()));
    }

    /** Settings with some keys of the organisation's secret replaced. */
    public static TenantSettings v3(Organisation organisation, Map<String, String> secret) {
        return TestTenants.settings(newTenant(), organisation.secret(secret));
    }

    public static TenantSettings v1(Organisation organisation, Map<String, String> secret) {
        return TestTenants.settings(newTenant(), organisation.keySecret(secret));
    }

    private static TenantId newTenant() {
        return new TenantId(UUID.randomUUID().toString());
    }

    public static HarvestFailure failure(ThrowingCallable call) {
        return catchThrowableOfType(HarvestException.class, call).failure();
    }

    /** A decimal number, whose digits are kept. */
    public static List<CustomFieldWrite> score(String value) {
        return List.of(new CustomFieldWrite("rocketmat", DecimalNode.valueOf(new BigDecimal(value))));
    }
}
