package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Failures that no HTTP call can cause on demand. */
class TypedProblemsTest {

    private static final UriInfo ADDRESS = (UriInfo) Proxy.newProxyInstance(
            TypedProblemsTest.class.getClassLoader(),
            new Class<?>[] {UriInfo.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "getPath" -> "/api/tenants";
                default -> throw new UnsupportedOperationException(method.getName());
            });

    @Test
    void anUnexpectedFailureSaysNothingOfItself() throws JsonProcessingException {
        Response answer = answer(new IllegalStateException("the password is swordfish"));

        assertThat(answer.getStatus()).isEqualTo(500);
        assertThat(json(answer))
                .isEqualTo(
                        "{\"type\":\"/problems/internal-error\",\"status\":500,\"title\":\"Internal Server Error\",\"detail\":\"an error of this service; see its log\",\"instance\":\"/api/tenants\"}");
    }

    @Test
    void aDatabaseThatIsAwayIsNoFaultAndCallersAskAgain() throws JsonProcessingException {
        Response answer = answer(new IllegalStateException(new SQLException("no connection", "08006")));

        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo("10");
        assertThat(json(answer)).contains("/problems/database-away", "The database is unavailable");
    }

    @Test
    void aLockThatAnotherHoldsIsNotCalledAnOutage() throws JsonProcessingException {
        Response answer = answer(new IllegalStateException(new SQLException("lock timeout", "55P03")));

        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(json(answer)).contains("Another transaction holds the same rows");
    }

    @Test
    void headersOfARefusalAreKept() {
        Response answer = answer(new NotAllowedException("GET"));

        assertThat(answer.getStatus()).isEqualTo(405);
        assertThat(answer.getHeaderString("Allow")).isEqualTo("GET");
    }

    private static Response answer(Throwable failure) {
        return new TypedProblems().answer(failure, ADDRESS);
    }

    private static String json(Response answer) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(answer.getEntity());
    }
}
