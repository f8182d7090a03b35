package com.rocketmat.harvest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Greenhouse reports about a credential. Which parts it reports is not documented, so each may be empty.
 *
 * @param scopes those of the token that have the form of a scope
 * @param user id of the user that the token acts as
 * @param role the user's role in Greenhouse's words
 */
public record Introspection(
        Optional<Set<String>> scopes, Optional<Long> user, Optional<String> role, Optional<Long> organisation) {

    private static final Pattern SCOPE = Pattern.compile("harvest:[a-z_]{1,64}:[a-z_]{1,32}");
    /** A plausible role name; anything else is not passed on. */
    private static final Pattern ROLE = Pattern.compile("[A-Za-z][A-Za-z_ -]{0,39}");

    private static final String CLAIMS = "https://auth.greenhouse.io/claims";

    /** Reads the answer's body; empty if it says nothing about an active token. */
    public static Optional<Introspection> of(JsonNode body) {
        if (body == null || !body.path("active").asBoolean(false)) {
            return Optional.empty();
        }
        JsonNode claims = body.path(CLAIMS);
        return Optional.of(new Introspection(
                scopes(body.path("scope")),
                id(body.path("sub")),
                Optional.of(claims.path("user_role").asText(""))
                        .filter(role -> ROLE.matcher(role).matches()),
                id(claims.path("organization").path("id"))));
    }

    /** The standard defines one text with spaces; a list is accepted too. */
    private static Optional<Set<String>> scopes(JsonNode scope) {
        Stream<String> names = scope.isArray()
                ? scope.valueStream().map(JsonNode::asText)
                : Stream.of(scope.asText("").split("\\s+"));
        Set<String> scopes =
                names.filter(name -> SCOPE.matcher(name).matches()).collect(Collectors.toUnmodifiableSet());
        return Optional.of(scopes).filter(some -> !some.isEmpty());
    }

    private static Optional<Long> id(JsonNode id) {
        return Optional.of(id.asLong(0)).filter(number -> number > 0);
    }
}
