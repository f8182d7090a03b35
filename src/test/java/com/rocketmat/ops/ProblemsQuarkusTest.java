package com.rocketmat.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.rocketmat.sandbox.stack.Surroundings;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Problems byte by byte, because callers may rely on more than their types. */
@QuarkusTest
class ProblemsQuarkusTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        GET    | /api/nothing-here         | {"type":"/problems/not-found","status":404,"title":"Not Found","detail":"there is nothing at this address","instance":"/api/nothing-here","remedy":"correct the address; /q/openapi lists those of the API"}
        GET    | /api/tenants/absent       | {"type":"/problems/tenant-unknown","status":404,"title":"No such tenant","detail":"There is no tenant with this id","instance":"/api/tenants/absent","remedy":"write the tenant's secret to Vault, which creates one"}
        PUT    | /api/tenants              | {"type":"/problems/method-not-allowed","status":405,"title":"Method Not Allowed","detail":"the address does not support this method; Allow lists those that it does","instance":"/api/tenants","remedy":"use another method; /q/openapi lists those of the API"}
        GET    | /api/tenants?limit=0     | {"type":"/problems/bad-parameter","status":400,"title":"Bad request","detail":"Invalid limit","instance":"/api/tenants","remedy":"use a whole number from 1 to 500","field":"limit"}
        GET    | /api/tenants?limit=many  | {"type":"/problems/bad-parameter","status":400,"title":"Bad request","detail":"Invalid limit","instance":"/api/tenants","remedy":"use a whole number from 1 to 500","field":"limit"}
        GET    | /api/audit?cursor=-1     | {"type":"/problems/bad-parameter","status":400,"title":"Bad request","detail":"Invalid cursor","instance":"/api/audit","remedy":"use a whole number of at least 1","field":"cursor"}
        GET    | /api/tenants/x/candidates/x | {"type":"/problems/bad-parameter","status":400,"title":"Bad request","detail":"Invalid candidate","instance":"/api/tenants/x/candidates/x","remedy":"use a whole number of at least 1","field":"candidate"}
        GET    | /api/tenants?limit=%2B5  | {"type":"/problems/bad-parameter","status":400,"title":"Bad request","detail":"Invalid limit","instance":"/api/tenants","remedy":"use a whole number from 1 to 500","field":"limit"}
        GET    | /api/tenants/x/candidates/%D9%A1 | {"type":"/problems/bad-parameter","status":400,"title":"Bad request","detail":"Invalid candidate","instance":"/api/tenants/x/candidates/%D9%A1","remedy":"use a whole number of at least 1","field":"candidate"}
        GET    | /api/tenants?status=x    | {"type":"/problems/bad-parameter","status":400,"title":"Bad request","detail":"This call has no parameter status","instance":"/api/tenants","remedy":"use some of [cursor, limit, state], in the address","field":"status"}
        GET    | /api/tenants?state=LOST   | {"type":"/problems/bad-parameter","status":400,"title":"Bad request","detail":"Unknown state","instance":"/api/tenants","remedy":"use one of [ACTIVE, DRY_RUN, PAUSED, INVALID, BLOCKED, STOPPED]","field":"state"}
        """)
    void problemsDoNotChange(String method, String path, String body) {
        Response answer = Surroundings.operator().request(method, path);

        assertThat(answer.asString()).isEqualTo(body);
        answer.then().contentType(equalTo("application/problem+json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/tenants", "/api/anything"})
    void aCallerWithoutATokenIsChallenged(String path) {
        given().get(path)
                .then()
                .statusCode(401)
                .contentType(equalTo("application/problem+json"))
                .header("WWW-Authenticate", startsWith("Bearer"));
    }
}
