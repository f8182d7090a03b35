package com.rocketmat.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntrospectionTest {

    @Test
    void theKnownFormIsRead() throws Exception {
        Introspection told = introspection("""
                {"active":true,"client_id":"acme-7001","sub":"4410002002",
                 "scope":"harvest:applications:list harvest:applications:update",
                 "https://auth.greenhouse.io/claims":{"organization":{"id":17,"name":"Acme"},"user_role":"site_admin"}}
                """).orElseThrow();

        assertThat(told.scopes().orElseThrow())
                .containsExactlyInAnyOrder("harvest:applications:list", "harvest:applications:update");
        assertThat(told.user()).contains(4_410_002_002L);
        assertThat(told.role()).contains("site_admin");
        assertThat(told.organisation()).contains(17L);
    }

    @Test
    void scopesMayBeAListAndIdsNumbers() throws Exception {
        Introspection told = introspection("""
                {"active":true,"sub":44,"scope":["harvest:jobs:list"],"https://auth.greenhouse.io/claims":{"user_role":null}}
                """).orElseThrow();
        assertThat(told.role()).isEmpty();

        assertThat(told.scopes().orElseThrow()).containsExactly("harvest:jobs:list");
        assertThat(told.user()).contains(44L);
    }

    @Test
    void invalidScopesAndRolesAreDropped() throws Exception {
        Introspection told = introspection("""
                {"active":true,"sub":"someone@example.com","scope":"harvest:jobs:list eyJhbGciOi <b>",
                 "https://auth.greenhouse.io/claims":{"user_role":"Ana <ana@example.com>"}}
                """).orElseThrow();

        assertThat(told.scopes().orElseThrow()).containsExactly("harvest:jobs:list");
        assertThat(told.user()).isEmpty();
        assertThat(told.role()).isEmpty();
    }

    @Test
    void anActiveTokenWithoutDetailsIsUnknown() throws Exception {
        assertThat(introspection("{\"active\":true}"))
                .contains(new Introspection(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"active\":false,\"scope\":\"harvest:jobs:list\"}", "[]", "\"active\"", "null"})
    void anythingElseIsEmpty(String body) throws Exception {
        assertThat(introspection(body)).isEmpty();
    }

    private static Optional<Introspection> introspection(String body) throws JsonProcessingException {
        return Introspection.of(new ObjectMapper().readTree(body));
    }
}
