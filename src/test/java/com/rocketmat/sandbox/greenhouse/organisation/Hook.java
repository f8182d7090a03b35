package com.rocketmat.sandbox.greenhouse.organisation;

import com.rocketmat.sandbox.greenhouse.webhook.Webhook;

/** A webhook. It receives nothing while it is disabled. */
public final class Hook {
    private final Hooks hooks;
    private final int number;
    private final Webhook webhook;
    private volatile boolean enabled;

    Hook(Hooks hooks, int number, Webhook webhook) {
        this.hooks = hooks;
        this.number = number;
        this.webhook = webhook;
    }

    public Webhook webhook() {
        return webhook;
    }

    public boolean enabled() {
        return enabled;
    }

    /** When an administrator saves it, it gets a ping, and is enabled if that is answered with 200, otherwise disabled. */
    public boolean enable() {
        enabled = hooks.ping(this);
        return enabled;
    }

    int number() {
        return number;
    }
}
