package com.rocketmat.problem;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A problem of RFC 9457, to be completed and thrown. It writes its own JSON, so that a native image needs no reflection for it. */
public class HttpProblem extends RuntimeException implements JsonSerializable {

    private static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");
    private static final Set<String> STANDARD = Set.of("type", "title", "status", "detail", "instance");

    private final URI type;
    private final String title;
    private final int status;
    private final String detail;
    private final Map<String, Object> headers = new LinkedHashMap<>();
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private String instance;

    public HttpProblem(URI type, String title, int status, String detail) {
        super(title + ": " + detail);
        this.type = type;
        this.title = title;
        this.status = status;
        this.detail = detail;
    }

    /** An extension member. */
    public HttpProblem with(String name, Object value) {
        if (STANDARD.contains(name)) {
            throw new IllegalArgumentException(name + " is not an extension member");
        }
        parameters.put(name, value);
        return this;
    }

    public HttpProblem withHeader(String name, Object value) {
        headers.put(name, value);
        return this;
    }

    public HttpProblem withInstance(String path) {
        instance = path;
        return this;
    }

    public boolean isNotFound() {
        return status == Response.Status.NOT_FOUND.getStatusCode();
    }

    public URI getType() {
        return type;
    }

    public String getTitle() {
        return title;
    }

    public int getStatusCode() {
        return status;
    }

    public String getDetail() {
        return detail;
    }

    /** What RFC 9457 calls extension members. */
    public Map<String, Object> getParameters() {
        return Collections.unmodifiableMap(parameters);
    }

    public Optional<Object> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public Response toResponse() {
        Response.ResponseBuilder answer =
                Response.status(status).type(MEDIA_TYPE).entity(this);
        headers.forEach(answer::header);
        return answer.build();
    }

    @Override
    public void serialize(JsonGenerator json, SerializerProvider serializers) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type.toASCIIString());
        json.writeNumberField("status", status);
        json.writeStringField("title", title);
        json.writeStringField("detail", detail);
        if (instance != null) {
            json.writeStringField("instance", instance);
        }
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            serializers.defaultSerializeField(parameter.getKey(), parameter.getValue(), json);
        }
        json.writeEndObject();
    }

    @Override
    public void serializeWithType(JsonGenerator json, SerializerProvider serializers, TypeSerializer types)
            throws IOException {
        serialize(json, serializers);
    }
}
