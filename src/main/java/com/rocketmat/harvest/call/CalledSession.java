package com.rocketmat.harvest.call;

import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.row.Attachment;
import java.time.Instant;
import java.util.Optional;

/** What sessions of both versions have in common. */
public abstract class CalledSession implements HarvestSession {

    private final OwnAddress own;
    protected final String base;
    protected final HarvestCalls calls;
    protected final ListCalls lists;
    private final AttachmentFiles files;

    protected CalledSession(OwnAddress own, HarvestCalls calls, AttachmentFiles files) {
        this.own = own;
        this.base = own.base();
        this.calls = calls;
        this.lists = new ListCalls(calls, own);
        this.files = files;
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

    @Override
    public Optional<byte[]> file(Attachment attachment) {
        return files.fetch(attachment.url(), own);
    }
}
