package com.rocketmat.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.application.ApplicationReport.Sentence;
import com.rocketmat.model.Graph;
import com.rocketmat.privacy.words.Language;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.score.LeftAlone;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.state.TenantStates;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The reasons why none of a tenant's applications is scored. */
@QuarkusTest
class ObstaclesQuarkusTest {

    SandboxDatabase database;

    @Inject
    TenantStates states;

    @Inject
    Obstacles obstacles;

    private final TenantId tenant = new TenantId("obstacles-" + UUID.randomUUID());

    @Test
    void theFirstObstacleOfASliceIsReported() {
        assertThat(reasons()).containsExactly(LeftAlone.TENANT_STOPPED);
        states.invalid(tenant, "schedule: not a cron", "correct the secret");
        assertThat(reasons()).containsExactly(LeftAlone.TENANT_INVALID);
        assertThat(obstacles.of(tenant, Language.PORTUGUESE)).singleElement().satisfies(sentence -> {
            assertThat(sentence.detail()).isEqualTo("schedule: not a cron; correct the secret");
            assertThat(sentence.meaning()).startsWith("O segredo do cliente");
        });

        states.usable(tenant, Mode.LIVE, true, 1);
        assertThat(reasons()).containsExactly(LeftAlone.NO_MODEL);
        String version = operator().giveModel(tenant.value(), Graph.identity().toBytes(), PointsCustomer.MANIFEST);
        assertThat(reasons()).isEmpty();

        states.block(tenant, "a scope is missing", "tick it");
        assertThat(reasons()).containsExactly(LeftAlone.TENANT_BLOCKED);
        states.pause(tenant);
        assertThat(reasons()).containsExactly(LeftAlone.TENANT_PAUSED);
        states.resume(tenant);
        states.clear(tenant, Mode.LIVE);

        quarantine(version);
        assertThat(reasons()).containsExactly(LeftAlone.MODEL_QUARANTINED);
        assertThat(obstacles.of(tenant, Language.ENGLISH).getFirst().detail()).contains("two minutes for a page");
    }

    @Test
    void aPauseOfAllPrecedesTheTenantsOwnState() {
        states.usable(tenant, Mode.LIVE, true, 1);
        operator().post("/api/pause").then().statusCode(200);
        try {
            assertThat(reasons()).containsExactly(LeftAlone.ALL_PAUSED);
            states.block(tenant, "a scope is missing", "tick it");
            assertThat(reasons()).containsExactly(LeftAlone.ALL_PAUSED);
            assertThat(obstacles.of(tenant, Language.ENGLISH).getFirst().detail())
                    .isNull();
        } finally {
            operator().post("/api/resume").then().statusCode(200);
        }
    }

    private static Operator operator() {
        return Surroundings.api();
    }

    private List<LeftAlone> reasons() {
        return obstacles.of(tenant, Language.ENGLISH).stream()
                .map(Sentence::reason)
                .toList();
    }

    private void quarantine(String version) {
        database.execute("UPDATE model_version SET state = 'QUARANTINED', quarantine = 'two minutes for a page'"
                + " WHERE tenant_id = '%s' AND version = '%s'".formatted(tenant, version));
    }
}
