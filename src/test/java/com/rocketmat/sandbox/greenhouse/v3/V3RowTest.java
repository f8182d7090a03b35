package com.rocketmat.sandbox.greenhouse.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class V3RowTest {

    @AutoClose
    private final InProcessSandbox sandbox = new InProcessSandbox();

    @Test
    void anUnsetFieldIsNullOrAbsent() {
        sandbox.applications(1);
        assertThat(fields().toString())
                .isEqualTo("{\"rocketmat\":{\"name\":\"Rocketmat\",\"type\":\"number\",\"value\":null}}");
        sandbox.switches().unsetFields = Switches.UnsetFields.ABSENT;
        assertThat(fields()).isEmpty();
    }

    @Test
    void anUnsetCurrencyMayBeAnObjectOfNulls() {
        sandbox.applications(1);
        sandbox.acme.addField(4_440_000_900L, "pay", "currency");
        sandbox.switches().unsetFields = Switches.UnsetFields.OBJECT_OF_NULLS;
        assertThat(fields().at("/pay/value").toString()).isEqualTo("{\"amount\":null,\"unit\":null}");
        assertThat(fields().at("/rocketmat/value").isNull()).isTrue();
    }

    @Test
    void aHiddenPrivateFieldIsAbsentOrNull() {
        long id = sandbox.application();
        sandbox.acme.setCustomField(id, "rocketmat", Json.number(7));
        long field = sandbox.acme.rows("custom_fields").getFirst().path("id").longValue();
        sandbox.acme.change("custom_fields", field, row -> row.put("private", true));
        sandbox.switches().privateFields = false;
        assertThat(fields()).isEmpty();
        sandbox.switches().reads.hiddenFields = ReadSwitches.HiddenFields.NULL_ENTRY;
        assertThat(fields().at("/rocketmat/value").isNull()).isTrue();
    }

    @Test
    void aProspectLacksFieldsForCandidatesOnly() {
        long id = sandbox.application();
        sandbox.acme.change("applications", id, row -> row.put("prospect", true));
        assertThat(fields().has("rocketmat")).isFalse();
    }

    @Test
    void archivedFieldsAreListedAndTheirValuesShownIfSwitchedOn() {
        long id = sandbox.application();
        sandbox.acme.setCustomField(id, "rocketmat", Json.number(7));
        long field = sandbox.acme.rows("custom_fields").getFirst().path("id").longValue();
        sandbox.acme.change("custom_fields", field, row -> row.put("active", false));
        assertThat(sandbox.ids("/v3/custom_fields")).contains(field);
        assertThat(fields().path("rocketmat").path("value").asInt()).isEqualTo(7);
        sandbox.switches().archivedFields = false;
        assertThat(fields().has("rocketmat")).isFalse();
    }

    @Test
    void anApplicationHasItsStageInstanceAndItsJobStage() {
        sandbox.applications(1);
        JsonNode row = sandbox.row("/v3/applications");
        assertThat(row.path("job_interview_stage_id"))
                .isEqualTo(sandbox.acme.rows("job_interview_stages").getFirst().get("id"));
        assertThat(row.path("stage_id"))
                .isEqualTo(sandbox.acme.rows("application_stages").getFirst().get("id"));
        sandbox.switches().jobInterviewStageId = false;
        assertThat(sandbox.row("/v3/applications").has("job_interview_stage_id"))
                .isFalse();
    }

    @Test
    void unknownPropertiesInTestDataAreRejected() {
        assertThatThrownBy(() -> sandbox.acme.add(
                        "applications", Json.object().put("id", 1).put("applied_at", "x")))
                .hasMessage("rows of applications have no applied_at");
    }

    private JsonNode fields() {
        return sandbox.row("/v3/applications").path("custom_fields");
    }
}
