package com.rocketmat.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.model.upload.FlaggedFeatures;
import com.rocketmat.table.CsvTableTest;
import com.rocketmat.table.JsonLinesTest;
import com.rocketmat.table.TableFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DecisionViewsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DecisionViews views = new DecisionViews(FlaggedFeatures.ATTRIBUTES);

    @Test
    void noProtectedNameOrKnownProxyIsExportedWithoutItsWarning() throws IOException {
        List<String> flagged = FlaggedFeatures.all();
        List<List<Object>> rows = flagged.stream()
                .map(feature -> DecisionTable.row(decision(reasons("job.open_days", feature))))
                .toList();

        List<Map<String, String>> csv = CsvTableTest.readRows(file(TableFormat.CSV, rows));
        List<Map<String, Object>> lines = JsonLinesTest.read(file(TableFormat.NDJSON, rows));

        for (int row = 0; row < flagged.size(); row++) {
            assertThat(csv.get(row).get("warning")).endsWith("attribute: " + flagged.get(row));
            assertThat(lines.get(row).get("warning")).asString().endsWith("attribute: " + flagged.get(row));
        }
    }

    @Test
    void otherRowsHaveNone() {
        assertThat(views.warning(reasons("job.open_days", "candidate.title"))).isNull();
        assertThat(views.warning("[]")).isNull();
        assertThat(views.warning("changed by hand")).isNull();
    }

    private static byte[] file(TableFormat format, List<List<Object>> rows) {
        var writer = format.write(DecisionTable.COLUMNS);
        return (new String(writer.header(), StandardCharsets.UTF_8)
                        + new String(writer.rows(rows), StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String reasons(String... features) {
        return JSON.valueToTree(Arrays.stream(features)
                        .map(feature -> Map.of("feature", feature, "weight", 1))
                        .toList())
                .toString();
    }

    private DecisionView decision(String reasons) {
        return new DecisionView(
                1,
                Instant.EPOCH,
                new UUID(1, 2),
                4L,
                3L,
                5L,
                DecisionKind.SCORED,
                "a".repeat(64),
                BigDecimal.TEN,
                0.1,
                reasons,
                views.warning(reasons),
                DecisionMode.LIVE,
                null,
                "d".repeat(64));
    }
}
