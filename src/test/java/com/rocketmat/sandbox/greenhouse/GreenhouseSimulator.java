package com.rocketmat.sandbox.greenhouse;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Harvest v3, v1 and their authorisation server for some organisations, on 127.0.0.1. */
public final class GreenhouseSimulator implements AutoCloseable {
    private final Tenants tenants;
    private final Calls calls = new Calls();
    private final Faults faults = new Faults();
    private final Switches switches = new Switches();
    private final HttpListener listener;

    private GreenhouseSimulator(List<Organisation> organisations, Clock clock, int port) {
        this.tenants = new Tenants(organisations);
        organisations.forEach(organisation -> organisation.clock(clock));
        Tokens tokens = new Tokens();
        Servers servers = new Servers(
                tenants,
                tokens,
                new TokenEndpoint(tenants, tokens, switches, clock),
                new HarvestV3(tokens, switches, clock, this::harvestUrl),
                new HarvestV1(tenants, switches, clock, this::harvestUrl));
        this.listener = new HttpListener(port, new FrontDoor(servers, faults, calls, switches, clock));
        listener.start();
    }

    /** The clock starts at the first organisation's anchor and runs. */
    public static GreenhouseSimulator start(List<Organisation> organisations) {
        return start(organisations, AnchoredClock.at(organisations.getFirst().anchor()), 0);
    }

    /** Port 0 is any free one. */
    public static GreenhouseSimulator start(List<Organisation> organisations, Clock clock, int port) {
        return new GreenhouseSimulator(organisations, clock, port);
    }

    /** To which clients append /v3/… and /v1/…. */
    public URI harvestUrl() {
        return URI.create("http://127.0.0.1:" + listener.port());
    }

    public URI tokenUrl() {
        return URI.create(harvestUrl() + "/token");
    }

    public Organisation organisation(String name) {
        return tenants.named(name).orElseThrow(() -> new IllegalArgumentException("no organisation " + name));
    }

    public Calls calls() {
        return calls;
    }

    public Faults faults() {
        return faults;
    }

    public Switches switches() {
        return switches;
    }

    @Override
    public void close() {
        listener.close();
    }

    /** PORT ORGANISATION…: runs until it is stopped. */
    public static void main(String[] args) throws InterruptedException {
        List<Organisation> organisations =
                Stream.of(args).skip(1).map(Organisation::load).toList();
        try (GreenhouseSimulator simulator =
                start(organisations, AnchoredClock.at(organisations.getFirst().anchor()), Integer.parseInt(args[0]))) {
            organisations.forEach(each -> System.out.printf(
                    "%s: %s client %s user %d key %s%n",
                    each.name(), simulator.harvestUrl(), each.clientId(), each.userId(), each.apiKey()));
            Thread.currentThread().join();
        }
    }
}
