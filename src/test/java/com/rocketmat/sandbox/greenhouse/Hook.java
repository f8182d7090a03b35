package com.rocketmat.sandbox.greenhouse;

/** A webhook that is set up. It is told nothing while it is disabled. */
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

    /** As an administrator saves it again: it gets a ping, and is enabled if that is answered with 200, else disabled. */
    public boolean enable() {
        enabled = hooks.ping(this);
        return enabled;
    }

    public void disable() {
        enabled = false;
    }

    public void remove() {
        hooks.remove(this);
    }

    int number() {
        return number;
    }
}
