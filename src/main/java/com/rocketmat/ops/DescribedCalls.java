package com.rocketmat.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.ProblemType;
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
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * The calls of the API and their parameters, read from its description, which is made from the resources at build time. The framework
 * ignores a misspelt parameter: an erasure with {@code Clear=true} would leave the scores in Greenhouse, and a filter show everything.
 * And it answers a wrong method mostly as if the address did not exist.
 */
class DescribedCalls {

    private static final String DESCRIPTION = "/META-INF/quarkus-generated-openapi-doc.JSON";
    private static final String VARIABLE = "\\{\\w+}";
    private static final String ARRAY = "array";
    private static final String STREAMED = "application/x-ndjson";

    private final List<Address> addresses;

    DescribedCalls() {
        this(built());
    }

    DescribedCalls(JsonNode description) {
        addresses =
                description.path("paths").properties().stream().map(Address::of).toList();
    }

    private static JsonNode built() {
        try (InputStream description = DescribedCalls.class.getResourceAsStream(DESCRIPTION)) {
            return new JsonMapper().readTree(description);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An address and its calls.
     *
     * @param calls by method: their parameters, and whether each may be repeated
     */
    private record Address(Pattern path, Map<String, Map<String, Boolean>> calls) {

        static Address of(Map.Entry<String, JsonNode> described) {
            Map<String, Map<String, Boolean>> calls = new TreeMap<>();
            described.getValue().properties().forEach(method -> {
                JsonNode call = method.getValue();
                Map<String, Boolean> parameters = new TreeMap<>();
                call.path("parameters").forEach(parameter -> {
                    if (parameter.path("in").asText().equals("query")) {
                        parameters.put(
                                parameter.path("name").asText(),
                                parameter.path("schema").path("type").asText().equals(ARRAY));
                    }
                });
                String name = method.getKey().toUpperCase(Locale.ROOT);
                calls.put(name, parameters);
                // an export would be read, and recorded as delivered, for its headers alone
                if (name.equals(HttpMethod.GET)
                        && !call.at("/responses/200/content").has(STREAMED)) {
                    calls.put(HttpMethod.HEAD, parameters);
                }
            });
            return new Address(Pattern.compile(described.getKey().replaceAll(VARIABLE, "[^/]+") + "/?"), calls);
        }
    }

    @ServerRequestFilter
    void check(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        Map<String, Boolean> parameters = at(path).get(request.getMethod());
        if (parameters == null) {
            wrongMethod(path, request.getMethod()).ifPresent(refusal -> {
                throw refusal;
            });
            return;
        }
        request.getUriInfo().getQueryParameters().forEach((name, values) -> {
            Boolean repeatable = parameters.get(name);
            if (repeatable == null) {
                throw AddressParameters.invalid(
                        name,
                        parameters.isEmpty()
                                ? "leave it out: this call has no parameters"
                                : "use some of " + parameters.keySet());
            }
            if (values.contains("") || (values.size() > 1 && !repeatable)) {
                throw AddressParameters.invalid(name, "give it one value, or leave it out");
            }
        });
    }

    /** The refusal of a method by an address that has others; none if there is no such address, or it has this one. */
    Optional<HttpProblem> wrongMethod(String path, String method) {
        Map<String, Map<String, Boolean>> calls = at(path);
        return calls.isEmpty() || calls.containsKey(method)
                ? Optional.empty()
                : Optional.of(ProblemType.METHOD_NOT_ALLOWED
                        .problem(ProblemType.METHOD_NOT_ALLOWED.meaning())
                        .withHeader(HttpHeaders.ALLOW, String.join(", ", calls.keySet())));
    }

    private Map<String, Map<String, Boolean>> at(String path) {
        return addresses.stream()
                .filter(address -> address.path.matcher(path).matches())
                .findFirst()
                .map(Address::calls)
                .orElse(Map.of());
    }
}
