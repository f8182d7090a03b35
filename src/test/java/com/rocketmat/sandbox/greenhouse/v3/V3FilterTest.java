package com.rocketmat.sandbox.greenhouse.v3;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class V3FilterTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;
    private final long job = acme.addJob("Analyst");
    private final long candidate = acme.addCandidate("Ada", "Byron");
    private long older;
    private long newer;

    @BeforeEach
    void twoApplicationsAnHourApart() {
        older = acme.addApplication(candidate, job);
        sandbox.clock.forward(Duration.ofHours(1));
        newer = acme.addApplication(candidate, job);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "created_before=2026-11-24T12:30:00Z",
                "last_activity_after=2026-11-24T12:30:00Z",
                "updated_at[after]=2026-11-24T12:30:00Z",
                "updated_at[gte]=yesterday",
                "updated_at=2026-11-24T12:30:00Z",
                "job_id=1",
                "candidate_id=1",
                "sort=updated_at",
                "order=asc",
                "page=2",
                "skip_count=true",
                "custom_fields=null",
                "status=in_process",
                "status=Active",
                "prospect=1",
                "prospect=TRUE",
                "ids=",
                "ids=1;2",
                "custom_field_option_id=1,2",
                "per_page=ten"
            })
    void whatIsNotAParameterIsRefusedAndNotIgnored(String query) {
        Response refused =
                sandbox.get("/v3/applications?" + query.replace("[", "%5B").replace("]", "%5D"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(InProcessSandbox.json(refused).path("message").asText()).isEqualTo("Unprocessable Content");
        assertThat(InProcessSandbox.json(refused).path("errors")).hasSize(1);
    }

    @Test
    void boundsAreInclusiveOrNotAsTheySay() {
        String at = "2026-11-24T12:00:07.250Z";
        assertThat(filtered("updated_at", "gte|" + at)).containsExactly(newer, older);
        assertThat(filtered("updated_at", "gt|" + at)).containsExactly(newer);
        assertThat(filtered("updated_at", "lte|" + at)).containsExactly(older);
        assertThat(filtered("updated_at", "lt|" + at)).isEmpty();
        assertThat(filtered("updated_at", "gt|" + at + "|lte|2026-11-24T13:00:07.250Z"))
                .containsExactly(newer);
        assertThat(filtered("updated_at", "gte|2026-11-24T14:00:00+01:00")).containsExactly(newer);
    }

    private List<Long> filtered(String parameter, String value) {
        return InProcessSandbox.ids(sandbox.get("/v3/applications", parameter, value));
    }
}
