package com.rocketmat.webhook;

import com.rocketmat.problem.ProblemType;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Adds the webhooks' address to the API description, which is built from REST resources and so does not find a route. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class WebhookDescription implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getPaths()
                .addPathItem(
                        "/webhooks/greenhouse/{tenant}",
                        OASFactory.createPathItem().POST(receive()));
    }

    private static Operation receive() {
        return OASFactory.createOperation()
                .operationId("receiveWebhook")
                .addTag("Webhooks")
                .summary("Receives an event of a tenant's Greenhouse")
                .description(
                        "Called by Greenhouse, which signs the body with the tenant's webhook_secret and repeats a call until it is"
                                + " answered with 200. Only the action and the ids of an event are stored.")
                // no token: the signature proves the caller
                .addSecurityRequirement(OASFactory.createSecurityRequirement())
                .addParameter(parameter("tenant", Parameter.In.PATH, "the tenant's name")
                        .required(true))
                .addParameter(parameter(
                                "Signature",
                                Parameter.In.HEADER,
                                "sha256, a space, and the HMAC-SHA256 of the body in hexadecimal")
                        .required(true))
                .addParameter(parameter(
                        "Greenhouse-Event-ID", Parameter.In.HEADER, "a known one is answered and not processed again"))
                .requestBody(OASFactory.createRequestBody().required(true).content(json("application/json", event())))
                .responses(answers());
    }

    private static Parameter parameter(String name, Parameter.In in, String description) {
        return OASFactory.createParameter()
                .name(name)
                .in(in)
                .description(description)
                .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING));
    }

    private static Schema event() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .addProperty("action", OASFactory.createSchema().addType(Schema.SchemaType.STRING))
                .addProperty("payload", OASFactory.createSchema().addType(Schema.SchemaType.OBJECT));
    }

    private static APIResponses answers() {
        APIResponses answers = OASFactory.createAPIResponses()
                .addAPIResponse(
                        "200",
                        OASFactory.createAPIResponse()
                                .description(
                                        "The event is stored, known, or needs no work, as a ping or an unknown action does"));
        Map<Integer, List<Reception>> byStatus = Arrays.stream(Reception.values())
                .filter(outcome -> outcome.problem().isPresent())
                .collect(Collectors.groupingBy(
                        outcome -> outcome.problem().map(ProblemType::status).orElseThrow(),
                        TreeMap::new,
                        Collectors.toList()));
        byStatus.forEach((status, outcomes) -> answers.addAPIResponse(
                String.valueOf(status),
                OASFactory.createAPIResponse()
                        .description(outcomes.stream().map(Reception::detail).collect(Collectors.joining("\n\n")))
                        .content(json(
                                "application/problem+json",
                                OASFactory.createSchema().ref("Problem")))));
        return answers;
    }

    private static Content json(String type, Schema schema) {
        return OASFactory.createContent()
                .addMediaType(type, OASFactory.createMediaType().schema(schema));
    }
}
