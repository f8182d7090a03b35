package com.rocketmat.score.write;

import static com.rocketmat.score.Applications.waiting;
import static com.rocketmat.score.Applications.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.rocketmat.harvest.CustomFieldWrite;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.sandbox.StandIn;
import com.rocketmat.score.write.InFlight.Answer;
import com.rocketmat.score.write.WriteAttempt.Outcome;
import com.rocketmat.score.write.WriteDecision.Patch;
import com.rocketmat.score.write.WriteProofs.Proof;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.scope.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WriteResultsTest {

    private final FixedClock clock = new FixedClock();

    /** A slice may read for half a minute before it takes an answer, and what a person changes meanwhile was not our write. */
    @Test
    void aWriteCountsAsMadeWhenItWasAnsweredHoweverLateThatIsTaken() {
        List<Instant> lookedFrom = new ArrayList<>();
        SecondLook secondLook = new SecondLook(null, null, null, clock) {
            @Override
            void wrote(TenantId tenant, WriteAttempt write, Instant at) {
                lookedFrom.add(at);
            }
        };
        ReadBack readBack = new ReadBack(null, clock);
        WriteAttempt write = write();
        TenantId tenant = write.target().tenant();
        var services = new SliceWrites.Services(null, null, readBack, null, secondLook, clock);
        WriteResults results = new WriteResults(tenant, services, readBack.unsure(tenant), _ -> {});
        Instant answered = clock.instant();
        Outcome outcome = write.send(() -> true);

        clock.pass(Duration.ofSeconds(30));
        results.add(new Answer<>(write, outcome, null));

        assertThat(readBack.sample(tenant).map(ExpectedRow::at)).contains(answered);
        assertThat(lookedFrom).containsExactly(answered);
    }

    private WriteAttempt write() {
        WriteTarget known = ExpectedRowTest.TARGET;
        Proof seen = new Proof(Optional.empty(), true, 0, Optional.of(true), Optional.empty());
        return new WriteAttempt(
                new WriteTarget(known.settings(), session(clock), known.fields(), seen),
                waiting(),
                with(Map.of()),
                new Patch(List.of(new CustomFieldWrite("rocketmat", IntNode.valueOf(71)))));
    }

    private static HarvestSession session(Clock clock) {
        return StandIn.of(HarvestSession.class, (_, call, _) -> switch (call.getName()) {
            case "update" -> null;
            case "now" -> clock.instant();
            case "merges" -> false;
            default -> throw new AssertionError(call);
        });
    }
}
