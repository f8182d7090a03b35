package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rocketmat.model.upload.Check;
import com.rocketmat.problem.HttpProblem;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelStatesTest {

    private final ModelVersion version = version("v1", ModelState.RETIRED);

    @Test
    void findsTheVersionInOneOfTheStates() {
        assertThat(ModelStore.require(
                        List.of(version("v0", ModelState.ACTIVE), version), "v1", Set.of(ModelState.RETIRED)))
                .isSameAs(version);
    }

    @Test
    void answers409ForAWrongStateAndSaysWhichWouldDo() {
        HttpProblem problem = catchThrowableOfType(
                HttpProblem.class,
                () -> ModelStore.require(List.of(version), "v1", Set.of(ModelState.UPLOADED, ModelState.SHADOW)));

        assertThat(problem.getStatusCode()).isEqualTo(409);
        assertThat(problem.getDetail()).isEqualTo("The version is retired");
        assertThat(problem.getParameters().get("remedy").toString()).contains("[shadow, uploaded]");
    }

    @Test
    void answers404ForAnUnknownVersion() {
        HttpProblem problem =
                catchThrowableOfType(HttpProblem.class, () -> ModelStore.require(List.of(version), "v2", Set.of()));

        assertThat(problem.getStatusCode()).isEqualTo(404);
    }

    @Test
    void keepsChecksAsJson() {
        ChecksConverter converter = new ChecksConverter();
        List<Check> checks =
                List.of(Check.passed("size", "12 bytes"), Check.warning("types", "digits \"lost\"", "int64"));

        assertThat(converter.convertToEntityAttribute(converter.convertToDatabaseColumn(checks)))
                .isEqualTo(checks);
    }

    private static ModelVersion version(String digest, ModelState state) {
        ModelVersion version = new ModelVersion();
        version.tenantId = "acme";
        version.version = digest;
        version.state = state;
        return version;
    }
}
