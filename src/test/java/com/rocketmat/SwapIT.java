package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.Writes;
import com.rocketmat.sandbox.greenhouse.fault.Fault.Delay;
import com.rocketmat.sandbox.greenhouse.fault.Faults;
import com.rocketmat.sandbox.greenhouse.fault.Gate;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.stack.SharedStack;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Activates another version while a backlog is written, and the previous one again. */
class SwapIT {

    private static final int APPLICATIONS = 80;
    private static final int MORE = 1_000;
    private static final PointsCustomer CUSTOMER =
            PointsCustomer.named("swapping").with(APPLICATIONS);

    @AutoClose
    private static final Gate IN_THE_MIDDLE = new Gate();

    @AutoClose
    private static SharedStack shared;

    private static SandboxStack stack;
    private static Operator operator;

    @BeforeAll
    static void start() {
        shared = SharedStack.with(List.of(CUSTOMER.organisation()));
        stack = shared.stack();
        Faults faults = stack.greenhouse().faults();
        faults.on(Match.patch("/v3").organisation(CUSTOMER.name())).always().answer(new Delay(Duration.ofMillis(30)));
        faults.on(Match.patch("/v3").organisation(CUSTOMER.name()))
                .after(APPLICATIONS / 4)
                .always()
                .happens(IN_THE_MIDDLE);
        operator = shared.operator();
    }

    @Test
    @Tag("failure-versions-switch-under-load")
    void noScoreFailsEachIsOfTheVersionItNamesAndOneCallIsTheWayBack() {
        CUSTOMER.appear(stack, operator, Map.of("rescore", "on-new-model", "schedule", "1h"));
        String before = operator.giveModel(CUSTOMER.name(), Graph.plus(0).toBytes(), PointsCustomer.MANIFEST);
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> IN_THE_MIDDLE.waiting() > 0);
        String after = operator.giveModel(CUSTOMER.name(), Graph.plus(MORE).toBytes(), PointsCustomer.MANIFEST);
        IN_THE_MIDDLE.open();

        awaitAll(MORE);
        assertThat(states(after)).containsOnly("WRITTEN");
        assertThat(states(before)).doesNotContain("WRITTEN");
        everyValueIsOfItsVersion(Map.of(before, 0, after, MORE));

        operator.post("/api/tenants/" + CUSTOMER.name() + "/models/" + before + "/activate")
                .then()
                .statusCode(200);
        awaitAll(0);
        assertThat(states(before)).containsOnly("WRITTEN");
        everyValueIsOfItsVersion(Map.of(before, 0, after, MORE));
        assertThat(Writes.into(stack.greenhouse(), CUSTOMER.name()).values(PointsCustomer.SCORE_FIELD))
                .hasSize(APPLICATIONS)
                .allSatisfy((path, values) -> assertThat(values).hasSizeLessThanOrEqualTo(2));
        List<Integer> failed =
                operator.get("/api/tenants/" + CUSTOMER.name() + "/runs").path("items.failed");
        assertThat(failed).containsOnly(0);
        assertThat(CUSTOMER.faults()).isEmpty();
        float mean = operator.get("/api/tenants/" + CUSTOMER.name() + "/models/" + after + "/comparison")
                .then()
                .statusCode(200)
                .extract()
                .path("differences.mean");
        assertThat(mean).isEqualTo(MORE);
    }

    private static void awaitAll(int more) {
        Map<Long, BigDecimal> expected = new HashMap<>();
        List<Long> ids = CUSTOMER.ids();
        for (int i = 0; i < ids.size(); i++) {
            expected.put(ids.get(i), new BigDecimal(i * 0.25 + more).setScale(2));
        }
        await("every application carries its points and " + more)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> assertThat(carried()).isEqualTo(expected));
        // the last writes are recorded in the database too
        await().atMost(Duration.ofSeconds(60)).until(() -> !states(null).contains("PENDING"));
    }

    private static Map<Long, BigDecimal> carried() {
        Map<Long, BigDecimal> carried = new HashMap<>();
        for (Long id : CUSTOMER.ids()) {
            Object score = CUSTOMER.score(id);
            if (score != null) {
                carried.put(id, new BigDecimal(score.toString()).setScale(2));
            }
        }
        return carried;
    }

    private static void everyValueIsOfItsVersion(Map<String, Integer> adds) {
        List<Long> ids = CUSTOMER.ids();
        assertThat(scores()).hasSizeGreaterThan(APPLICATIONS).allSatisfy(score -> {
            int place = ids.indexOf(((Number) score.get("applicationId")).longValue());
            assertThat(((Number) score.get("value")).doubleValue())
                    .isEqualTo(place * 0.25 + adds.get(score.get("modelVersion")));
        });
    }

    private static List<Map<String, Object>> scores() {
        return operator.get("/api/tenants/" + CUSTOMER.name() + "/scores?limit=500")
                .path("items");
    }

    /** The states of one version's scores, or of all. */
    private static Set<String> states(String version) {
        Set<String> states = new HashSet<>();
        scores().stream()
                .filter(item -> version == null || item.get("modelVersion").equals(version))
                .forEach(item -> states.add((String) item.get("state")));
        return states;
    }
}
