package com.rocketmat.ops;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.rocketmat.problem.CallPath;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.tenant.scope.DatabaseTrouble;
import io.quarkus.logging.Log;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.ForbiddenException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Answers every failure with a typed problem, except for unauthenticated callers ({@link AuthenticationErrors}). Also corrects four of the
 * framework's answers: 404 for most wrong methods ({@link DescribedCalls}) and for a parameter that {@link AddressParameters} refuses, 500
 * with a log entry for a malformed form, and 500 for a database outage, where a retry is useful.
 */
class TypedProblems {

    /** The form parser, which fails with various JDK exceptions and never calls resources. */
    private static final String FORMS = "org.jboss.resteasy.reactive.server.core.multipart.";

    private static final String MEDIA_TYPES = "org.jboss.resteasy.reactive.common.headers.MediaTypeHeaderDelegate";

    /** The JDK class that writes a form's files. */
    private static final String FILES = "sun.nio.ch.FileChannelImpl";

    private static final int SERVER_ERRORS = 500;
    private static final int UNAVAILABLE = 503;

    private static final int RETRY_SECONDS = 10;
    private static final Map<Integer, ProblemType> BY_STATUS = Stream.of(
                    ProblemType.UNAUTHORIZED,
                    ProblemType.FORBIDDEN,
                    ProblemType.NOT_FOUND,
                    ProblemType.METHOD_NOT_ALLOWED,
                    ProblemType.NOT_ACCEPTABLE,
                    ProblemType.TOO_LARGE,
                    ProblemType.UNSUPPORTED_MEDIA_TYPE)
            .collect(Collectors.toMap(ProblemType::status, type -> type));

    private final DescribedCalls calls;

    TypedProblems(DescribedCalls calls) {
        this.calls = calls;
    }

    /** The types other than {@link Exception} replace Quarkus's own mappers. */
    @ServerExceptionMapper({
        NotFoundException.class,
        ForbiddenException.class,
        AuthenticationCompletionException.class,
        MismatchedInputException.class,
        WebApplicationException.class,
        Exception.class
    })
    Response answer(Throwable failure, UriInfo address, Request request) {
        String path = address.getPath();
        HttpProblem problem = typed(failure, path, request.getMethod()).withInstance(path);
        if (failure instanceof HttpProblem && problem.getStatusCode() == UNAVAILABLE) {
            if (!ProblemType.BUSY.uri().equals(problem.getType())) {
                Log.warnf(
                        "Cannot serve %s: %s; answered 503, the caller may retry",
                        CallPath.withoutPeople(path), problem.getTitle());
            }
        } else if (problem.getStatusCode() >= SERVER_ERRORS) {
            // other failures are the caller's, whom the answer informs
            log(failure, CallPath.withoutPeople(path), problem);
        }
        return problem.toResponse();
    }

    private static void log(Throwable failure, String path, HttpProblem problem) {
        if (DatabaseTrouble.isContention(failure)) {
            Log.warnf(
                    "Cannot serve %s: another transaction holds the same rows; answered %d, the caller may retry",
                    path, problem.getStatusCode());
            return;
        }
        DatabaseTrouble.away(failure)
                .ifPresentOrElse(
                        how -> Log.warnf(
                                "Cannot serve %s: the database is unavailable (%s); answered %d, the caller may retry",
                                path, how, problem.getStatusCode()),
                        () -> Log.errorf(
                                failure,
                                "Cannot serve %s: %s; answered %d (%s)",
                                path,
                                failure.getClass().getName(),
                                problem.getStatusCode(),
                                problem.getType()));
    }

    private HttpProblem typed(Throwable failure, String path, String method) {
        return switch (failure) {
            case HttpProblem thrown -> thrown;
            case NotFoundException refusal when refusal.getCause() instanceof HttpProblem thrown -> thrown;
            case NotFoundException refusal ->
                calls.wrongMethod(path, method).orElseGet(() -> of(refusal.getResponse(), failure));
            case NotAllowedException refusal ->
                calls.wrongMethod(path, method).orElseGet(() -> of(refusal.getResponse(), failure));
            case Throwable _
            when isFromForm(failure) && isFromFile(failure) ->
                ProblemType.BUSY.passing("Cannot keep the form's files", RETRY_SECONDS);
            case Throwable _
            when isFromForm(failure) ->
                ProblemType.BAD_FORM.problem(
                        "The form cannot be read",
                        "send complete, uncompressed multipart/form-data with a boundary and few fields");
            // for a method with several types, the framework parses even a type that it does not need
            case IllegalArgumentException malformed
            when isFrom(malformed, MEDIA_TYPES) ->
                of(Response.status(Status.UNSUPPORTED_MEDIA_TYPE).build(), failure);
            case WebApplicationException refusal -> of(refusal.getResponse(), failure);
            case ForbiddenException _ -> of(Response.status(Status.FORBIDDEN).build(), failure);
            // the user cancelled, or the code was used before
            case AuthenticationCompletionException _ ->
                ProblemType.UNAUTHORIZED.problem(
                        "The identity provider did not sign you in", "sign in again, or with an operator's token");
            default -> of(Response.serverError().build(), failure);
        };
    }

    private static HttpProblem of(Response answer, Throwable failure) {
        int status = answer.getStatus();
        if (status >= SERVER_ERRORS && DatabaseTrouble.causes(failure)) {
            return ProblemType.DATABASE_AWAY.passing(
                    DatabaseTrouble.isContention(failure)
                            ? "Another transaction holds the same rows"
                            : "The database is unavailable",
                    RETRY_SECONDS);
        }
        ProblemType type = type(status);
        HttpProblem problem = type.problem(answer.getStatusInfo().getReasonPhrase(), status, type.meaning());
        answer.getHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
                values.forEach(value -> problem.withHeader(name, value));
            }
        });
        return problem;
    }

    private static ProblemType type(int status) {
        if (status >= SERVER_ERRORS) {
            return ProblemType.INTERNAL_ERROR;
        }
        return BY_STATUS.getOrDefault(status, ProblemType.BAD_REQUEST);
    }

    private static boolean isFromForm(Throwable failure) {
        return causes(failure).anyMatch(cause -> isFrom(cause, FORMS));
    }

    /** For example because the disk is full, although the form is valid. */
    private static boolean isFromFile(Throwable failure) {
        return causes(failure).anyMatch(cause -> cause instanceof FileSystemException || isFrom(cause, FILES));
    }

    private static boolean isFrom(Throwable failure, String classes) {
        return Arrays.stream(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith(classes));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
