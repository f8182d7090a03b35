package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.rocketmat.privacy.Objections;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.score.PersonalScores;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A version that an operator retires writes nothing more, and the next version scores the rest. */
@QuarkusTest
class SwitchedOffQuarkusTest extends ByHand {

    private static final int FEW = 12;
    /** More than a batch. */
    private static final int MANY = 60;

    private static final Map<String, String> RESCORE = Map.of("rescore", "on-new-model");

    @Inject
    Objections objections;

    private String one;
    private String ten;

    /** With a tenant of version ten. */
    private void begin(int applications) {
        rig = new RunByHand(Map.of());
        one = rig.upload(1);
        ten = rig.upload(10);
        rig.customer.with(applications);
        // later windows do not include them
        rig.clock.pass(Duration.ofHours(2));
        rig.activate(ten);
    }

    @Test
    void retiringTheActiveVersionStopsItsSliceAndTheNextVersionScoresTheRest() {
        begin(MANY);
        rig.before(Match.patch("/v3"), () -> {
            rig.retire(ten).statusCode(200).body("state", equalTo("retired"));
            // the slice asks the database once a second
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
            assertThat(row.reason()).contains("retired");
        });

        rig.activate(one);
        rig.untilDone();

        assertThat(applications(rig.scores(one))).isEqualTo(applications(left));
        assertThat(rig.patches()).hasSize(MANY);
        assertThat(left)
                .allSatisfy(row -> assertThat(rig.carried(row.applicationId())).isEqualTo(row.value() - 9));
    }

    @Test
    void writesOfCandidatesWhoObjectAreEmptiedInTheSliceThatStops() {
        begin(MANY);
        rig.before(Match.patch("/v3"), () -> {
            rig.customer.ids().forEach(id -> objections.object(rig.tenant, rig.candidate(id)));
            rig.retire(ten).statusCode(200);
            rig.clock.pass(Duration.ofSeconds(2));
        });

        rig.slice();

        List<Long> scored = rig.scores(ten).stream().map(Row::applicationId).toList();
        assertThat(rig.patches()).isNotEmpty();
        assertThat(scored).hasSize(MANY).allMatch(application -> rig.customer.score(application) == null);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void waitingScoresOfARetiredVersionAreNotWrittenAfterAnotherIsActivated(boolean becameShadow) {
        begin(FEW);
        rig.slice(() -> !rig.scores(ten).isEmpty());
        assertThat(rig.scores(ten)).isNotEmpty().allMatch(row -> row.state().equals("PENDING"));

        rig.activate(one);
        if (becameShadow) {
            rig.shadow(ten);
        }
        rig.retire(ten).statusCode(200);
        rig.untilDone();

        assertThat(rig.scores(ten)).allMatch(row -> row.state().equals("SUPERSEDED"));
        assertThat(rig.scores(one)).hasSize(FEW).allMatch(row -> row.state().equals("WRITTEN"));
    }

    @Test
    void retiringAQuarantinedVersionDropsItsWaitingScoresAndItStaysQuarantined() {
        begin(FEW);
        rig.slice(() -> !rig.scores(ten).isEmpty());
        execute("UPDATE model_version SET state = 'QUARANTINED', quarantine = 'it takes too long'"
                + " WHERE tenant_id = '%s' AND state = 'ACTIVE'");

        rig.retire(ten)
                .statusCode(200)
                .body("state", equalTo("quarantined"), "quarantine", equalTo("it takes too long"));
        rig.slice();
        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Due.class);

        assertThat(rig.scores(ten)).isNotEmpty().allMatch(row -> row.state().equals("SUPERSEDED"));
        assertThat(rig.patches()).isEmpty();
        assertThat(rig.status().reason()).contains("quarantined: it takes too long");
        rig.activate(one);
        rig.untilDone();
        assertThat(rig.scores(one)).hasSize(FEW).allMatch(row -> row.state().equals("WRITTEN"));
    }

    @Test
    void retiringAVersionWithoutWaitingScoresChangesNothing() {
        begin(FEW);
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

    /** Only the field shows that the PATCH was executed. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anUnrecordedWriteIsFoundAndReplacedByTheNextVersion(boolean hadReplacedAnother) {
        begin(FEW);
        rig.change(RESCORE);
        if (hadReplacedAnother) {
            rig.untilDone();
        }
        String hundred = rig.upload(100);
        rig.activate(hundred);
        Row sent = firstWaiting(hundred);
        rig.enter(sent.applicationId(), sent.value());
        rig.activate(one);
        rig.retire(hundred).statusCode(200);

        rig.untilDone();

        Row replaced = rig.row(sent.applicationId(), hundred);
        assertThat(replaced.state()).isEqualTo("SUPERSEDED");
        assertThat(replaced.reason()).contains("later score");
        assertThat(rig.carried(sent.applicationId())).isEqualTo(sent.value() - 99);
        assertThat(rig.scores(one)).hasSize(FEW).allMatch(row -> row.state().equals("WRITTEN"));
        assertThat(logged(sent, hundred)).containsExactly("found in the field; when it was written is not known");
    }

    /** The sweep still sees the field as it was before. */
    @Test
    void anUnrecordedWriteThatListsShowLateIsFoundToo() {
        begin(FEW);
        rig.change(RESCORE);
        rig.untilDone();
        String hundred = rig.upload(100);
        rig.activate(hundred);
        Row sent = firstWaiting(hundred);
        rig.activate(one);
        rig.retire(hundred).statusCode(200);
        rig.slice();
        for (int slice = 0; slice < 3 && swept().contains(null); slice++) {
            rig.slice(() -> !swept().contains(null));
        }
        assertThat(swept()).doesNotContainNull();

        rig.enter(sent.applicationId(), sent.value());
        rig.untilDone();
        rig.clock.pass(Duration.ofHours(25));
        rig.untilDone();

        assertThat(logged(sent, hundred)).containsExactly("found in the field; when it was written is not known");
        assertThat(rig.carried(sent.applicationId())).isEqualTo(sent.value() - 99);
    }

    /** The other version scored the application while its field was still shown empty. */
    @Test
    void anUnrecordedWriteThatAnotherVersionFollowedIsFoundToo() {
        begin(FEW);
        Row sent = firstWaiting(ten);
        rig.activate(one);
        rig.want(sent.applicationId());
        rig.slice(() -> rig.row(sent.applicationId(), ten).state().equals("SUPERSEDED"));
        assertThat(rig.row(sent.applicationId(), ten).reason()).contains("another model version");

        rig.enter(sent.applicationId(), sent.value());
        rig.untilDone();
        rig.clock.pass(Duration.ofHours(25));
        rig.untilDone();

        assertThat(rig.row(sent.applicationId(), ten).state()).isEqualTo("WRITTEN");
    }

    /** It was the wrong candidate. */
    @Test
    void anUnrecordedWriteIsFoundAfterAnObjectionThatIsTakenBack() {
        begin(FEW);
        Row sent = firstWaiting(ten);
        rig.enter(sent.applicationId(), sent.value());
        long candidate = rig.candidate(sent.applicationId());
        objections.object(rig.tenant, candidate);
        assertThat(rig.row(sent.applicationId(), ten).reason()).isEqualTo(PersonalScores.OBJECTS);

        objections.withdraw(rig.tenant, candidate, "");
        rig.untilDone();

        assertThat(rig.row(sent.applicationId(), ten).state()).isEqualTo("WRITTEN");
    }

    /** The replica that had sent it died, and the one that takes over does not know. */
    @ParameterizedTest
    @CsvSource({
        "GONE, 'the application is deleted, merged or no longer visible'",
        "SUPERSEDED, the candidate is not to be scored",
        "SUPERSEDED, the application is no longer eligible and is not scored",
        "SUPERSEDED, the application was moved to another job after it was scored"
    })
    void anUnrecordedWriteIsFoundAfterItsApplicationWasLeftAloneForAWhile(String state, String why) {
        begin(FEW);
        Row sent = firstWaiting(ten);
        execute(
                "UPDATE score SET state = '" + state + "', reason = '" + why
                        + "' WHERE tenant_id = '%s' AND application_id = %d",
                sent.applicationId());
        rig.enter(sent.applicationId(), sent.value());

        rig.run(sent.applicationId());

        assertThat(rig.row(sent.applicationId()).state()).isEqualTo("WRITTEN");
    }

    @Test
    void aPersonsValueIsNotOursBecauseItEqualsADroppedScore() {
        begin(FEW);
        rig.change(RESCORE);
        String hundred = rig.upload(100);
        rig.activate(hundred);
        Row dropped = firstWaiting(hundred);
        rig.activate(ten);
        rig.retire(hundred).statusCode(200);
        rig.untilDone();
        assertThat(rig.carried(dropped.applicationId())).isEqualTo(dropped.value() - 90);

        rig.enter(dropped.applicationId(), dropped.value());
        rig.activate(one);
        rig.untilDone();

        assertThat(rig.carried(dropped.applicationId())).isEqualTo(dropped.value());
        assertThat(logged(dropped, hundred)).isEmpty();
    }

    private Row firstWaiting(String version) {
        for (int slice = 0; slice < 3 && rig.scores(version).isEmpty(); slice++) {
            rig.slice(() -> !rig.scores(version).isEmpty());
        }
        return rig.scores(version).stream()
                .filter(row -> row.state().equals("PENDING"))
                .findFirst()
                .orElseThrow();
    }

    /** The details of the writes in the decision log. */
    private List<String> logged(Row row, String version) {
        List<Map<String, Object>> decisions = rig.operator
                .get("/api/tenants/%s/decisions?kind=WRITTEN&application=%d".formatted(rig.tenant, row.applicationId()))
                .path("items");
        return decisions.stream()
                .filter(decision -> version.equals(decision.get("version")))
                .map(decision -> String.valueOf(decision.get("detail")))
                .toList();
    }

    private List<String> swept() {
        return database.column("SELECT swept_at FROM sync_position WHERE tenant_id = '%s'".formatted(rig.tenant));
    }

    private static Set<Long> applications(List<Row> rows) {
        return rows.stream().map(Row::applicationId).collect(Collectors.toSet());
    }
}
