package com.rocketmat.ops;

import com.rocketmat.model.ModelProblems;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.tenant.TenantProblems;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Completes the API description at build time with the answers that every call may get and the problem types in an operation's extension
 * {@value #PROBLEMS}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {

    private static final String PROBLEMS = "x-problems";
    private static final String API = "/api";
    private static final String PROBLEM = "Problem";
    private static final String TOKEN = "token";
    private static final int UNPROCESSABLE = 422;
    private static final Map<Integer, String> HEADERS = Map.of(401, "WWW-Authenticate", 503, "Retry-After");
    private static final String REQUEST = "Request";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getComponents() == null) {
            api.setComponents(OASFactory.createComponents());
        }
        api.getComponents().getSchemas().forEach(ApiDescription::require);
        api.getComponents().addSchema(PROBLEM, problem());
        api.getComponents().setSecuritySchemes(Map.of(TOKEN, token()));
        api.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme(TOKEN)));
        api.getPaths().getPathItems().forEach((path, item) -> {
            if (path.startsWith(API)) {
                item.getOperations().values().forEach(operation -> complete(path, operation));
            }
        });
    }

    /** An answer contains all its properties, null if unset. */
    private static void require(String name, Schema schema) {
        if (!name.endsWith(REQUEST) && schema.getProperties() != null && schema.getRequired() == null) {
            schema.setRequired(List.copyOf(schema.getProperties().keySet()));
        }
    }

    private static void complete(String path, Operation operation) {
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(parameter -> ApiParameters.describe(path, parameter));
        }
        Set<ProblemType> possible = new HashSet<>(List.of(
                ProblemType.BAD_PARAMETER,
                ProblemType.BAD_REQUEST,
                ProblemType.UNAUTHORIZED,
                ProblemType.FORBIDDEN,
                ProblemType.OUT_OF_REACH,
                ProblemType.TOO_LARGE,
                ProblemType.INTERNAL_ERROR,
                ProblemType.IDENTITY_PROVIDER_AWAY,
                ProblemType.DATABASE_AWAY,
                ProblemType.BUSY));
        if (path.contains("{tenant}")) {
            possible.add(TenantProblems.UNKNOWN);
        }
        if (path.contains("{version}")) {
            possible.add(ModelProblems.UNKNOWN);
        }
        possible.add(operation.getRequestBody() == null ? ProblemType.BAD_BODY : ProblemType.UNSUPPORTED_MEDIA_TYPE);
        if (operation.getResponses().getAPIResponses().values().stream()
                .anyMatch(answer -> answer.getContent() != null)) {
            possible.add(ProblemType.NOT_ACCEPTABLE);
        }
        possible.addAll(declared(operation));
        operation.setSecurity(null);
        Map<Integer, List<ProblemType>> byStatus = ProblemTypes.ALL.stream()
                .filter(possible::contains)
                .collect(Collectors.groupingBy(ProblemType::status, TreeMap::new, Collectors.toList()));
        byStatus.forEach((status, types) ->
                operation.getResponses().addAPIResponse(String.valueOf(status), answer(status, types)));
    }

    private static List<ProblemType> declared(Operation operation) {
        Map<String, Object> extensions = operation.getExtensions();
        if (extensions == null || !(extensions.get(PROBLEMS) instanceof String names)) {
            return List.of();
        }
        operation.removeExtension(PROBLEMS);
        operation.getResponses().removeExtension(PROBLEMS);
        operation.getResponses().getAPIResponses().values().forEach(answer -> answer.removeExtension(PROBLEMS));
        List<String> listed = Arrays.asList(names.split(" +", -1));
        List<ProblemType> types = ProblemTypes.ALL.stream()
                .filter(type -> listed.stream().anyMatch(name -> matches(name, type)))
                .toList();
        List<String> unknown = listed.stream()
                .filter(name -> types.stream().noneMatch(type -> matches(name, type)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(PROBLEMS + " names problem types that are not in ProblemTypes: " + unknown);
        }
        return types;
    }

    /** A name ending in a star stands for all problem types with that prefix and status 422. */
    private static boolean matches(String name, ProblemType type) {
        return name.endsWith("*")
                ? type.status() == UNPROCESSABLE && type.label().startsWith(name.substring(0, name.length() - 1))
                : type.label().equals(name);
    }

    private static APIResponse answer(int status, List<ProblemType> types) {
        String description = types.stream()
                .map(type -> "`%s`: %s".formatted(type.uri(), type.meaning()))
                .collect(Collectors.joining("\n\n"));
        Content content = OASFactory.createContent()
                .addMediaType(
                        "application/problem+json",
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(PROBLEM))
                                .example(example(types.getFirst())));
        APIResponse answer =
                OASFactory.createAPIResponse().description(description).content(content);
        if (HEADERS.containsKey(status)) {
            answer.addHeader(HEADERS.get(status), OASFactory.createHeader().schema(text("as in RFC 9110")));
        }
        return answer;
    }

    private static Map<String, Object> example(ProblemType type) {
        Map<String, Object> example = new TreeMap<>();
        example.put("type", type.uri().toString());
        example.put("title", type.title());
        example.put("status", type.status());
        example.put("detail", type.meaning());
        return example;
    }

    /** RFC 9457. A problem's other members depend on its type. */
    private static Schema problem() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("An error as defined by RFC 9457; its type is stable, its texts may change")
                .required(List.of("type", "title", "status"))
                .addProperty(
                        "type",
                        text("one of those in the list of problem types").enumeration(uris()))
                .addProperty("title", text("a short summary of the type"))
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", text("what is wrong with this call"))
                .addProperty("instance", text("the called address"))
                .addProperty("field", text("the part of the call that is wrong"))
                .addProperty("remedy", text("what to do about it"))
                .addProperty("check", text("the check that a model failed"));
    }

    private static List<Object> uris() {
        return ProblemTypes.ALL.stream()
                .<Object>map(type -> type.uri().toString())
                .toList();
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
    }

    private static SecurityScheme token() {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description(
                        "a token whose SHA-256 is among the operators in Vault, or a token of the identity provider");
    }
}
