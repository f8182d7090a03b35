package com.rocketmat.harvest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

/** An item of the array in a PATCH; reads return a map instead. */
public record CustomFieldWrite(@JsonProperty("name_key") String nameKey, JsonNode value) {}
