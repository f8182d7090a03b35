package com.rocketmat.sandbox.greenhouse;

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
        ABSENT
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

    private volatile CustomFieldWrites customFieldWrites = CustomFieldWrites.MERGE;
    private volatile boolean revokeOnMint;
    private volatile TokenExpiry tokenExpiry = TokenExpiry.EXPIRES_AT;
    private volatile Duration tokenLifetime = Duration.ofHours(1);
    private volatile PatchAnswer patchAnswer = PatchAnswer.ROW;
    private volatile LastPageLink lastPageLink = LastPageLink.EMPTY;
    private volatile boolean patchMovesUpdatedAt = true;
    private volatile boolean patchMovesLastActivityAt;
    private volatile UnsetFields unsetFields = UnsetFields.NULL_ENTRY;
    private volatile Duration readAfterWriteLag = Duration.ZERO;
    private volatile ResetHeader resetHeader = ResetHeader.NOW_PLUS_WINDOW;
    private volatile boolean rateLimitHeaders = true;
    private volatile NonAdminReads nonAdminReads = NonAdminReads.FORBIDDEN;
    private volatile CurrencyShape currencyShape = CurrencyShape.UNIT;
    private volatile boolean privateFields = true;
    private volatile boolean archivedFields = true;
    private volatile boolean jobInterviewStageId = true;
    private volatile boolean convertedWritable;
    private volatile Duration clockSkew = Duration.ZERO;
    private volatile boolean v1Retired;
    private volatile int v1RetiredStatus = 410;
    private final RateSwitches rates = new RateSwitches();
    private final ReadSwitches reads = new ReadSwitches();
    private final WriteSwitches writes = new WriteSwitches();
    private final ErrorSwitches errors = new ErrorSwitches();
    private final TokenSwitches tokens = new TokenSwitches();
    private final LifeSwitches life = new LifeSwitches();
    private final WebhookSwitches webhooks = new WebhookSwitches();
    private final V1Switches v1 = new V1Switches();

    public RateSwitches rates() {
        return rates;
    }

    public ReadSwitches reads() {
        return reads;
    }

    public WriteSwitches writes() {
        return writes;
    }

    public ErrorSwitches errors() {
        return errors;
    }

    public TokenSwitches tokens() {
        return tokens;
    }

    public LifeSwitches life() {
        return life;
    }

    public WebhookSwitches webhooks() {
        return webhooks;
    }

    public V1Switches v1() {
        return v1;
    }

    public CustomFieldWrites customFieldWrites() {
        return customFieldWrites;
    }

    public Switches customFieldWrites(CustomFieldWrites value) {
        customFieldWrites = value;
        return this;
    }

    public boolean revokeOnMint() {
        return revokeOnMint;
    }

    public Switches revokeOnMint(boolean value) {
        revokeOnMint = value;
        return this;
    }

    public TokenExpiry tokenExpiry() {
        return tokenExpiry;
    }

    public Switches tokenExpiry(TokenExpiry value) {
        tokenExpiry = value;
        return this;
    }

    public Duration tokenLifetime() {
        return tokenLifetime;
    }

    public Switches tokenLifetime(Duration value) {
        tokenLifetime = value;
        return this;
    }

    public PatchAnswer patchAnswer() {
        return patchAnswer;
    }

    public Switches patchAnswer(PatchAnswer value) {
        patchAnswer = value;
        return this;
    }

    public LastPageLink lastPageLink() {
        return lastPageLink;
    }

    public Switches lastPageLink(LastPageLink value) {
        lastPageLink = value;
        return this;
    }

    public boolean patchMovesUpdatedAt() {
        return patchMovesUpdatedAt;
    }

    public Switches patchMovesUpdatedAt(boolean value) {
        patchMovesUpdatedAt = value;
        return this;
    }

    public boolean patchMovesLastActivityAt() {
        return patchMovesLastActivityAt;
    }

    public Switches patchMovesLastActivityAt(boolean value) {
        patchMovesLastActivityAt = value;
        return this;
    }

    public UnsetFields unsetFields() {
        return unsetFields;
    }

    public Switches unsetFields(UnsetFields value) {
        unsetFields = value;
        return this;
    }

    /** How long lists do not show a write, change, addition or removal; the answer to a PATCH has the new row. */
    public Duration readAfterWriteLag() {
        return readAfterWriteLag;
    }

    public Switches readAfterWriteLag(Duration value) {
        readAfterWriteLag = value;
        return this;
    }

    public ResetHeader resetHeader() {
        return resetHeader;
    }

    public Switches resetHeader(ResetHeader value) {
        resetHeader = value;
        return this;
    }

    public boolean rateLimitHeaders() {
        return rateLimitHeaders;
    }

    public Switches rateLimitHeaders(boolean value) {
        rateLimitHeaders = value;
        return this;
    }

    public NonAdminReads nonAdminReads() {
        return nonAdminReads;
    }

    public Switches nonAdminReads(NonAdminReads value) {
        nonAdminReads = value;
        return this;
    }

    public CurrencyShape currencyShape() {
        return currencyShape;
    }

    public Switches currencyShape(CurrencyShape value) {
        currencyShape = value;
        return this;
    }

    /** Whether the user may see and write private fields. */
    public boolean privateFields() {
        return privateFields;
    }

    public Switches privateFields(boolean value) {
        privateFields = value;
        return this;
    }

    /** Whether rows still show a value of an archived field. */
    public boolean archivedFields() {
        return archivedFields;
    }

    public Switches archivedFields(boolean value) {
        archivedFields = value;
        return this;
    }

    /** Whether applications have job_interview_stage_id: seen in real tenants, not in the published schema. */
    public boolean jobInterviewStageId() {
        return jobInterviewStageId;
    }

    public Switches jobInterviewStageId(boolean value) {
        jobInterviewStageId = value;
        return this;
    }

    public boolean convertedWritable() {
        return convertedWritable;
    }

    public Switches convertedWritable(boolean value) {
        convertedWritable = value;
        return this;
    }

    /** Offset of the Date header from the simulator's clock; for a server whose time is completely wrong set another clock. */
    public Duration clockSkew() {
        return clockSkew;
    }

    public Switches clockSkew(Duration value) {
        clockSkew = value;
        return this;
    }

    public boolean v1Retired() {
        return v1Retired;
    }

    public Switches v1Retired(boolean value) {
        v1Retired = value;
        return this;
    }

    /** How a retired v1 answers: 410, or 401, 403, 404. */
    public int v1RetiredStatus() {
        return v1RetiredStatus;
    }

    public Switches v1RetiredStatus(int value) {
        v1RetiredStatus = value;
        return this;
    }
}
