package com.rocketmat.sandbox.greenhouse;

import com.rocketmat.sandbox.greenhouse.fault.Calls;
import com.rocketmat.sandbox.greenhouse.fault.Faults;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.token.Tenants;
import com.rocketmat.sandbox.greenhouse.token.TokenEndpoint;
import com.rocketmat.sandbox.greenhouse.token.Tokens;
import com.rocketmat.sandbox.greenhouse.v1.HarvestV1;
import com.rocketmat.sandbox.greenhouse.v3.HarvestV3;
import com.rocketmat.sandbox.greenhouse.webhook.Webhooks;
import com.rocketmat.sandbox.greenhouse.wire.HttpListener;
import com.rocketmat.sandbox.greenhouse.wire.Reply;
import com.rocketmat.sandbox.greenhouse.wire.Request;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Harvest v3, v1 and their authorisation server for some organisations, on 127.0.0.1 or without a socket. */
public final class GreenhouseSimulator implements AutoCloseable {
    private static final URI NOWHERE = URI.create("http://greenhouse.test");
    private final Clock clock;
    private final Tenants tenants;
    private final Calls calls = new Calls();
    private final Faults faults = new Faults();
    private final Switches switches = new Switches();
    private final Servers servers;
    private final FrontDoor door;
    private final Webhooks webhooks;
    private final Optional<HttpListener> listener;

    private GreenhouseSimulator(List<Organisation> organisations, Clock clock, Optional<Integer> port) {
        this.clock = clock;
        this.tenants = new Tenants(organisations);
        this.webhooks = new Webhooks(clock, switches, port.isPresent());
        organisations.forEach(this::join);
        Tokens tokens = new Tokens();
        this.servers = new Servers(
                tenants,
                tokens,
                new TokenEndpoint(tenants, tokens, switches, clock),
                new HarvestV3(tokens, switches, clock, this::harvestUrl),
                new HarvestV1(tenants, switches, clock, this::harvestUrl));
        this.door = new FrontDoor(servers, faults, calls, switches, clock);
        this.listener = port.map(number -> new HttpListener(number, door));
        listener.ifPresent(HttpListener::start);
    }

    /** The clock starts at the first organisation's anchor, or now if there is none yet, and runs. */
    public static GreenhouseSimulator start(List<Organisation> organisations) {
        return start(organisations, runningClock(organisations));
    }

    /** Answers do not depend on the day of the test. */
    private static Clock runningClock(List<Organisation> organisations) {
        return organisations.isEmpty()
                ? Clock.systemUTC()
                : Clock.offset(
                        Clock.systemUTC(),
                        Duration.between(Instant.now(), organisations.getFirst().anchor()));
    }

    /** Windows, tokens, times and retries use the clock: a {@link SettableClock} makes a day pass at once. */
    public static GreenhouseSimulator start(List<Organisation> organisations, Clock clock) {
        return start(organisations, clock, 0);
    }

    /** Port 0 selects any free one. */
    public static GreenhouseSimulator start(List<Organisation> organisations, Clock clock, int port) {
        return new GreenhouseSimulator(organisations, clock, Optional.of(port));
    }

    /** Without a socket or a thread: requests only come through {@link #answer}, and webhooks are sent when a test sends them. */
    public static GreenhouseSimulator inProcess(List<Organisation> organisations, Clock clock) {
        return new GreenhouseSimulator(organisations, clock, Optional.empty());
    }

    /**
     * Answers a request in the calling thread.
     *
     * @throws IOException if the connection would have been closed instead, or in the middle of the body
     */
    public Response answer(String method, URI uri, Map<String, String> headers, byte[] body) throws IOException {
        Map<String, String> named = new HashMap<>();
        headers.forEach((name, value) -> named.put(name.toLowerCase(Locale.ROOT), value));
        String query = Optional.ofNullable(uri.getRawQuery()).orElse("");
        return switch (door.handle(new Request(method, uri.getRawPath(), query, named, body))) {
            case Response whole -> whole;
            case Reply.Stalled stalled -> stalled.late();
            case Reply.Closed _ -> throw new EOFException("closed without an answer");
            case Reply.Endless _ -> throw new EOFException("closed before its end");
            case Reply.Truncated _ -> throw new EOFException("closed in the middle of the body");
        };
    }

    /** Clients append /v3/… and /v1/… */
    public URI harvestUrl() {
        return listener.map(open -> URI.create("http://127.0.0.1:" + open.port()))
                .orElse(NOWHERE);
    }

    public URI tokenUrl() {
        return URI.create(harvestUrl() + "/token");
    }

    /** One more, while it runs; its rows are of about the time that the simulator's clock shows. */
    public void add(Organisation organisation) {
        join(organisation);
        tenants.add(organisation);
    }

    private void join(Organisation organisation) {
        organisation.join(clock, switches, webhooks, this::harvestUrl);
    }

    public Organisation organisation(String name) {
        return tenants.named(name).orElseThrow(() -> new IllegalArgumentException("no organisation " + name));
    }

    /** As if another client had minted with the organisation's credential, which revoked its older tokens. */
    public void revokeTokens(String organisation) {
        servers.revokeAll(organisation(organisation));
    }

    public Calls calls() {
        return calls;
    }

    public Faults faults() {
        return faults;
    }

    /** A fault or an event for matching requests. */
    public Faults.Rule on(Match match) {
        return faults.on(match);
    }

    public Switches switches() {
        return switches;
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    @Override
    public void close() {
        webhooks.close();
        listener.ifPresent(HttpListener::close);
    }

    /** PORT ORGANISATION…: runs until it is stopped. */
    public static void main(String[] args) throws InterruptedException {
        List<Organisation> organisations =
                Stream.of(args).skip(1).map(Organisation::load).toList();
        try (GreenhouseSimulator simulator =
                start(organisations, runningClock(organisations), Integer.parseInt(args[0]))) {
            organisations.forEach(each -> System.out.printf(
                    "%s: %s client %s user %d key %s%n",
                    each.name(), simulator.harvestUrl(), each.clientId(), each.userId(), each.apiKey()));
            Thread.currentThread().join();
        }
    }
}
