package com.rocketmat.sync;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/** A run as the API shows it. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RunView(
        String id,
        Instant startedAt,
        Instant endedAt,
        String trigger,
        int discovered,
        int scored,
        int written,
        int leftAlone,
        int failed,
        String error) {

    static RunView of(Run run) {
        return new RunView(
                String.valueOf(run.id),
                run.startedAt,
                run.endedAt,
                run.trigger,
                run.discovered,
                run.scored,
                run.written,
                run.leftAlone,
                run.failed,
                run.error);
    }

    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Listing(List<RunView> items, String next) {}
}
