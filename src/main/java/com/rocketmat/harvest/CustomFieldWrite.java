package com.rocketmat.harvest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** One item of the array that a PATCH carries; on reads the same is a map. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record CustomFieldWrite(@JsonProperty("name_key") String nameKey, JsonNode value) {}
