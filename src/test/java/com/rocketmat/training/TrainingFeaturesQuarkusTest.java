package com.rocketmat.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.Surroundings;
import com.rocketmat.sandbox.VaultStandIn;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class TrainingFeaturesQuarkusTest {

    VaultStandIn vault;

    @Inject
    TrainingFeatures features;

    @Inject
    TenantRegistry registry;

    @Test
    void aCustomFieldOfTheActiveVersionIsLearnedFromUnlessThisServiceWritesIt() {
        String points = "application.custom[points]";

        assertThat(learned("learns-points", Map.of())).contains(points, "candidate.experience_years");
        assertThat(learned("learns-no-score", Map.of("score_field", "points")))
                .contains("candidate.experience_years")
                .doesNotContain(points);
        assertThat(learned("learns-no-reasons", Map.of("reasons_field", "points")))
                .doesNotContain(points);
    }

    /** It has no such organisation in Greenhouse. */
    private List<String> learned(String tenant, Map<String, String> more) {
        Operator operator = new Operator(URI.create("http://localhost:" + RestAssured.port), Surroundings.OPERATOR);
        Map<String, String> secret = new HashMap<>(
                Map.of("harvest_client_id", tenant, "harvest_client_secret", "some", "schedule", "0 3 1 1 *"));
        secret.putAll(more);
        WrittenSecret.known(vault, operator, tenant, secret);
        operator.giveModel(tenant, Graph.identity().toBytes(), PointsCustomer.MANIFEST);
        return features.forTraining(registry.settings(new TenantId(tenant)).orElseThrow());
    }
}
