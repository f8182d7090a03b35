package com.rocketmat.problem;

import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.util.Locale;

/**
 * The failures that the API answers with. Their types are stable, and callers should rely on them rather than on texts. Any other
 * failure is {@link #INTERNAL_ERROR}.
 */
public enum ProblemType {
    BAD_PARAMETER(400, "Bad request", "a parameter of the address has an invalid value"),
    BAD_BODY(400, "Bad request", "the body is not valid JSON"),
    BAD_FORM(
            400,
            "Bad request",
            "the form cannot be read: it has no boundary, is compressed or truncated, or its fields are too many or too large"),
    BAD_REQUEST(400, "Bad request", "the request is not valid HTTP, or its address contains a NUL character"),
    UNAUTHORIZED(401, "Unauthorized", "no bearer token, or an unknown one"),
    FORBIDDEN(403, "Forbidden", "the caller is a viewer and the call requires an operator, or the caller has no role"),
    OUT_OF_REACH(
            403,
            "Out of reach",
            "the caller is restricted to some tenants, and the call concerns other tenants or all of them"),
    FOREIGN_FORM(403, "Not from this page", "a form of the console was not sent by a page of this session"),
    NOT_FOUND(404, "Not Found", "there is nothing at this address"),
    TENANT_UNKNOWN(404, "No such tenant", "there is no tenant with this id"),
    MODEL_UNKNOWN(404, "No such model version", "the tenant has no such version"),
    METHOD_NOT_ALLOWED(
            405, "Method Not Allowed", "the address does not support this method; Allow lists those that it does"),
    NOT_ACCEPTABLE(406, "Not Acceptable", "the answer is not available in any media type in Accept"),
    TENANT_NOT_RUNNING(409, "The tenant does not run", "its secret in Vault is missing or unusable"),
    SECRET_REPLACED(409, "The tenant's secret was replaced", "work that began with the old secret was abandoned"),
    SECRET_EXISTS(
            409,
            "The tenant's secret still exists",
            "a tenant is only purged once its secret is removed, unless the purge is forced"),
    SLICE_UNDER_WAY(409, "A slice is running", "a replica is running a slice of the tenant to be purged"),
    EXPORT_UNDER_WAY(409, "An export is running", "training data of the tenant to be purged is being exported"),
    MODEL_STATE(409, "Wrong state", "the state of the version does not allow it"),
    NOTHING_TO_COMPARE(409, "Nothing to compare", "no application is scored by both versions"),
    TOO_LARGE(
            413,
            "Payload Too Large",
            "the body is larger than quarkus.http.limits.max-body-size, or not a form and larger than rocketmat.requests.max-text"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported Media Type", "the address does not accept a body of this media type"),
    DOCTOR_REQUEST(
            422, "Invalid request to the doctor", "the body does not name a test application in the expected form"),
    TOO_MANY_STREAMS(
            429,
            "Too Many Requests",
            "the console session has rocketmat.console.watchers-per-session open event streams on this replica, or the replica has reached its own limit; Retry-After says when to retry"),
    IDENTITY_PROVIDER_AWAY(
            503,
            "Identity provider unavailable",
            "the token is not an operator's in Vault, and the identity provider does not answer"),
    DATABASE_AWAY(
            503,
            "Database unavailable",
            "PostgreSQL is unavailable, read-only, out of connections or too slow; Retry-After says when to retry"),
    BUSY(
            503,
            "Busy",
            "the replica is serving its maximum number of calls of this kind; Retry-After says when to retry"),
    INTERNAL_ERROR(500, "Internal Server Error", "an error of this service; see its log"),

    MODEL_FORM(422, "Model refused", "the form has no model or no manifest"),
    MODEL_MANIFEST(422, "Model refused", "the manifest cannot be read, or a value of it is not allowed"),
    MODEL_SIZE(422, "Model refused", "the file is larger than rocketmat.models.max-file"),
    MODEL_FORMAT(422, "Model refused", "not a valid ONNX file, or truncated"),
    MODEL_EXTERNAL_DATA(422, "Model refused", "weights are stored outside the file"),
    MODEL_OPSET(422, "Model refused", "the model needs a newer ONNX Runtime"),
    MODEL_OPERATORS(422, "Model refused", "the model uses an operator that is not allowed"),
    MODEL_LOAD(422, "Model refused", "ONNX Runtime cannot load it"),
    MODEL_FEATURES(422, "Model refused", "the manifest asks for a feature that is not in the catalogue"),
    MODEL_PROTECTED(422, "Model refused", "the manifest uses a protected attribute"),
    MODEL_PROXIES(422, "Model refused", "the features cannot be checked for proxies"),
    MODEL_INPUTS(422, "Model refused", "the manifest does not fill each graph input exactly once and in its shape"),
    MODEL_TYPES(422, "Model refused", "a feature has a type that its input does not accept"),
    MODEL_MISSING(422, "Model refused", "an input has no value for a missing feature"),
    MODEL_OUTPUT(422, "Model refused", "the output does not exist or is not a score"),
    MODEL_DRY_BATCH(422, "Model refused", "a dry batch could not be scored"),
    MODEL_CASES(422, "Model refused", "a case of the manifest gets another score than expected"),
    MODEL_NOT_FINITE(422, "Model refused", "a score of the dry batch is not a finite number"),
    MODEL_NOT_A_PROBABILITY(422, "Model refused", "the scale is percent and a score is not between 0 and 1"),
    MODEL_ROW_COUNT(422, "Model refused", "the dry batch gives a different number of scores than rows"),
    MODEL_ROWS_ENTANGLED(422, "Model refused", "a row's score depends on other rows in the batch"),
    MODEL_TIME(422, "Model refused", "a check takes too long"),
    MODEL_MEMORY(422, "Model refused", "a check takes too much memory"),
    MODEL_CRASH(422, "Model refused", "ONNX Runtime crashes on the file"),

    TRAINING_STATE(409, "No export", "the tenant does not run, is paused, or its secret was replaced"),
    TRAINING_UNDER_WAY(409, "An export is running", "only one export per tenant runs at a time"),
    TRAINING_V1(409, "Not with a Harvest v1 key", "outcomes of applications are only available in v3"),
    TRAINING_GREENHOUSE(409, "Greenhouse denies access", "Greenhouse refuses, for example because a scope is missing"),
    TRAINING_GREENHOUSE_AWAY(
            503,
            "Greenhouse unavailable",
            "Greenhouse is failing or its rate window is used up; Retry-After says when to retry"),
    TRAINING_FEATURES(422, "Feature not exported", "there is no feature with this name"),
    TRAINING_CONTACT(422, "Feature not exported", "the feature contains names or contact data"),
    TRAINING_PROTECTED(422, "Feature not exported", "the feature's name marks a protected attribute");

    private static final String BASE = "/problems/";

    private final int status;
    private final String title;
    private final String meaning;

    ProblemType(int status, String title, String meaning) {
        this.status = status;
        this.title = title;
        this.meaning = meaning;
    }

    /** The last part of the type's URI. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The type's URI in answers. */
    public URI uri() {
        return URI.create(BASE + label());
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public String meaning() {
        return meaning;
    }

    /** A problem of this type, to be completed and thrown. */
    public HttpProblem.Builder problem(String detail) {
        return HttpProblem.builder()
                .withType(uri())
                .withTitle(title)
                .withStatus(status)
                .withDetail(detail);
    }

    /** A problem that passes by itself, with the seconds after which to retry. */
    public HttpProblem.Builder passing(String detail, long seconds) {
        return problem(detail, "retry after the time in Retry-After").withHeader(HttpHeaders.RETRY_AFTER, seconds);
    }

    /** A problem with its remedy. */
    public HttpProblem.Builder problem(String detail, String remedy) {
        return problem(detail).with("remedy", remedy);
    }
}
