package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.StandIn;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

/** Failures that no HTTP call can cause on demand. */
class TypedProblemsTest {

    private static final String DESCRIPTION = "{\"paths\":{\"/api/tenants\":{\"get\":{},\"post\":{}}}}";

    private static final UriInfo ADDRESS = saying(UriInfo.class, "getPath", "/api/tenants");

    @Test
    void anUnexpectedFailureRevealsNothing() throws JsonProcessingException {
        Response answer = answer(new IllegalStateException("the password is swordfish"));

        assertThat(json(answer))
                .isEqualTo(
                        "{\"type\":\"/problems/internal-error\",\"status\":500,\"title\":\"Internal Server Error\",\"detail\":\"an error of this service; see its log\",\"instance\":\"/api/tenants\"}");
    }

    @Test
    void whileTheDatabaseIsAwayCallersAreAskedToRetry() throws JsonProcessingException {
        Response answer;
        try (LogTap log = new LogTap(TypedProblems.class)) {
            answer = answer(new IllegalStateException(new SQLException("no connection", "08006")));
            assertThat(log.lines())
                    .as("one line without a stack trace")
                    .singleElement()
                    .satisfies(line -> assertThat(line.text())
                            .contains("the database is unavailable (SQLSTATE 08006)")
                            .doesNotContain("Exception"))
                    .returns(Level.WARN, LogTap.Line::level);
        }

        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo("10");
        assertThat(json(answer)).contains("/problems/database-away", "The database is unavailable");
    }

    @Test
    void aLockTimeoutIsNotReportedAsAnOutage() throws JsonProcessingException {
        Response answer = answer(new IllegalStateException(new SQLException("lock timeout", "55P03")));

        assertThat(json(answer)).contains("503", "Another transaction holds the same rows");
    }

    @Test
    void aFullDiskIsNotReportedAsAnInvalidForm() throws IOException {
        Response answer;
        try (LogTap log = new LogTap(TypedProblems.class)) {
            answer = answer(ofTheFormParser(full()));
            assertThat(log.text()).contains("No space left on device");
        }

        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo("10");
        assertThat(json(answer)).contains("/problems/busy", "Cannot keep the form's files");
        assertThat(answer(ofTheFormParser(new FileSystemException("upload", null, "No space left on device")))
                        .getStatus())
                .isEqualTo(503);
        assertThat(answer(ofTheFormParser(new IOException("no boundary"))).getStatus())
                .isEqualTo(400);
    }

    /** The system's own failure. */
    private static IOException full() throws IOException {
        try (FileChannel file = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
            return catchThrowableOfType(IOException.class, () -> file.write(ByteBuffer.allocate(1)));
        }
    }

    private static Throwable ofTheFormParser(IOException cause) {
        RuntimeException failure = new IllegalStateException(cause);
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement(
                    "org.jboss.resteasy.reactive.server.core.multipart.MultiPartParserDefinition",
                    "data",
                    "MultiPartParserDefinition.java",
                    1)
        });
        return failure;
    }

    @Test
    void headersOfARefusalAreKept() throws JsonProcessingException {
        Response answer = answer(new NotAuthorizedException("Bearer"));

        assertThat(answer.getStatus()).isEqualTo(401);
        assertThat(answer.getHeaderString("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void anUnsupportedMethodIs405EvenIfTheFrameworkSaysNotFound() throws JsonProcessingException {
        assertThat(answer(new NotFoundException()).getStatus()).isEqualTo(404);

        Response answer = answer(new NotFoundException(), "DELETE");

        assertThat(answer.getStatus()).isEqualTo(405);
        assertThat(answer.getHeaderString("Allow")).isEqualTo("GET, HEAD, POST");
    }

    private static Response answer(Throwable failure) throws JsonProcessingException {
        return answer(failure, "GET");
    }

    private static Response answer(Throwable failure, String method) throws JsonProcessingException {
        return new TypedProblems(new DescribedCalls(new ObjectMapper().readTree(DESCRIPTION)))
                .answer(failure, ADDRESS, saying(Request.class, "getMethod", method));
    }

    private static <T> T saying(Class<T> type, String getter, String value) {
        return StandIn.of(type, (_, method, _) -> {
            if (method.getName().equals(getter)) {
                return value;
            }
            throw new UnsupportedOperationException(method.getName());
        });
    }

    private static String json(Response answer) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(answer.getEntity());
    }
}
