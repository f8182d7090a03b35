package com.rocketmat.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Attachment;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.harvest.row.Office;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Resumes, their files and offices, of both versions. */
@QuarkusTest
class ResumesQuarkusTest {

    private static final Set<String> FILE = Set.of("id", "application_id", "type", "url", "created_at");
    private static final byte[] CV = "Ana".getBytes(StandardCharsets.UTF_8);

    GreenhouseSimulator greenhouse;

    @Inject
    HarvestSessions sessions;

    private Organisation organisation;
    private long job;
    private long application;

    @BeforeEach
    void anApplication() {
        greenhouse.faults().clear();
        organisation = greenhouse.organisation("resumes");
        job = organisation.addJob("Analyst");
        application = organisation.addApplication(organisation.addCandidate("Ana", "Prova"), job);
        greenhouse.calls().clear();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void resumesAreListedAndTheirFilesFetchedOutsideTheRateWindow(boolean v1) {
        organisation.addResume(application, "cv.txt", CV);
        organisation.addAttachment(application, "cover_letter", "letter.txt", CV);
        long other = organisation.addApplication(organisation.addCandidate("Rui", "Prova"), job);
        organisation.addResume(other, "cv.txt", CV);
        HarvestSession session = session(v1);
        List<Application> rows = session.applications(List.of(application), Set.of("id"));
        greenhouse.calls().clear();

        List<Attachment> resumes = session.resumes(rows, FILE);
        assertThat(resumes).singleElement().satisfies(resume -> {
            assertThat(resume.applicationId()).isEqualTo(application);
            assertThat(resume.createdAt()).isNotNull();
            assertThat(session.file(resume)).hasValue(CV);
        });

        assertThat(greenhouse.calls().of("resumes")).hasSize(v1 ? 0 : 1);
        assertThat(greenhouse.calls().where(call -> call.path().startsWith("/files/")))
                .singleElement()
                .satisfies(call -> assertThat(call.status()).isEqualTo(200));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDeletedFileIsEmpty(boolean v1) {
        long attachment = organisation.addResume(application, "cv.txt", CV);
        HarvestSession session = session(v1);
        List<Attachment> resumes = session.resumes(session.applications(List.of(application), Set.of("id")), FILE);
        organisation.remove("attachments", attachment);

        assertThat(session.file(resumes.getFirst())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void officesAreReadForTheirJobs(boolean v1) {
        organisation.add(
                "offices",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", 61)
                        .put("name", "HQ")
                        .put("location", "Lyon, France"));
        organisation.change("jobs", job, row -> row.putArray("office_ids").add(61));
        HarvestSession session = session(v1);
        List<Job> jobs = session.jobs(List.of(job), Set.of("id", "office_ids"));

        assertThat(jobs.getFirst().officeIds()).containsExactly(61L);
        assertThat(session.offices(jobs, Set.of("id", "name", "location")))
                .containsExactly(new Office(61, "HQ", "Lyon, France"));
    }

    private HarvestSession session(boolean v1) {
        return v1 ? HarvestFixture.v1(sessions, organisation) : HarvestFixture.v3(sessions, organisation);
    }
}
