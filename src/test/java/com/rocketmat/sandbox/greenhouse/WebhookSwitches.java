package com.rocketmat.sandbox.greenhouse;

import java.time.Duration;

/** Undocumented aspects of webhooks, and the speed of their retries. */
public final class WebhookSwitches {
    private volatile boolean echo = true;
    private volatile boolean repeatEventId = true;
    private volatile double durationFactor = 1;
    private volatile Duration timeout = Duration.ofSeconds(10);
    private volatile String pingAction = "ping";
    private volatile boolean automatic = true;

    /** Whether our own PATCH of an application fires application_updated. */
    public boolean echo() {
        return echo;
    }

    public WebhookSwitches echo(boolean value) {
        echo = value;
        return this;
    }

    /** Whether a retry has the same event id. */
    public boolean repeatEventId() {
        return repeatEventId;
    }

    public WebhookSwitches repeatEventId(boolean value) {
        repeatEventId = value;
        return this;
    }

    /** Factor for the delays between attempts: 0.001 makes a minute 60 ms. */
    public double durationFactor() {
        return durationFactor;
    }

    public WebhookSwitches durationFactor(double value) {
        durationFactor = value;
        return this;
    }

    /** Time limit of a receiver, in real time. */
    public Duration timeout() {
        return timeout;
    }

    public WebhookSwitches timeout(Duration value) {
        timeout = value;
        return this;
    }

    public String pingAction() {
        return pingAction;
    }

    public WebhookSwitches pingAction(String value) {
        pingAction = value;
        return this;
    }

    /** Whether deliveries are sent automatically when they are due by the simulator's clock, or when a test sends them. */
    public boolean automatic() {
        return automatic;
    }

    public WebhookSwitches automatic(boolean value) {
        automatic = value;
        return this;
    }
}
