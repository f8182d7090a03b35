package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.rocketmat.privacy.Objections;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sync.RunByHand.Row;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStatus;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A version that an operator switches off writes nothing more, and the next one scores what it left. */
@QuarkusTest
class SwitchedOffQuarkusTest extends ByHand {

    private static final int MANY = 60;

    @Inject
    Objections objections;

    private String one;
    private String ten;

    @BeforeEach
    void aTenantOfVersionTen() {
        rig = new RunByHand(vault, Map.of());
        one = rig.upload(1);
        ten = rig.upload(10);
        rig.customer.with(MANY);
        // a window of later does not reach back to them
        rig.clock.pass(Duration.ofHours(2));
        rig.activate(ten);
    }

    @Test
    void theSliceUnderWayStopsAndWhatWaitsIsScoredByTheNextVersion() {
        rig.greenhouse.faults().before(Match.patch("/v3"), () -> {
            rig.retire(ten).statusCode(200).body("state", equalTo("retired"));
            // the database is asked once a second
            rig.clock.pass(Duration.ofSeconds(2));
        });

        rig.slice();

        int written = rig.patches().size();
        assertThat(written).isBetween(1, MANY / 2);
        rig.untilDone();
        assertThat(rig.patches()).hasSize(written);
        TenantStatus status = rig.status();
        assertThat(status.state()).isEqualTo(TenantState.ACTIVE);
        assertThat(status.reason()).isEqualTo("no active model");
        List<Row> left = rig.scores(ten).stream()
                .filter(row -> !row.state().equals("WRITTEN"))
                .toList();
        assertThat(left).hasSize(MANY - written).allSatisfy(row -> {
            assertThat(row.state()).isEqualTo("SUPERSEDED");
            assertThat(row.reason()).contains("switched off");
        });

        rig.activate(one);
        rig.untilDone();

        assertThat(applications(rig.scores(one))).isEqualTo(applications(left));
        assertThat(rig.patches()).hasSize(MANY);
        assertThat(left)
                .allSatisfy(row -> assertThat(rig.carried(row.applicationId())).isEqualTo(row.value() - 9));
    }

    @Test
    void whatWasJustWrittenOfThoseWhoObjectIsTakenBackAtOnce() {
        rig.greenhouse.faults().before(Match.patch("/v3"), () -> {
            rig.customer
                    .organisation()
                    .rows("applications")
                    .forEach(row -> objections.object(
                            rig.tenant, row.path("candidate_id").longValue()));
            rig.retire(ten).statusCode(200);
            rig.clock.pass(Duration.ofSeconds(2));
        });

        rig.slice();

        List<Long> scored = rig.scores(ten).stream().map(Row::applicationId).toList();
        assertThat(rig.patches()).isNotEmpty();
        assertThat(scored).hasSize(MANY).allMatch(application -> rig.customer.score(application) == null);
    }

    @Test
    void afterTheWayBackWhatTheOtherVersionLeftIsNotWrittenEither() {
        rig.slice(() -> !rig.scores(ten).isEmpty());
        assertThat(rig.scores(ten)).isNotEmpty().allMatch(row -> row.state().equals("PENDING"));

        rig.activate(one);
        rig.retire(ten).statusCode(200);
        rig.untilDone();

        assertThat(rig.scores(ten)).allMatch(row -> row.state().equals("SUPERSEDED"));
        assertThat(rig.scores(one)).hasSize(MANY).allMatch(row -> row.state().equals("WRITTEN"));
    }

    @Test
    void aFormerVersionThatBecameAShadowIsSwitchedOffToo() {
        rig.slice(() -> !rig.scores(ten).isEmpty());
        rig.activate(one);
        rig.shadow(ten);
        rig.retire(ten).statusCode(200);

        rig.untilDone();

        assertThat(rig.scores(ten)).allMatch(row -> row.state().equals("SUPERSEDED"));
        assertThat(rig.scores(one)).hasSize(MANY).allMatch(row -> row.state().equals("WRITTEN"));
    }

    @Test
    void whatAQuarantinedVersionLeftIsDroppedAndItStaysQuarantined() {
        rig.slice(() -> !rig.scores(ten).isEmpty());
        execute("UPDATE model_version SET state = 'QUARANTINED', quarantine = 'it takes too long'"
                + " WHERE tenant_id = '%s' AND state = 'ACTIVE'");

        rig.retire(ten)
                .statusCode(200)
                .body("state", equalTo("quarantined"), "quarantine", equalTo("it takes too long"));
        rig.slice();
        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Blocked.class);

        assertThat(rig.scores(ten)).isNotEmpty().allMatch(row -> row.state().equals("SUPERSEDED"));
        assertThat(rig.patches()).isEmpty();
        assertThat(rig.status().reason()).contains("quarantined: it takes too long");
        rig.activate(one);
        rig.untilDone();
        assertThat(rig.scores(one)).hasSize(MANY).allMatch(row -> row.state().equals("WRITTEN"));
    }

    @Test
    void whatAnotherVersionLeftIsWrittenAndNothingIsReadAnewWhereNoneWaits() {
        rig.untilDone();
        rig.activate(one);
        rig.customer.with(1);
        rig.slice(() -> rig.scores(one).stream().anyMatch(row -> row.state().equals("PENDING")));
        String hundred = rig.upload(100);
        rig.activate(hundred);
        List<String> swept = swept();
        assertThat(swept).doesNotContainNull();
        rig.clock.pass(Duration.ofMinutes(1));

        rig.retire(ten).statusCode(200);
        rig.retire(ten).statusCode(200);
        rig.untilDone();

        assertThat(rig.scores(one)).hasSize(1).allMatch(row -> row.state().equals("WRITTEN"));
        assertThat(swept()).isEqualTo(swept);
    }

    private List<String> swept() {
        return database.column("SELECT swept_at FROM sync_position WHERE tenant_id = '%s'".formatted(rig.tenant));
    }

    private static Set<Long> applications(List<Row> rows) {
        return rows.stream().map(Row::applicationId).collect(Collectors.toSet());
    }
}
