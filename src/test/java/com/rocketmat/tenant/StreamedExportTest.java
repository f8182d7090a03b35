package com.rocketmat.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.tenant.DataExport.Phase;
import com.rocketmat.tenant.StreamedExport.Piece;
import com.rocketmat.tenant.scope.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class StreamedExportTest {

    private final List<Phase> ends = new CopyOnWriteArrayList<>();

    /** The log would otherwise show a beginning without an end. */
    @Test
    void aFileWhoseCompletionCannotBeRecordedHasFailed() {
        var file =
                StreamedExport.of(new TenantId("acme"), "decisions", () -> new Piece(new byte[] {1}, true), this::end);

        assertThatThrownBy(() -> file.collect().asList().await().atMost(Duration.ofMinutes(1)))
                .hasMessage("the database is away");
        assertThat(ends).containsExactly(Phase.COMPLETED, Phase.FAILED);
    }

    private void end(Phase phase) {
        ends.add(phase);
        if (phase == Phase.COMPLETED) {
            throw new IllegalStateException("the database is away");
        }
    }
}
