package com.rocketmat.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.ProblemType;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses parameters, bodies and methods that are not in the API's description, which is generated from the resources. The framework ignores
 * misspelt parameters and bodies: an erasure with {@code Clear=true}, or {@code curl -d clear=true}, would leave the scores in Greenhouse,
 * and a list would ignore its filter. It also answers most wrong methods with 404.
 */
class DescribedCalls {

    private static final String DESCRIPTION = "/META-INF/quarkus-generated-openapi-doc.JSON";
    private static final String VARIABLE = "\\{\\w+}";
    private static final String ARRAY = "array";
    private static final String STREAMED = "application/x-ndjson";
    /** Some clients send an empty object with every call. */
    private static final Set<String> EMPTY_BODIES = Set.of("", "{}");

    private final List<Address> addresses;

    DescribedCalls() {
        this(readDescription());
    }

    DescribedCalls(JsonNode description) {
        addresses =
                description.path("paths").properties().stream().map(Address::of).toList();
    }

    private static JsonNode readDescription() {
        try (InputStream description = DescribedCalls.class.getResourceAsStream(DESCRIPTION)) {
            return new JsonMapper().readTree(description);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The input of a call.
     *
     * @param parameters query parameters, and whether each may be repeated
     */
    private record Call(Map<String, Boolean> parameters, boolean body) {

        static Call of(JsonNode described) {
            Map<String, Boolean> parameters = new TreeMap<>();
            described.path("parameters").forEach(parameter -> {
                if (parameter.path("in").asText().equals("query")) {
                    parameters.put(
                            parameter.path("name").asText(),
                            parameter.path("schema").path("type").asText().equals(ARRAY));
                }
            });
            return new Call(parameters, described.has("requestBody"));
        }

        String remedy() {
            return parameters.isEmpty()
                    ? "leave it out: this call has no parameters"
                    : "use some of %s, in the address".formatted(parameters.keySet());
        }
    }

    private record Address(Pattern path, Map<String, Call> calls) {

        static Address of(Map.Entry<String, JsonNode> described) {
            Map<String, Call> calls = new TreeMap<>();
            described.getValue().properties().forEach(method -> {
                Call call = Call.of(method.getValue());
                String name = method.getKey().toUpperCase(Locale.ROOT);
                calls.put(name, call);
                // without HEAD for exports, which would run, and be recorded as delivered, for their headers alone
                if (name.equals(HttpMethod.GET)
                        && !method.getValue().at("/responses/200/content").has(STREAMED)) {
                    calls.put(HttpMethod.HEAD, call);
                }
            });
            return new Address(Pattern.compile(described.getKey().replaceAll(VARIABLE, "[^/]+") + "/?"), calls);
        }
    }

    @ServerRequestFilter
    void check(ContainerRequestContext request, RoutingContext received) {
        String path = request.getUriInfo().getPath();
        Call call = at(path).get(request.getMethod());
        if (call == null) {
            wrongMethod(path, request.getMethod()).ifPresent(refusal -> {
                throw refusal;
            });
            return;
        }
        request.getUriInfo().getQueryParameters().forEach((name, values) -> {
            Boolean repeatable = call.parameters.get(name);
            if (repeatable == null) {
                throw ProblemType.BAD_PARAMETER
                        .problem("This call has no parameter " + name, call.remedy())
                        .with("field", name);
            }
            if (values.contains("") || (values.size() > 1 && !repeatable)) {
                throw AddressParameters.invalid(name, "give it one value, or leave it out");
            }
        });
        if (!call.body && hasBody(received)) {
            throw ProblemType.BAD_BODY
                    .problem("This call takes no body", call.remedy())
                    .with("field", "body");
        }
    }

    private static boolean hasBody(RoutingContext received) {
        Buffer body = received.body().buffer();
        // bodies with files are not buffered
        return body == null
                ? RequestLimits.announcedLength(received.request()) != 0
                : !EMPTY_BODIES.contains(body.toString().strip());
    }

    /** The problem if the address exists, but not with this method. */
    Optional<HttpProblem> wrongMethod(String path, String method) {
        Map<String, Call> calls = at(path);
        return calls.isEmpty() || calls.containsKey(method)
                ? Optional.empty()
                : Optional.of(ProblemType.METHOD_NOT_ALLOWED
                        .problem(ProblemType.METHOD_NOT_ALLOWED.meaning())
                        .withHeader(HttpHeaders.ALLOW, String.join(", ", calls.keySet())));
    }

    private Map<String, Call> at(String path) {
        return addresses.stream()
                .filter(address -> address.path.matcher(path).matches())
                .findFirst()
                .map(Address::calls)
                .orElse(Map.of());
    }
}
