package com.rocketmat.sandbox.greenhouse.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import java.util.List;

/** A request that is answered with an error. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Response response;

    public Refused(Response response) {
        super(null, null, false, false);
        this.response = response;
    }

    public Response response() {
        return response;
    }

    public static Refused of(int status, String message, List<? extends JsonNode> errors) {
        ObjectNode body = Json.message(message);
        if (!errors.isEmpty()) {
            body.putArray("errors").addAll(errors);
        }
        return new Refused(Response.json(status, body));
    }

    public static Refused of(int status, String message, String error) {
        ObjectNode body = Json.message(message);
        body.putArray("errors").add(error);
        return new Refused(Response.json(status, body));
    }

    public static Refused unprocessable(String error) {
        return of(422, "Unprocessable Content", error);
    }

    public static Refused unprocessable(String field, String error) {
        return of(422, "Unprocessable Content", List.of(Json.object().put(field, error)));
    }

    /** A value that a field does not accept; how v3 reports it is not documented. */
    public static Refused value(Switches switches, String field, String error) {
        return switch (switches.errors.valueErrors) {
            case FIELDS -> unprocessable(field, error);
            case PATHS -> unprocessable("custom_fields.0.value", error);
            case TEXTS -> unprocessable(field + " " + error);
            case NONE -> of(422, "Unprocessable Content", List.of());
        };
    }
}
