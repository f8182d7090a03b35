package com.rocketmat.harvest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** An item of the array in a PATCH; reads return a map instead. */
@RegisterForReflection
public record CustomFieldWrite(@JsonProperty("name_key") String nameKey, JsonNode value) {}
