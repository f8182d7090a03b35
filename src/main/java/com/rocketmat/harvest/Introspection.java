package com.rocketmat.harvest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Greenhouse says of a credential. Which of it it says is not established, so each may be empty.
 *
 * @param scopes those of the token, as far as they look like scopes
 * @param user id of the user that the token acts as
 * @param role what Greenhouse calls the user's role
 * @param organisation id of the organisation that the credential belongs to
 */
public record Introspection(
        Optional<Set<String>> scopes, Optional<Long> user, Optional<String> role, Optional<Long> organisation) {

    private static final Pattern SCOPE = Pattern.compile("harvest:[a-z_]{1,64}:[a-z_]{1,32}");
    /** What a role may be called; whatever else stands there is not passed on. */
    private static final Pattern ROLE = Pattern.compile("[A-Za-z][A-Za-z_ -]{0,39}");

    private static final String CLAIMS = "https://auth.greenhouse.io/claims";

    /** Of the answer's body; empty when it says nothing of a token that is alive. */
    public static Optional<Introspection> of(JsonNode body) {
        if (body == null || !body.path("active").asBoolean(false)) {
            return Optional.empty();
        }
        JsonNode claims = body.path(CLAIMS);
        return Optional.of(new Introspection(
                scopes(body.path("scope")),
                id(body.path("sub")),
                Optional.of(claims.path("user_role").asText())
                        .filter(role -> ROLE.matcher(role).matches()),
                id(claims.path("organization").path("id"))));
    }

    /** One text with spaces by the standard; a list is read too. */
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
