package com.rocketmat.harvest;

/** Carries a {@link HarvestFailure}; its message contains neither secrets nor candidate data. */
public sealed class HarvestException extends RuntimeException permits FileAway {

    private final transient HarvestFailure failure;

    public HarvestException(HarvestFailure failure) {
        super(failure.toString());
        this.failure = failure;
    }

    public HarvestException(HarvestFailure failure, Throwable cause) {
        super(failure.toString(), Causes.told(cause));
        this.failure = failure;
    }

    public HarvestFailure failure() {
        return failure;
    }
}
