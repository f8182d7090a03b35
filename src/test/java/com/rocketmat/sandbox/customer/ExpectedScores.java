package com.rocketmat.sandbox.customer;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The final scores of an organisation's applications, from the library that trained its model.
 *
 * @param scores by application id
 * @param leftAlone the reason, by application id
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ExpectedScores(
        Map<Long, BigDecimal> scores,
        @JsonProperty("left_alone") Map<Long, String> leftAlone) {

    public static ExpectedScores of(String organisation) {
        try (InputStream file =
                ExpectedScores.class.getResourceAsStream("/organisations/" + organisation + "-expected.json")) {
            return new ObjectMapper().readValue(file, ExpectedScores.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Number of skipped applications, by reason. */
    public Map<String, Long> reasons() {
        return leftAlone.values().stream()
                .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting()));
    }
}
