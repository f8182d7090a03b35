package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sync.run.Position;
import com.rocketmat.sync.run.Positions;
import com.rocketmat.tenant.OneTenant;
import com.rocketmat.tenant.scope.TenantUnit;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tenant's secret is replaced during a slice: the former one is not used again. */
@QuarkusTest
class ReplacedSecretQuarkusTest extends ByHand {

    @Inject
    Positions positions;

    private Map<String, String> ofV1;
    private LogTap log;
    /** Keeps what it read with the former secret. */
    private Slice replica;

    @BeforeEach
    void aTenantWithAModel() {
        log = new LogTap();
        rig = new RunByHand(Map.of());
        rig.customer.with(8);
        rig.activate(rig.upload(Graph.firstOf(3), PointsCustomer.HISTORY_MANIFEST));
        replica = rig.replica(new SimpleMeterRegistry());
        ofV1 = Map.of("harvest_api_key", rig.customer.organisation().apiKey());
    }

    @AfterEach
    void endTheLog() {
        log.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /token",
        "GET, /v3/applications",
        "GET, /v3/jobs",
        "GET, /v3/candidates",
        "PATCH, /v3/applications"
    })
    void theSliceEndsSilentlyAndTheNextUsesTheNewSecret(String method, String path) {
        rig.before(Match.any().method(method).path(path), () -> rig.changeAndTell(ofV1));

        assertThat(slice()).isInstanceOf(SliceOutcome.More.class);

        assertThat(rig.greenhouse.calls().all().getLast().method()).isEqualTo(method);
        assertThat(rig.greenhouse.calls().all().getLast().path()).startsWith(path);
        assertThat(rig.status()).isEqualTo(TenantStatus.of(TenantState.ACTIVE));
        assertThat(positions.failed(rig.tenant))
                .as("failures in a row, with this one")
                .isEqualTo(1);
        assertThat(rig.customer.allRight()).isFalse();
        rig.untilDoneBy(this::slice);
        assertThat(rig.customer.allRight()).isTrue();
        assertThat(rig.greenhouse.calls().where(call -> call.path().startsWith("/v1/")))
                .isNotEmpty();
        assertThat(log.lines())
                .filteredOn(line -> line.text().contains(rig.tenant.value()))
                .as("there are log lines about the new tenant")
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.level().intValue()).isLessThan(Level.WARNING.intValue()))
                .noneSatisfy(line -> assertThat(line.text()).contains("SessionClosed"));
    }

    @ParameterizedTest
    @CsvSource({"401", "403"})
    void aRefusalOfTheFormerCredentialDoesNotBlockTheTenant(int status) {
        // the session is not told, so that it still uses the former credential
        rig.before(Match.get("/v3/custom_fields"), () -> rig.change(ofV1));
        rig.on(Match.get("/v3/custom_fields")).always().answer(new Fault.Status(status, "{}"));

        assertThat(slice()).isInstanceOf(SliceOutcome.More.class);

        assertThat(rig.status()).isEqualTo(TenantStatus.of(TenantState.ACTIVE));
        rig.untilDoneBy(this::slice);
        assertThat(rig.customer.allRight()).isTrue();
    }

    @Test
    void aTenantWhoseV1AccessEndsContinuesWithAV3Credential() {
        rig.customer.onTwoPages();
        rig.changeAndTell(Map.of("harvest_api_key", rig.customer.organisation().apiKey(), "mode", "dry-run"));
        rig.before(Match.get("/v1/applications").query("page=2"), () -> rig.greenhouse.switches().v1Retired = true);
        for (int slices = 0; slices < 30 && rig.status().state() != TenantState.BLOCKED; slices++) {
            slice();
            rig.clock.pass(Duration.ofSeconds(11));
        }
        assertThat(rig.status().state()).isEqualTo(TenantState.BLOCKED);
        assertThat(rig.status().remedy()).contains("Harvest V3 (OAuth)", "in place of harvest_api_key");
        assertThat(rig.scores()).hasSizeBetween(1, 47);
        int calls = rig.greenhouse.calls().all().size();

        rig.changeAndTell(Map.of("mode", "dry-run"));
        rig.untilDoneBy(this::slice);

        assertThat(rig.status()).isEqualTo(TenantStatus.of(TenantState.DRY_RUN));
        assertThat(rig.scores()).hasSize(48).allMatch(row -> row.state().equals("DRY"));
        assertThat(rig.greenhouse.calls().all().stream().skip(calls))
                .noneMatch(call -> call.path().startsWith("/v1/"));
    }

    /** With its older settings, it would write the scores of the dry run, and begin the sweep again. */
    @Test
    void aReplicaWithTheOlderVersionLeavesTheTenantToTheOther() {
        rig.untilDone();
        int patches = rig.patches().size();
        OneTenant changed = rig.changeElsewhere(Map.of("mode", "dry-run", "opt_out_field", RightsByHand.OPT_OUT));
        rig.customer.organisation().addField(RightsByHand.OPT_OUT_FIELD, RightsByHand.OPT_OUT, "yes_no");
        Slice other = rig.replicaOf(changed);
        rig.customer.with(3);
        rig.request();
        rig.untilDoneBy(() -> other.run(rig.tenant, () -> false));
        Position dryRun = position();

        assertThat(slice()).isInstanceOf(SliceOutcome.Unknown.class);

        assertThat(position()).isEqualTo(dryRun);
        assertThat(rig.patches()).hasSize(patches);
        assertThat(rig.scores()).filteredOn(row -> row.state().equals("DRY")).hasSize(3);
        rig.registered.follow(changed);
        rig.untilDoneBy(this::slice);
        assertThat(rig.status()).isEqualTo(TenantStatus.of(TenantState.DRY_RUN));
        assertThat(position().scope()).isEqualTo(dryRun.scope());
    }

    private Position position() {
        return OwnSlice.bean(TenantUnit.class).get(rig.tenant, () -> positions.position(rig.tenant));
    }

    private SliceOutcome slice() {
        return replica.run(rig.tenant, () -> false);
    }
}
