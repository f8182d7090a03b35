package com.rocketmat.problem;

import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.util.List;

/**
 * A failure that the API answers with, of a type that does not change: callers go by it, not by texts. Here are those that any call
 * may meet; each feature declares its own. What is in none of them is {@link #INTERNAL_ERROR}.
 *
 * @param label the last part of the type
 * @param meaning when it is met
 */
public record ProblemType(String label, int status, String title, String meaning) {

    public static final ProblemType BAD_PARAMETER =
            new ProblemType("bad-parameter", 400, "Bad request", "a parameter of the address is not what it should be");

    public static final ProblemType BAD_BODY = new ProblemType("bad-body", 400, "Bad request", "the body is no JSON");

    public static final ProblemType BAD_FORM = new ProblemType(
            "bad-form",
            400,
            "Bad request",
            "the form cannot be read: no boundary, packed, cut off, or of too many or too large fields");

    public static final ProblemType BAD_REQUEST = new ProblemType(
            "bad-request", 400, "Bad request", "the request is not one of HTTP, or its address has a NUL in it");

    public static final ProblemType UNAUTHORIZED =
            new ProblemType("unauthorized", 401, "Unauthorized", "no bearer token, or one that nobody knows");

    public static final ProblemType FORBIDDEN = new ProblemType(
            "forbidden",
            403,
            "Forbidden",
            "the caller is a viewer and the call is an operator's, or has no role at all");

    public static final ProblemType OUT_OF_REACH = new ProblemType(
            "out-of-reach",
            403,
            "Out of reach",
            "the caller is restricted to some tenants, and this is none of them or concerns all");

    public static final ProblemType NOT_FOUND =
            new ProblemType("not-found", 404, "Not Found", "there is nothing at this address");

    public static final ProblemType METHOD_NOT_ALLOWED = new ProblemType(
            "method-not-allowed",
            405,
            "Method Not Allowed",
            "the address does not take this method; Allow names those that it takes");

    public static final ProblemType NOT_ACCEPTABLE = new ProblemType(
            "not-acceptable", 406, "Not Acceptable", "the answer is of none of the media types in Accept");

    public static final ProblemType TOO_LARGE = new ProblemType(
            "too-large",
            413,
            "Payload Too Large",
            "the body is larger than quarkus.http.limits.max-body-size, or no form and larger than rocketmat.requests.max-text");

    public static final ProblemType UNSUPPORTED_MEDIA_TYPE = new ProblemType(
            "unsupported-media-type",
            415,
            "Unsupported Media Type",
            "the address does not take a body of this media type");

    public static final ProblemType IDENTITY_PROVIDER_AWAY = new ProblemType(
            "identity-provider-away",
            503,
            "Nobody can be asked who this is",
            "the token is none of Vault's, and the identity provider does not answer");

    public static final ProblemType DATABASE_AWAY = new ProblemType(
            "database-away",
            503,
            "The database does not do it now",
            "PostgreSQL is away, takes no writes, has no connection left, or takes too long; Retry-After says when to ask again");

    public static final ProblemType BUSY = new ProblemType(
            "busy",
            503,
            "Too much at once",
            "as many calls of this kind are under way as a replica serves at once; Retry-After says when to ask again");

    public static final ProblemType INTERNAL_ERROR = new ProblemType(
            "internal-error", 500, "Internal Server Error", "a fault of this service, which its log tells of");

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

    private static final String BASE = "/problems/";

    /** As callers see it. */
    public URI uri() {
        return URI.create(BASE + label);
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
