package com.rocketmat.problem;

import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A failure that the API answers with, of a type that does not change: callers go by it, not by texts. Here are those that any call
 * may meet; each feature declares its own. What is in none of them is {@link #INTERNAL_ERROR}.
 *
 * @param label the last part of the type
 * @param meaning when it is met
 */
public record ProblemType(String label, int status, String title, String meaning) {

    public static final ProblemType BAD_PARAMETER = new ProblemType(
            "bad-parameter",
            400,
            "Bad request",
            "a parameter in the address is unknown, given twice, invalid or empty");

    public static final ProblemType BAD_BODY =
            new ProblemType("bad-body", 400, "Bad request", "the body is not valid JSON, or the call takes no body");

    public static final ProblemType BAD_FORM = new ProblemType(
            "bad-form",
            400,
            "Bad request",
            "the form cannot be read: it has no boundary, is compressed or truncated, or has too many or too large fields");

    public static final ProblemType BAD_REQUEST = new ProblemType(
            "bad-request",
            400,
            "Bad request",
            "the request is not valid HTTP, a header cannot be read, or the address contains a NUL character");

    public static final ProblemType UNAUTHORIZED =
            new ProblemType("unauthorized", 401, "Unauthorized", "the bearer token is missing or unknown");

    public static final ProblemType FORBIDDEN = new ProblemType(
            "forbidden",
            403,
            "Forbidden",
            "the call requires an operator and the caller is a viewer, or the caller has no role");

    public static final ProblemType OUT_OF_REACH = new ProblemType(
            "out-of-reach",
            403,
            "Out of reach",
            "the caller is restricted to some tenants, and the call concerns another tenant or all of them");

    public static final ProblemType NOT_FOUND =
            new ProblemType("not-found", 404, "Not Found", "there is nothing at this address");

    public static final ProblemType METHOD_NOT_ALLOWED = new ProblemType(
            "method-not-allowed",
            405,
            "Method Not Allowed",
            "the address does not support this method; Allow lists those that it does");

    public static final ProblemType NOT_ACCEPTABLE = new ProblemType(
            "not-acceptable", 406, "Not Acceptable", "the answer is not available in any of the media types in Accept");

    public static final ProblemType TOO_LARGE = new ProblemType(
            "too-large",
            413,
            "Payload Too Large",
            "the body is larger than quarkus.http.limits.max-body-size, or has no files and is larger than 16 kB");

    public static final ProblemType UNSUPPORTED_MEDIA_TYPE = new ProblemType(
            "unsupported-media-type",
            415,
            "Unsupported Media Type",
            "the address does not accept a body of this media type");

    public static final ProblemType IDENTITY_PROVIDER_AWAY = new ProblemType(
            "identity-provider-away",
            503,
            "Identity provider unavailable",
            "the token does not belong to an operator in Vault, and the identity provider does not answer");

    public static final ProblemType DATABASE_AWAY = new ProblemType(
            "database-away",
            503,
            "Database unavailable",
            "PostgreSQL is unavailable, read-only, out of connections or too slow, or another transaction holds the same rows; Retry-After says when to retry");

    public static final ProblemType BUSY = new ProblemType(
            "busy",
            503,
            "Busy",
            "the replica is serving its maximum number of calls of this kind, or cannot store an upload's files or start the process that checks them; Retry-After says when to retry");

    public static final ProblemType INTERNAL_ERROR =
            new ProblemType("internal-error", 500, "Internal Server Error", "an error of this service; see its log");

    public static final List<ProblemType> GENERAL = List.of(
            BAD_PARAMETER,
            BAD_BODY,
            BAD_FORM,
            BAD_REQUEST,
            UNAUTHORIZED,
            FORBIDDEN,
            OUT_OF_REACH,
            NOT_FOUND,
            METHOD_NOT_ALLOWED,
            NOT_ACCEPTABLE,
            TOO_LARGE,
            UNSUPPORTED_MEDIA_TYPE,
            IDENTITY_PROVIDER_AWAY,
            DATABASE_AWAY,
            BUSY,
            INTERNAL_ERROR);

    /** For those that are found before any resource, which would know more. */
    private static final Map<ProblemType, String> REMEDIES = Map.of(
            BAD_REQUEST, "correct the address or the headers",
            FORBIDDEN, "have the role changed, in Vault's operators or in the token's claim",
            NOT_FOUND, "correct the address; /q/openapi lists those of the API",
            METHOD_NOT_ALLOWED, "use another method; /q/openapi lists those of the API",
            NOT_ACCEPTABLE, "accept another media type; /q/openapi lists those of the API",
            TOO_LARGE, "send less, or raise the limit",
            UNSUPPORTED_MEDIA_TYPE, "send another media type; /q/openapi lists those of the API");

    private static final String REMEDY = "remedy";
    private static final String BASE = "/problems/";

    /** As callers see it. */
    public URI uri() {
        return URI.create(BASE + label);
    }

    /** For answers outside of resources. */
    public JsonObject json(String detail) {
        JsonObject json = new JsonObject()
                .put("type", uri().toString())
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        return REMEDIES.containsKey(this) ? json.put(REMEDY, REMEDIES.get(this)) : json;
    }

    /** A problem of this type, to be completed and thrown. */
    public HttpProblem problem(String detail) {
        return problem(title, status, detail);
    }

    /** Where the framework has another status of the same kind, or a feature says more in the title. */
    public HttpProblem problem(String title, int status, String detail) {
        HttpProblem problem = new HttpProblem(uri(), title, status, detail);
        return REMEDIES.containsKey(this) ? problem.with(REMEDY, REMEDIES.get(this)) : problem;
    }

    /** A problem that passes by itself, with the seconds after which to retry. */
    public HttpProblem passing(String detail, long seconds) {
        return problem(detail, "retry after the time in Retry-After").withHeader(HttpHeaders.RETRY_AFTER, seconds);
    }

    public HttpProblem problem(String detail, String remedy) {
        return problem(detail).with(REMEDY, remedy);
    }
}
