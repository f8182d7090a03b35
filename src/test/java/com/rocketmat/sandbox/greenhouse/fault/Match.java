package com.rocketmat.sandbox.greenhouse.fault;

import com.rocketmat.sandbox.greenhouse.wire.Request;
import java.util.Optional;

/** Which requests a fault applies to; all conditions must hold. */
public record Match(Optional<String> method, String pathPrefix, Optional<String> organisation, String queryPart) {
    private static final Match ANY = new Match(Optional.empty(), "/", Optional.empty(), "");

    public static Match any() {
        return ANY;
    }

    public static Match get(String pathPrefix) {
        return ANY.method("GET").path(pathPrefix);
    }

    public static Match patch(String pathPrefix) {
        return ANY.method("PATCH").path(pathPrefix);
    }

    public static Match token() {
        return ANY.method("POST").path("/token");
    }

    public Match method(String name) {
        return new Match(Optional.of(name), pathPrefix, organisation, queryPart);
    }

    public Match path(String prefix) {
        return new Match(method, prefix, organisation, queryPart);
    }

    public Match organisation(String name) {
        return new Match(method, pathPrefix, Optional.of(name), queryPart);
    }

    /** A part of the query as sent, such as "cursor="; note that "page=2" is also a part of "per_page=2". */
    public Match query(String part) {
        return new Match(method, pathPrefix, organisation, part);
    }

    boolean covers(Request request, String caller) {
        return method.map(request.method()::equals).orElse(true)
                && request.path().startsWith(pathPrefix)
                && organisation.map(caller::equals).orElse(true)
                && request.query().contains(queryPart);
    }
}
