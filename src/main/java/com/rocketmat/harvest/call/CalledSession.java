package com.rocketmat.harvest.call;

import com.rocketmat.harvest.HarvestSession;
import java.time.Instant;

/** What sessions of both versions have in common. */
public abstract class CalledSession implements HarvestSession {

    protected final OwnAddress own;
    protected final String base;
    protected final HarvestCalls calls;

    protected CalledSession(OwnAddress own, HarvestCalls calls) {
        this.own = own;
        this.base = own.base();
        this.calls = calls;
    }

    @Override
    public Instant now() {
        return calls.now();
    }

    @Override
    public boolean knowsTime() {
        return calls.knowsTime();
    }

    @Override
    public int left() {
        return calls.left();
    }

    @Override
    public boolean scarce() {
        return calls.scarce();
    }
}
