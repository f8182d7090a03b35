package com.rocketmat.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class FeatureResourceTest {

    private final JsonNode answer =
            new ObjectMapper().valueToTree(new FeatureResource(new FeatureCatalogue()).features());

    @Test
    void returnsOnePage() {
        assertThat(answer.get("items")).hasSize(30);
        assertThat(answer.get("next").isNull()).isTrue();
    }

    @Test
    void describesAFeature() {
        assertThat(answer.get("items").get(0).toString()).isEqualTo("""
                {"name":"application.age_days","type":"number","unit":"days",\
                "madeOf":"the time of the run minus created_at",\
                "fields":["applications.created_at"],"whenMissing":"created_at is absent","canBeMissing":true}""");
    }
}
