package com.rocketmat.decision.seal;

import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A score that was computed again from the sealed values.
 *
 * @param same whether both scores are equal, and the model's numbers bit for bit
 */
@Schema(examples = """
        {"same": true, "recorded": {"raw": 0.8712345678, "value": 87}, "replayed": {"raw": 0.8712345678, "value": 87}}""")
public record Replay(boolean same, Result recorded, Result replayed) {

    /**
     * A score, rounded as it is written.
     *
     * @param raw the model's output, before the manifest's scale
     */
    @Schema(name = "ReplayResult")
    public record Result(
            @Schema(nullable = true) Double raw,
            @Schema(nullable = true) BigDecimal value) {

        /** Double.equals compares bits, except that all NaNs are equal. Numbers are only absent in a recorded row that was changed. */
        boolean same(Result recorded) {
            return raw.equals(recorded.raw) && recorded.value != null && value.compareTo(recorded.value) == 0;
        }
    }

    static Replay of(Result recorded, Result replayed) {
        return new Replay(replayed.same(recorded), recorded, replayed);
    }
}
