package com.rocketmat.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.Kind;
import com.rocketmat.harvest.CreatedBetween;
import com.rocketmat.harvest.OwnSessions;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.Models;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sync.OwnSlice;
import com.rocketmat.sync.SliceOutcome;
import com.rocketmat.table.CsvTableTest;
import com.rocketmat.table.JsonLinesTest;
import com.rocketmat.table.TableFormat;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.OneTenant;
import com.rocketmat.tenant.StreamedExport.Piece;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is exported equals what is scored: a customer's applications are scored by a slice, then decided and exported, and the
 * rows of the file, read by a third-party reader and given to the same model, get the scores that the slice recorded.
 */
@QuarkusTest
class TrainingScoresQuarkusTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static final int WINDOW_LIMIT = 36;

    @Inject
    Models models;

    @Inject
    TrainingPreparation preparation;

    @Inject
    FeatureCatalogue catalogue;

    private final FixedClock clock = new FixedClock();
    private final TenantId tenant = new TenantId("trained-" + UUID.randomUUID());
    private Organisation organisation;
    private HarvestSessions sessions;
    private TenantSettings settings;

    @ParameterizedTest
    @CsvSource({"aurora,CSV", "borealis,NDJSON"})
    void theRowsOfAnExportGetTheScoresOfTheSlice(String customer, TableFormat format) throws IOException {
        clock.set(NOW);
        organisation = Organisation.load(customer);
        organisation.rateLimit(10_000);
        String manifest = Operator.text(customer + ".json").replaceFirst("\"decimals\":\\d", "\"decimals\":4");
        assertThat(manifest).contains("\"decimals\":4");
        OwnSlice.known(tenant, Operator.resource(customer + ".onnx"), manifest);
        try (GreenhouseSimulator greenhouse = GreenhouseSimulator.start(List.of(organisation), clock)) {
            OneTenant registered = registered(greenhouse);
            sessions = OwnSessions.of(greenhouse.tokenUrl(), clock);
            settings = registered.registry().settings(tenant).orElseThrow();
            Set<Long> scoredBefore = scoresInGreenhouse().keySet();
            assertThat(OwnSlice.of(registered, sessions, clock).run(tenant, () -> false))
                    .isInstanceOf(SliceOutcome.Due.class);
            Map<Long, BigDecimal> written = scoresInGreenhouse();
            written.keySet().removeAll(scoredBefore);
            assertThat(written).hasSizeGreaterThan(60);
            assertThat(Set.copyOf(written.values()))
                    .as("the model uses the rows")
                    .hasSizeGreaterThan(1);
            decide(written.keySet());

            Map<Long, Map<String, FeatureValue>> rows = rows(format, exported(format));

            assertThat(rows.keySet()).containsAll(written.keySet());
            ActiveModel model = models.active(tenant).orElseThrow();
            assertThat(written)
                    .allSatisfy((id, score) -> assertThat(models.score(tenant, model, List.of(rows.get(id))))
                            .singleElement()
                            .satisfies(again -> assertThat(again.value()).isEqualByComparingTo(score)));
        }
    }

    @Test
    void simultaneousExportsLeaveHalfOfEachRateWindowToRuns() {
        clock.set(NOW);
        organisation = Organisation.load("aurora");
        organisation.rateLimit(WINDOW_LIMIT);
        OwnSlice.known(tenant, Operator.resource("aurora.onnx"), Operator.text("aurora.json"));
        try (GreenhouseSimulator greenhouse = GreenhouseSimulator.start(List.of(organisation), clock)) {
            sessions = OwnSessions.of(greenhouse.tokenUrl(), clock);
            settings = registered(greenhouse).registry().settings(tenant).orElseThrow();

            Duration rested = Duration.ZERO;
            List<TrainingExport> exports = new ArrayList<>(List.of(export(TableFormat.CSV)));
            // the start of an export takes most of the half
            clock.pass(Duration.ofSeconds(30));
            exports.add(export(TableFormat.CSV));
            List<TrainingExport> running = new ArrayList<>(exports);
            while (!running.isEmpty()) {
                List<Piece> pieces = new ArrayList<>();
                running.removeIf(export -> {
                    pieces.add(export.next());
                    return pieces.getLast().last();
                });
                Duration rest = pieces.stream()
                        .map(Piece::rest)
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
                rested = rested.plus(rest);
                clock.pass(rest);
            }

            assertThat(exports).allSatisfy(export -> assertThat(export.rows()).isGreaterThan(20));
            assertThat(rested).isGreaterThan(Duration.ofSeconds(29));
            assertThat(greenhouse.calls().where(call -> call.path().startsWith("/v3")).stream()
                            .collect(Collectors.groupingBy(
                                    call -> call.at().getEpochSecond() / 30, Collectors.counting())))
                    .hasSizeGreaterThan(1)
                    .allSatisfy((_, calls) -> assertThat(calls).isLessThanOrEqualTo(WINDOW_LIMIT / 2));
        }
    }

    private byte[] exported(TableFormat format) {
        TrainingExport export = export(format);
        var file = new ByteArrayOutputStream();
        boolean last = false;
        while (!last) {
            Piece piece = export.next();
            file.writeBytes(piece.bytes());
            last = piece.last();
        }
        return file.toByteArray();
    }

    private TrainingExport export(TableFormat format) {
        TrainingRequest request = new TrainingRequest(
                List.of(), new CreatedBetween(Optional.empty(), Optional.empty()), Optional.of(NOW), format);
        return preparation.prepare(settings, sessions.session(settings), request, clock);
    }

    /** The rows by application, as a data scientist reads them. */
    private Map<Long, Map<String, FeatureValue>> rows(TableFormat format, byte[] file) throws IOException {
        List<? extends Map<String, ?>> read =
                format == TableFormat.CSV ? CsvTableTest.readRows(file) : JsonLinesTest.read(file);
        List<String> features = models.active(tenant).orElseThrow().features();
        Map<Long, Map<String, FeatureValue>> rows = new TreeMap<>();
        for (Map<String, ?> row : read) {
            Map<String, FeatureValue> values = new HashMap<>();
            features.forEach(name -> {
                assertThat(row).containsKey(name);
                values.put(name, value(name, format, row.get(name)));
            });
            rows.put(Long.valueOf(row.get("application_id").toString()), values);
        }
        assertThat(rows).hasSameSizeAs(read);
        return rows;
    }

    private FeatureValue value(String feature, TableFormat format, Object cell) {
        if (cell == null) {
            return FeatureValue.MISSING;
        }
        if (cell instanceof Boolean flag) {
            return FeatureValue.flag(flag);
        }
        Kind kind = catalogue.find(feature).orElseThrow().kind();
        return switch (kind) {
            case IDENTIFIER -> new FeatureValue.Identifier(Long.parseLong(cell.toString()));
            case TEXT ->
                new FeatureValue.Text(
                        format == TableFormat.CSV ? CsvTableTest.original(cell.toString()) : cell.toString());
            // these models have only numbers as custom fields
            case NUMBER, WHOLE, FLAG, ANY -> new FeatureValue.Numeric(Double.parseDouble(cell.toString()));
        };
    }

    private void decide(Collection<Long> applications) {
        long reason = organisation.addRejectionReason("Too far away", "THEY_REJECTED_US", "They rejected us");
        boolean hire = false;
        for (long id : applications) {
            hire = !hire;
            if (hire) {
                organisation.hire(id);
            } else {
                organisation.reject(id, reason);
            }
        }
    }

    private Map<Long, BigDecimal> scoresInGreenhouse() {
        Map<Long, BigDecimal> values = new TreeMap<>();
        organisation.rows("applications").forEach(row -> {
            long id = row.path("id").longValue();
            Optional.ofNullable(organisation.score(id, "rocketmat"))
                    .ifPresent(value -> values.put(id, new BigDecimal(value.toString()).stripTrailingZeros()));
        });
        return values;
    }

    private OneTenant registered(GreenhouseSimulator greenhouse) {
        return new OneTenant(tenant, OwnSlice.secret(greenhouse, organisation));
    }
}
