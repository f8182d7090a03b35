package com.rocketmat.problem;

import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.util.Locale;

/**
 * The failures that the API answers with, each of a type that does not change: callers go by it, not by texts. What is in none of
 * them is {@link #INTERNAL_ERROR}.
 */
public enum ProblemType {
    BAD_PARAMETER(400, "Bad request", "a parameter of the address is not what it should be"),
    BAD_BODY(400, "Bad request", "the body is no JSON"),
    BAD_FORM(
            400,
            "Bad request",
            "the form cannot be read: no boundary, packed, cut off, or of too many or too large fields"),
    BAD_REQUEST(400, "Bad request", "the request is not one of HTTP, or its address has a NUL in it"),
    UNAUTHORIZED(401, "Unauthorized", "no bearer token, or one that nobody knows"),
    FORBIDDEN(403, "Forbidden", "the caller is a viewer and the call is an operator's, or has no role at all"),
    OUT_OF_REACH(
            403, "Out of reach", "the caller is restricted to some tenants, and this is none of them or concerns all"),
    FOREIGN_FORM(403, "Not from this page", "a form of the console was not sent by a page of this session"),
    NOT_FOUND(404, "Not Found", "there is nothing at this address"),
    TENANT_UNKNOWN(404, "No such tenant", "no tenant of this id is known"),
    MODEL_UNKNOWN(404, "No such model version", "the tenant has no such version"),
    METHOD_NOT_ALLOWED(
            405, "Method Not Allowed", "the address does not take this method; Allow names those that it takes"),
    NOT_ACCEPTABLE(406, "Not Acceptable", "the answer is of none of the media types in Accept"),
    TENANT_NOT_RUNNING(409, "The tenant does not run", "its secret in Vault is missing or unusable"),
    SECRET_REPLACED(409, "The tenant's secret was replaced", "what was begun with the old one is not finished with it"),
    SECRET_EXISTS(
            409,
            "The tenant's secret still exists",
            "only a tenant whose secret is gone is purged, unless it is forced"),
    SLICE_UNDER_WAY(409, "A slice is under way", "a replica is working for the tenant that is to be purged"),
    EXPORT_UNDER_WAY(409, "An export is under way", "training data of the tenant that is to be purged is being read"),
    OBJECTION_IN_GREENHOUSE(
            409,
            "The objection stands in Greenhouse",
            "the candidate objects by a field there, and takes it back there"),
    CLEAR_GREENHOUSE(
            409,
            "The field in Greenhouse is not emptied",
            "Greenhouse refuses it, or the tenant does not write; nothing is erased, and the candidate is not scored meanwhile"),
    CLEAR_GREENHOUSE_AWAY(
            503,
            "Greenhouse does not answer now",
            "nothing is erased yet, and the candidate is not scored meanwhile; Retry-After says when to ask again"),
    MODEL_STATE(409, "Wrong state", "the state of the version does not allow it"),
    NOTHING_TO_COMPARE(409, "Nothing to compare", "no application is scored by both versions"),
    TOO_LARGE(
            413,
            "Payload Too Large",
            "the body is larger than quarkus.http.limits.max-body-size, or no form and larger than rocketmat.requests.max-text"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported Media Type", "the address does not take a body of this media type"),
    DOCTOR_REQUEST(
            422,
            "The doctor cannot be asked this way",
            "the body names no test application in the way that is asked for"),
    TOO_MANY_STREAMS(
            429,
            "Too Many Requests",
            "a console session has rocketmat.console.watchers-per-session event streams open on this replica, or the replica as many as it may; Retry-After says when to ask again"),
    IDENTITY_PROVIDER_AWAY(
            503,
            "Nobody can be asked who this is",
            "the token is none of Vault's, and the identity provider does not answer"),
    DATABASE_AWAY(
            503,
            "The database does not do it now",
            "PostgreSQL is away, takes no writes, has no connection left, or takes too long; Retry-After says when to ask again"),
    BUSY(
            503,
            "Too much at once",
            "as many calls of this kind are under way as a replica serves at once; Retry-After says when to ask again"),
    INTERNAL_ERROR(500, "Internal Server Error", "a fault of this service, which its log tells of"),

    MODEL_FORM(422, "Model refused", "the form has no model or no manifest"),
    MODEL_MANIFEST(422, "Model refused", "the manifest cannot be read, or a value of it is not allowed"),
    MODEL_SIZE(422, "Model refused", "the file is larger than rocketmat.models.max-file"),
    MODEL_FORMAT(422, "Model refused", "the file is no ONNX model, or cut off"),
    MODEL_EXTERNAL_DATA(422, "Model refused", "weights lie outside the file"),
    MODEL_OPSET(422, "Model refused", "the model needs a newer ONNX Runtime"),
    MODEL_OPERATORS(422, "Model refused", "an operator of the model is not among the allowed ones"),
    MODEL_LOAD(422, "Model refused", "ONNX Runtime does not load it"),
    MODEL_FEATURES(422, "Model refused", "the manifest asks for a feature that is not in the catalogue"),
    MODEL_PROTECTED(422, "Model refused", "the manifest reaches for a protected attribute"),
    MODEL_PROXIES(422, "Model refused", "the features cannot be judged as proxies"),
    MODEL_INPUTS(422, "Model refused", "the manifest does not fill each input of the graph once, in its shape"),
    MODEL_TYPES(422, "Model refused", "a feature is of a kind that its input does not take"),
    MODEL_MISSING(422, "Model refused", "an input has no value for a feature that is missing"),
    MODEL_OUTPUT(422, "Model refused", "the output is not there, or is no score"),
    MODEL_DRY_BATCH(422, "Model refused", "a dry batch is not scored"),
    MODEL_CASES(422, "Model refused", "a case of the manifest is not scored as the manifest says"),
    MODEL_NOT_FINITE(422, "Model refused", "a score of the dry batch is not a finite number"),
    MODEL_NOT_A_PROBABILITY(422, "Model refused", "the scale is percent and a score is not between 0 and 1"),
    MODEL_ROW_COUNT(422, "Model refused", "the dry batch has another number of scores than of rows"),
    MODEL_ROWS_ENTANGLED(422, "Model refused", "a row's score depends on the rows beside it"),
    MODEL_TIME(422, "Model refused", "a check takes too long"),
    MODEL_MEMORY(422, "Model refused", "a check takes too much memory"),
    MODEL_CRASH(422, "Model refused", "ONNX Runtime crashes on the file"),

    TRAINING_STATE(409, "No export", "the tenant does not run, or is paused, or its secret was replaced"),
    TRAINING_UNDER_WAY(409, "An export is under way", "of each tenant there is one at a time"),
    TRAINING_V1(409, "Not with a Harvest v1 key", "what became of applications is read over v3 alone"),
    TRAINING_GREENHOUSE(
            409, "Greenhouse does not let it be read", "Greenhouse refuses, a scope is missing for instance"),
    TRAINING_GREENHOUSE_AWAY(
            503,
            "Greenhouse does not answer now",
            "it is out of order or its rate window used up; Retry-After says when to ask again"),
    TRAINING_FEATURES(422, "Feature not exported", "there is no feature of this name"),
    TRAINING_CONTACT(422, "Feature not exported", "the feature holds names or contact data"),
    TRAINING_PROTECTED(422, "Feature not exported", "the feature is a protected attribute, by its name");

    private static final String BASE = "/problems/";

    private final int status;
    private final String title;
    private final String meaning;

    ProblemType(int status, String title, String meaning) {
        this.status = status;
        this.title = title;
        this.meaning = meaning;
    }

    /** The last part of the type. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As callers see it. */
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

    /** To be completed and thrown. */
    public HttpProblem.Builder problem(String detail) {
        return HttpProblem.builder()
                .withType(uri())
                .withTitle(title)
                .withStatus(status)
                .withDetail(detail);
    }

    /** The same of what passes by itself, with the seconds after which to ask again. */
    public HttpProblem.Builder passing(String detail, long seconds) {
        return problem(detail, "ask again after the time in Retry-After").withHeader(HttpHeaders.RETRY_AFTER, seconds);
    }

    /** The same with what to do about it. */
    public HttpProblem.Builder problem(String detail, String remedy) {
        return problem(detail).with("remedy", remedy);
    }
}
