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
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A problem of RFC 9457, to be thrown. It writes its own JSON, so that a native image needs no reflection for it. */
public class HttpProblem extends RuntimeException implements JsonSerializable {

    private static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    private final Builder parts;

    protected HttpProblem(Builder builder) {
        super(Stream.of(builder.title, builder.detail).filter(Objects::nonNull).collect(Collectors.joining(": ")));
        parts = new Builder(builder);
    }

    public static Builder builder() {
        return new Builder();
    }

    public static Builder builder(HttpProblem original) {
        return new Builder(original.parts);
    }

    /** Null for problems that the framework raised. */
    public URI getType() {
        return parts.type;
    }

    public String getTitle() {
        return parts.title;
    }

    public int getStatusCode() {
        return parts.status;
    }

    public String getDetail() {
        return parts.detail;
    }

    /** What RFC 9457 calls extension members. */
    public Map<String, Object> getParameters() {
        return Collections.unmodifiableMap(parts.parameters);
    }

    public Response toResponse() {
        Response.ResponseBuilder answer =
                Response.status(parts.status).type(MEDIA_TYPE).entity(this);
        parts.headers.forEach(answer::header);
        return answer.build();
    }

    @Override
    public void serialize(JsonGenerator json, SerializerProvider serializers) throws IOException {
        json.writeStartObject();
        if (parts.type != null) {
            json.writeStringField("type", parts.type.toASCIIString());
        }
        json.writeNumberField("status", parts.status);
        text(json, "title", parts.title);
        text(json, "detail", parts.detail);
        text(json, "instance", parts.instance);
        for (Map.Entry<String, Object> parameter : parts.parameters.entrySet()) {
            serializers.defaultSerializeField(parameter.getKey(), parameter.getValue(), json);
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    @Override
    public void serializeWithType(JsonGenerator json, SerializerProvider serializers, TypeSerializer types)
            throws IOException {
        serialize(json, serializers);
    }

    public static final class Builder {

        private static final Set<String> STANDARD = Set.of("type", "title", "status", "detail", "instance");

        private final Map<String, Object> headers = new LinkedHashMap<>();
        private final Map<String, Object> parameters = new LinkedHashMap<>();
        private URI type;
        private String title;
        private int status = Response.Status.INTERNAL_SERVER_ERROR.getStatusCode();
        private String detail;
        private String instance;

        private Builder() {}

        private Builder(Builder original) {
            headers.putAll(original.headers);
            parameters.putAll(original.parameters);
            type = original.type;
            title = original.title;
            status = original.status;
            detail = original.detail;
            instance = original.instance;
        }

        public Builder withType(URI type) {
            this.type = type;
            return this;
        }

        public Builder withTitle(String title) {
            this.title = title;
            return this;
        }

        public Builder withStatus(int status) {
            this.status = status;
            return this;
        }

        /** Uses the reason phrase as the title. */
        public Builder withStatus(Response.StatusType status) {
            return withStatus(status.getStatusCode()).withTitle(status.getReasonPhrase());
        }

        public Builder withDetail(String detail) {
            this.detail = detail;
            return this;
        }

        public Builder withInstance(String path) {
            instance = path;
            return this;
        }

        public Builder withHeader(String name, Object value) {
            headers.put(name, value);
            return this;
        }

        /** An extension member. */
        public Builder with(String name, Object value) {
            if (STANDARD.contains(name)) {
                throw new IllegalArgumentException(name + " is not an extension member");
            }
            parameters.put(name, value);
            return this;
        }

        public HttpProblem build() {
            return new HttpProblem(this);
        }
    }
}
