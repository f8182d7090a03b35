package com.rocketmat;

import static com.rocketmat.sandbox.Within.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.node.IntNode;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.SharedStack;
import com.rocketmat.sandbox.Writes;
import com.rocketmat.sandbox.greenhouse.Fault;
import com.rocketmat.sandbox.greenhouse.Faults;
import com.rocketmat.sandbox.greenhouse.Match;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Greenhouse is failing, slow to accept writes, or edited by people meanwhile. */
@Execution(ExecutionMode.CONCURRENT)
class GreenhouseTroubleIT {

    private static final PointsCustomer OUT =
            PointsCustomer.named("out-of-order").with(20);
    private static final PointsCustomer BYSTANDER =
            PointsCustomer.named("bystander").with(1);
    private static final PointsCustomer FLAKY = PointsCustomer.named("flaky").with(40);
    private static final PointsCustomer LONG = PointsCustomer.named("long-list").with(620);
    private static final PointsCustomer EDITED = PointsCustomer.named("edited").with(3);

    @AutoClose
    private static SharedStack shared;

    private static SandboxStack stack;
    private static Operator operator;

    @BeforeAll
    static void start() {
        shared = SharedStack.with(Stream.of(OUT, BYSTANDER, FLAKY, LONG, EDITED)
                .map(PointsCustomer::organisation)
                .toList());
        stack = shared.stack();
        operator = shared.operator();
    }

    @Test
    void aGreenhouseThatIsOutOfOrderIsTriedAgainWhileOtherTenantsGoOn() {
        faults().on(Match.any().path("/v3").organisation(OUT.name()))
                .times(9)
                .answer(Fault.serverError(), new Fault.Html502(), new Fault.Drop(), new Fault.Truncate());
        BYSTANDER.join(stack, operator, Map.of("schedule", "5s"));
        OUT.join(stack, operator, Map.of());
        within(60)
                .untilAsserted(() -> operator.tenant(OUT.name())
                        .then()
                        .body("state", equalTo("ACTIVE"))
                        .body("reason", containsString("Greenhouse is not available"))
                        .body("remedy", containsString("automatic")));
        BYSTANDER.apply(6.25);
        within(60).until(BYSTANDER::allRight);
        within(150).until(OUT::allRight);
        assertThat(OUT.faults()).isEmpty();
        within(60)
                .untilAsserted(() -> operator.tenant(OUT.name())
                        .then()
                        .body("reason", nullValue())
                        .body("backlog", equalTo(0)));
    }

    /** If each failure doubled the pause despite progress in between, four would take at least 75 s. */
    @Test
    void aGreenhouseThatFailsNowAndThenDoesNotSlowTheTenantDownMoreAndMore() {
        for (int writes : List.of(5, 15, 20, 30)) {
            faults().on(Match.patch("/v3").organisation(FLAKY.name()))
                    .after(writes)
                    .answer(new Fault.ApplyThenStatus(500));
        }
        FLAKY.join(stack, operator, Map.of());
        within(55).until(FLAKY::allRight);
        assertThat(FLAKY.faults()).isEmpty();
        within(60)
                .untilAsserted(() -> operator.get("/api/tenants/" + FLAKY.name() + "/scores?status=WRITTEN")
                        .then()
                        .body("items", hasSize(FLAKY.applications())));
        assertThat(Writes.into(stack.greenhouse(), FLAKY.name()).count())
                .as("writes that arrived are read back and not repeated")
                .isEqualTo(FLAKY.applications());
    }

    @Test
    @Tag("nightly")
    @Tag("failure-422-cursor")
    void aCursorThatHasExpiredStartsTheWindowAgain() {
        faults().on(Match.get("/v3/applications").organisation(LONG.name()).query("cursor="))
                .answer(Fault.cursorExpired());
        LONG.join(stack, operator, Map.of());
        within(180).until(LONG::allRight);
        assertThat(LONG.faults()).isEmpty();
        assertThat(Writes.into(stack.greenhouse(), LONG.name()).count()).isEqualTo(LONG.applications());
        assertThat(stack.greenhouse().calls().of(LONG.name()).stream()
                        .filter(call -> call.query().contains("status=active")))
                .as("first pages, one of which may be asked for again")
                .hasSizeBetween(2, 3);
    }

    @Test
    void whatPeopleDoBetweenTheReadAndTheWriteStands() {
        List<Long> ids = EDITED.ids();
        long filled = ids.get(0);
        long deleted = ids.get(1);
        EDITED.expectNone(filled);
        EDITED.expectNone(deleted);
        // rows are read again before they are written; while that fails, people can edit them
        faults().on(Match.get("/v3/applications").organisation(EDITED.name()).query("ids="))
                .times(3)
                .answer(Fault.serverError(), Fault.serverError(), Fault.serverError());
        EDITED.join(stack, operator, Map.of());
        within(60).untilAsserted(() -> operator.tenant(EDITED.name()).then().body("backlog", equalTo(3)));
        EDITED.organisation().setCustomField(filled, PointsCustomer.SCORE_FIELD, IntNode.valueOf(99));
        EDITED.organisation().remove("applications", deleted);
        within(60).until(EDITED::allRight);
        within(60)
                .untilAsserted(() -> operator.get("/api/tenants/" + EDITED.name() + "/scores")
                        .then()
                        .body("items.find { it.applicationId == %dL }.state".formatted(filled), equalTo("SUPERSEDED"))
                        .body("items.find { it.applicationId == %dL }.state".formatted(deleted), equalTo("GONE")));
        assertThat(EDITED.score(filled)).isEqualTo(99);
        assertThat(Writes.into(stack.greenhouse(), EDITED.name()).count()).isEqualTo(1);
    }

    private static Faults faults() {
        return stack.greenhouse().faults();
    }
}
