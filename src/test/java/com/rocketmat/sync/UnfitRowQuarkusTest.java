package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications whose values the model cannot take, beside others. */
@QuarkusTest
class UnfitRowQuarkusTest extends ByHand {

    private static final String MANIFEST =
            PointsCustomer.MANIFEST.replace("\"score\"", "\"missing\": {\"application.custom[points]\": 0}, \"score\"");

    @Inject
    MeterRegistry meters;

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of("integers", Graph.cast(Graph.INT64), 2.5),
                Arguments.of("flags", Graph.cast(Graph.BOOL), 2),
                Arguments.of("a table that ends before the value", table(), 7));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void itIsRefusedAndTheTenantGoesOn(String takes, Graph model, double unfit) {
        rig = new RunByHand(Map.of());
        rig.activate(rig.upload(model, MANIFEST));
        long refused = rig.customer.apply(unfit);
        rig.run();

        rig.clock.pass(Duration.ofMinutes(20));
        long written = rig.customer.apply(1);
        rig.run();

        assertThat(rig.scores())
                .extracting(RunByHand.Row::applicationId, RunByHand.Row::state)
                .containsExactlyInAnyOrder(tuple(refused, "REFUSED"), tuple(written, "WRITTEN"));
        assertThat(rig.carried(written)).isEqualTo(1);
    }

    @Test
    void anApplicationWithoutARequiredFeatureIsRefusedWithTheFeaturesName() {
        rig = new RunByHand(Map.of());
        rig.activate(rig.upload(Graph.identity(), PointsCustomer.MANIFEST));
        rig.customer.with(4);
        long refused = rig.customer.applyWithoutPoints();

        rig.untilDone();

        assertThat(rig.customer.right()).isEqualTo(4);
        assertThat(rig.row(refused)).satisfies(row -> {
            assertThat(row.state()).isEqualTo("REFUSED");
            assertThat(row.value()).isNull();
            assertThat(row.reason()).contains("application.custom[points]");
        });
    }

    @Test
    void aPersonMayFillTheFieldOfARefusedApplication() {
        rig = new RunByHand(Map.of());
        rig.activate(rig.upload(Graph.identity(), PointsCustomer.MANIFEST));
        long refused = rig.customer.applyWithoutPoints();
        rig.untilDone();

        rig.enter(refused, 77);
        rig.run(refused);

        assertThat(rig.carried(refused)).isEqualTo(77);
        assertThat(rig.row(refused).state()).isEqualTo("REFUSED");
    }

    @Test
    void anUnfitApplicationIsFoundInAFewBatches() {
        rig = new RunByHand(Map.of());
        rig.activate(rig.upload(Graph.cast(Graph.INT64), MANIFEST));
        for (int other = 0; other < 32; other++) {
            rig.customer.apply(other == 20 ? 2.5 : other);
        }
        long before = batches();
        rig.run();

        assertThat(batches() - before).isLessThan(10);
        assertThat(rig.scores())
                .filteredOn(row -> row.state().equals("REFUSED"))
                .hasSize(1);
        assertThat(rig.scores())
                .filteredOn(row -> row.state().equals("WRITTEN"))
                .hasSize(31);
    }

    private long batches() {
        return meters.get("rocketmat.reasoning").timer().count();
    }

    /** Fails for all but 0 and 1. */
    private static Graph table() {
        return Graph.from(Graph.INT64, 1)
                .initializer(Graph.floatTensor("w", 0, 1))
                .node("Gather", "w,x", "y");
    }
}
