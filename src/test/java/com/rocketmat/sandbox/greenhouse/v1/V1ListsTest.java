package com.rocketmat.sandbox.greenhouse.v1;

import static com.rocketmat.sandbox.greenhouse.InProcessSandbox.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class V1ListsTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;
    private final long job = acme.addJob("Analyst");
    private final long candidate = acme.addCandidate("Ada", "Byron");
    private long older;
    private long newer;

    @BeforeEach
    void addTwoApplicationsAnHourApart() {
        older = acme.addApplication(candidate, job);
        sandbox.clock.forward(Duration.ofHours(1));
        newer = acme.addApplication(candidate, job);
        sandbox.field(1, "band", "single_select");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs?office_id=1", "jobs?opening_id=1&status=open", "candidates?email=ada@example.com"})
    void aFilterThatIsNotSimulatedIsRejected(String list) {
        assertThat(sandbox.v1(list).status()).isEqualTo(501);
    }

    @Test
    void candidatesAreFilteredById() {
        acme.addCandidate("Ida", "Bell");
        assertThat(sandbox.v1Ids("candidates?candidate_ids=1," + candidate)).containsExactly(candidate);
    }

    @Test
    void anUpdatedFilterOfApplicationsIsIgnoredAndAnUnknownStatusMatchesNothing() {
        assertThat(json(sandbox.v1("applications?updated_after=2099-01-01T00:00:00Z")))
                .hasSize(2);
        assertThat(json(sandbox.v1("applications?status=in_process"))).isEmpty();
    }

    @Test
    void aRowAddedWhilePagingIsOnTheLastPage() {
        acme.addApplication(candidate, job);
        sandbox.simulator
                .faults()
                .before(Match.get("/v1/applications").query("page=2&"), () -> acme.addApplication(candidate, job));
        assertThat(sandbox.v1Ids("applications?per_page=2")).containsExactly(older, newer);
        assertThat(sandbox.v1Ids("applications?page=2&per_page=2")).hasSize(2);
    }

    @Test
    void aRowDeletedWhilePagingShiftsTheNextPage() {
        long third = acme.addApplication(candidate, job);
        sandbox.simulator
                .faults()
                .before(Match.get("/v1/applications").query("page=2&"), () -> acme.deleteApplication(older));
        assertThat(sandbox.v1Ids("applications?per_page=2")).containsExactly(older, newer);
        assertThat(sandbox.v1Ids("applications?page=2&per_page=2"))
                .as("%d has become the second of the first page", third)
                .isEmpty();
    }

    @Test
    void fieldsAreListedByTypeWithoutArchivedOnes() {
        acme.archiveField("rocketmat");
        assertThat(json(sandbox.v1("custom_fields/application")).findValuesAsText("name_key"))
                .containsExactly("band");
        assertThat(json(sandbox.v1("custom_fields/application?include_inactive=true")))
                .hasSize(2);
        assertThat(json(sandbox.v1("custom_field/1")).path("name_key").asText()).isEqualTo("band");
        assertThat(sandbox.v1("custom_fields/nonsense").status()).isEqualTo(404);
    }
}
