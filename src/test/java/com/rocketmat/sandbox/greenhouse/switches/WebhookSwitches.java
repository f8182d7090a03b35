package com.rocketmat.sandbox.greenhouse.switches;

/** Undocumented aspects of webhooks, and how they are sent. */
public final class WebhookSwitches {

    /** Whether our own PATCH of an application fires application_updated. */
    public volatile boolean echo = true;

    /** Whether a retry has the same event id. */
    public volatile boolean repeatEventId = true;

    /** Whether deliveries are sent automatically when they are due by the simulator's clock, or when a test sends them. */
    public volatile boolean automatic = true;
}
