package com.rocketmat.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.TestTenants;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.tenant.KnownTenant;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TrainingFeaturesQuarkusTest {

    @Inject
    TrainingFeatures features;

    private final TenantId tenant = new TenantId("learns-" + UUID.randomUUID());

    @Test
    void customFieldsOfTheActiveVersionAreUsedUnlessThisServiceWritesThem() {
        String points = "application.custom[points]";
        activate(Graph.identity(), PointsCustomer.MANIFEST);

        TrainingFeatures.Choice usual = chosen(Map.of());
        assertThat(usual.features()).contains(points, "candidate.experience_years");
        assertThat(usual.leftOut()).isEmpty();
        assertThat(chosen(Map.of("score_field", "points"))).satisfies(choice -> {
            assertThat(choice.features()).contains("candidate.experience_years").doesNotContain(points);
            assertThat(choice.leftOut()).containsExactly(Map.entry(points, "is written by this service"));
        });
        assertThat(chosen(Map.of("reasons_field", "points")).features()).doesNotContain(points);
        assertThat(chosen(Map.of("score_field", "points"), points).leftOut())
                .as("the report already names what the request leaves out")
                .isEmpty();
    }

    /** With decisions=features, only applications with a kept score would have one, which reveals who was scored before the decision. */
    @Test
    void theStageOfTheActiveVersionIsNotUsed() {
        String stage = "application.stage";
        activate(Graph.words("Offer", "Screen"), Fixture.manifest("'" + stage + "'", "{'name':'y'}", ""));

        TrainingFeatures.Choice choice = chosen(Map.of("decisions", "features"));

        assertThat(choice.features()).contains("candidate.experience_years").doesNotContain(stage);
        assertThat(choice.leftOut())
                .containsExactly(Map.entry(stage, "is removed from decided applications by Greenhouse"));
    }

    private void activate(Graph graph, String manifest) {
        KnownTenant.add(tenant);
        Surroundings.api().giveModel(tenant.value(), graph.toBytes(), manifest);
    }

    private TrainingFeatures.Choice chosen(Map<String, String> more, String... without) {
        Map<String, String> secret = new HashMap<>(Map.of("harvest_client_id", "any", "harvest_client_secret", "any"));
        secret.putAll(more);
        return features.forTraining(TestTenants.settings(tenant, secret), List.of(without));
    }
}
