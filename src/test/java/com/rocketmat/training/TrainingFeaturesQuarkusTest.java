package com.rocketmat.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.VaultStandIn;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TrainingFeaturesQuarkusTest {

    VaultStandIn vault;

    @Inject
    TrainingFeatures features;

    @Inject
    TenantRegistry registry;

    @Test
    void customFieldsOfTheActiveVersionAreUsedUnlessThisServiceWritesThem() {
        String points = "application.custom[points]";

        TrainingFeatures.Choice usual = chosen("learns-points", Map.of());
        assertThat(usual.features()).contains(points, "candidate.experience_years");
        assertThat(usual.leftOut()).isEmpty();
        assertThat(chosen("learns-no-score", Map.of("score_field", "points"))).satisfies(choice -> {
            assertThat(choice.features()).contains("candidate.experience_years").doesNotContain(points);
            assertThat(choice.leftOut()).containsExactly(Map.entry(points, "is written by this service"));
        });
        assertThat(chosen("learns-no-reasons", Map.of("reasons_field", "points"))
                        .features())
                .doesNotContain(points);
        assertThat(chosen("learns-not-twice", Map.of("score_field", "points"), points)
                        .leftOut())
                .as("the report already names what the request leaves out")
                .isEmpty();
    }

    /** With decisions=features, only applications with a kept score would have one, which reveals who was scored before the decision. */
    @Test
    void theStageOfTheActiveVersionIsNotUsed() {
        String stage = "application.stage";
        String manifest = Fixture.manifest("'" + stage + "'", "{'name':'y'}", "");

        TrainingFeatures.Choice choice =
                chosen("learns-no-stage", Map.of("decisions", "features"), Graph.words("Offer", "Screen"), manifest);

        assertThat(choice.features()).contains("candidate.experience_years").doesNotContain(stage);
        assertThat(choice.leftOut())
                .containsExactly(Map.entry(stage, "is removed from decided applications by Greenhouse"));
    }

    private TrainingFeatures.Choice chosen(String tenant, Map<String, String> more, String... without) {
        return chosen(tenant, more, Graph.identity(), PointsCustomer.MANIFEST, without);
    }

    /** Of a tenant without an organisation in Greenhouse. */
    private TrainingFeatures.Choice chosen(
            String tenant, Map<String, String> more, Graph graph, String manifest, String... without) {
        Operator operator = Surroundings.api();
        Map<String, String> secret = new HashMap<>(
                Map.of("harvest_client_id", tenant, "harvest_client_secret", "some", "schedule", "0 3 1 1 *"));
        secret.putAll(more);
        WrittenSecret.known(vault, operator, tenant, secret);
        operator.giveModel(tenant, graph.toBytes(), manifest);
        return features.forTraining(registry.settings(new TenantId(tenant)).orElseThrow(), List.of(without));
    }
}
