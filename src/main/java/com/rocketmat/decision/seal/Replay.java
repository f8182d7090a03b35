package com.rocketmat.decision.seal;

import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A score that was made again of the values that were kept.
 *
 * @param same whether both are equal, the model's number bit for bit
 */
@Schema(examples = """
        {"same": true, "recorded": {"raw": 0.8712345678, "value": 87}, "replayed": {"raw": 0.8712345678, "value": 87}}""")
public record Replay(boolean same, Result recorded, Result replayed) {

    /**
     * What a model gave.
     *
     * @param raw before the manifest's scale
     */
    @Schema(name = "ReplayResult")
    public record Result(
            @Schema(nullable = true) Double raw,
            @Schema(nullable = true) BigDecimal value) {

        /** Double.equals is about bits, except that all NaNs are the same. Only a recorded row may lack numbers, if it was changed. */
        boolean same(Result recorded) {
            return raw.equals(recorded.raw) && recorded.value != null && value.compareTo(recorded.value) == 0;
        }
    }

    static Replay of(Result recorded, Result replayed) {
        return new Replay(replayed.same(recorded), recorded, replayed);
    }
}
