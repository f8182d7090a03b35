package com.rocketmat.sync;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.harvest.DirectSession;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.SettableClock;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Faults;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import com.rocketmat.sync.People.Deed;
import com.rocketmat.tenant.settings.TenantSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A Greenhouse in the same process, its people, and a replica that reads it, in time that only the test advances. */
final class World {

    private static final Duration LATENCY = Duration.ofMillis(130);
    private static final Duration A_LONG_TIME = Duration.ofDays(10_000);
    /** Greenhouse's time is known to less than this, so this part of the overlap is not available for late rows. */
    private static final Duration CLOCK_ERROR = Duration.ofSeconds(1);

    private final SettableClock time = new SettableClock(Instant.parse("2026-11-24T10:00:00.3Z"));
    private final Organisation organisation = Organisation.empty("acme", time.instant());
    private final GreenhouseSimulator greenhouse = GreenhouseSimulator.inProcess(List.of(organisation), time);
    private final People people = new People(organisation);
    private final Replica replica;
    private final Duration lag;
    private Duration moved = Duration.ZERO;
    private final Map<String, String> authorisation;

    /**
     * @param lateness how late lists show a change, in hundredths of the overlap
     * @param skew error of the replica's clock, in seconds
     */
    World(TenantSettings settings, int perPage, Duration overlap, int lateness, Duration sweep, int skew) {
        lag = overlap.minus(CLOCK_ERROR).multipliedBy(lateness).dividedBy(100);
        organisation.rateLimit(Integer.MAX_VALUE);
        greenhouse.switches().tokenLifetime = A_LONG_TIME;
        greenhouse.switches().readAfterWriteLag = lag;
        authorisation = Map.of("Authorization", "Bearer " + token(), "Content-Type", "application/json");
        replica = new Replica(settings, overlap, sweep, this::answer, local(skew), perPage);
    }

    /** The next action. */
    sealed interface Step {
        record Doing(Deed deed, int whom) implements Step {}

        record Passing(Duration time) implements Step {}

        record ReadingPage() implements Step {}

        /** The schedule is due, maybe in the middle of a sweep. */
        record BecomingDue() implements Step {}

        /** A page is read, but not committed. */
        record Dying(int nextSkew) implements Step {}

        /** The next cursor is refused. */
        record Expiring() implements Step {}

        /** The next page begins with the last row of the previous one. */
        record Repeating() implements Step {}

        record Writing() implements Step {}
    }

    void take(Step step) {
        switch (step) {
            case Step.Doing doing -> people.does(doing.deed(), doing.whom());
            case Step.Passing passing -> time.forward(passing.time());
            case Step.ReadingPage _ -> replica.readPage();
            case Step.BecomingDue _ -> replica.becomeDue();
            case Step.Dying dying -> replica.readPageAndDie(local(dying.nextSkew()));
            case Step.Expiring _ -> nextCursor().answer(Fault.cursorExpired());
            case Step.Repeating _ -> nextCursor().answer(new Fault.DuplicateRowOfPreviousPage());
            case Step.Writing _ -> replica.write();
        }
    }

    /** Until all changes show, and a window that was open then is read completely. */
    void settle() {
        time.forward(lag);
        if (replica.hasOpenWindow()) {
            replica.readWindow();
        }
    }

    void passes(Duration duration) {
        time.forward(duration);
    }

    People people() {
        return people;
    }

    Truth truth() {
        return new Truth(organisation);
    }

    Replica replica() {
        return replica;
    }

    private Faults.Rule nextCursor() {
        return greenhouse.faults().on(Match.get("/v3/applications").query("cursor="));
    }

    private DirectSession.Answer answer(String method, String pathAndQuery, String body) {
        Response answer = send(method, pathAndQuery, authorisation, body);
        time.forward(LATENCY);
        return new DirectSession.Answer(answer.status(), answer.headers(), answer.text());
    }

    private String token() {
        String client = organisation.clientId() + ":" + organisation.clientSecret();
        String basic = Base64.getEncoder().encodeToString(client.getBytes(StandardCharsets.UTF_8));
        Response minted = send(
                "POST",
                "/token",
                Map.of("Authorization", "Basic " + basic, "Content-Type", "application/x-www-form-urlencoded"),
                "grant_type=client_credentials");
        try {
            return new ObjectMapper()
                    .readTree(minted.text())
                    .required("access_token")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Response send(String method, String pathAndQuery, Map<String, String> headers, String body) {
        try {
            return greenhouse.answer(method, URI.create(pathAndQuery), headers, body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As far as its answers tell. */
    void greenhouseIsAhead(Duration by) {
        greenhouse.switches().clockSkew = by;
    }

    /** The machine's clock is set, which no replica notices but by the next answer. */
    void clockMoves(Duration by) {
        moved = moved.plus(by);
    }

    private Clock local(int skew) {
        Duration error = Duration.ofSeconds(skew);
        InstantSource machine = () -> time.instant().plus(error).plus(moved);
        return machine.withZone(ZoneOffset.UTC);
    }
}
