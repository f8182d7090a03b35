package com.rocketmat.sandbox.greenhouse.switches;

import java.time.Duration;

/** Undocumented behaviour of the real API, and differences between tenants. Can be changed at any time. */
public final class Switches {
    /** What a PATCH does with fields it does not list. */
    public enum CustomFieldWrites {
        MERGE,
        REPLACE
    }

    /** How a token's answer reports its expiry: the first is recorded, the second is in the reference. */
    public enum TokenExpiry {
        EXPIRES_AT,
        EXPIRES_IN,
        ABSENT
    }

    public enum PatchAnswer {
        ROW,
        NO_CONTENT
    }

    /** The first is recorded, the second documented. */
    public enum LastPageLink {
        EMPTY,
        ABSENT
    }

    public enum UnsetFields {
        NULL_ENTRY,
        ABSENT,
        /** A currency is an object of nulls; other types are as in the first. */
        OBJECT_OF_NULLS
    }

    /** X-RateLimit-Reset: recorded is now plus the window, which is later than the real edge. */
    public enum ResetHeader {
        NOW_PLUS_WINDOW,
        WINDOW_EDGE,
        ABSENT
    }

    /** What a user who is not a Site Admin gets from lists. */
    public enum NonAdminReads {
        FORBIDDEN,
        EMPTY
    }

    public enum CurrencyShape {
        UNIT,
        CURRENCY_CODE
    }

    public volatile CustomFieldWrites customFieldWrites = CustomFieldWrites.MERGE;
    public volatile boolean revokeOnMint;
    public volatile TokenExpiry tokenExpiry = TokenExpiry.EXPIRES_AT;
    public volatile PatchAnswer patchAnswer = PatchAnswer.ROW;
    public volatile LastPageLink lastPageLink = LastPageLink.EMPTY;
    public volatile boolean patchMovesUpdatedAt = true;
    public volatile boolean patchMovesLastActivityAt;
    public volatile UnsetFields unsetFields = UnsetFields.NULL_ENTRY;

    /** How long lists do not show a write, change, addition or removal; the answer to a PATCH has the new row. */
    public volatile Duration readAfterWriteLag = Duration.ZERO;

    public volatile ResetHeader resetHeader = ResetHeader.NOW_PLUS_WINDOW;
    public volatile boolean rateLimitHeaders = true;
    public volatile NonAdminReads nonAdminReads = NonAdminReads.FORBIDDEN;
    public volatile CurrencyShape currencyShape = CurrencyShape.UNIT;

    /** Whether the user may see and write private fields. */
    public volatile boolean privateFields = true;

    /** Whether rows still show a value of an archived field. */
    public volatile boolean archivedFields = true;

    /** Whether applications have job_interview_stage_id: seen in real tenants, not in the published schema. */
    public volatile boolean jobInterviewStageId = true;

    public volatile boolean convertedWritable;

    public volatile boolean v1Retired;

    /** How a retired v1 answers: 410, or 401, 403, 404. */
    public volatile int v1RetiredStatus = 410;

    public final RateSwitches rates = new RateSwitches();
    public final ReadSwitches reads = new ReadSwitches();
    public final WriteSwitches writes = new WriteSwitches();
    public final ErrorSwitches errors = new ErrorSwitches();
    public final TokenSwitches tokens = new TokenSwitches();
    public final LifeSwitches life = new LifeSwitches();
    public final WebhookSwitches webhooks = new WebhookSwitches();
    public final V1Switches v1 = new V1Switches();
}
