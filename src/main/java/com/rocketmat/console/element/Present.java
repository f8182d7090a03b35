package com.rocketmat.console.element;

import com.rocketmat.sync.run.RunView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Formats relative to the present, for templates, for example {@code inject:present.relative(instant)}. */
@ApplicationScoped
@Named("present")
public class Present {

    private final Clock clock;

    Present(Clock clock) {
        this.clock = clock;
    }

    public String relative(Instant instant) {
        return Formats.relative(instant, clock.instant());
    }

    /** How long a run took, or has taken so far. */
    public String duration(RunView run) {
        return Formats.span(Duration.between(run.startedAt(), run.endedAt() == null ? clock.instant() : run.endedAt()));
    }
}
