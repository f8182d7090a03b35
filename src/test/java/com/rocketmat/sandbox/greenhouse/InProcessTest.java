package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class InProcessTest {

    @Property
    void pagesOfAnySizeTogetherAreTheList(
            @ForAll @IntRange(max = 20) int applications, @ForAll @IntRange(min = 1, max = 50) int perPage) {
        try (InProcessSandbox sandbox = new InProcessSandbox()) {
            List<Long> ids = sandbox.applications(applications);
            List<Long> read = new ArrayList<>();
            String next = "/v3/applications?per_page=" + perPage;
            while (!next.isEmpty()) {
                Response page = sandbox.get(next);
                read.addAll(InProcessSandbox.ids(page));
                next = InProcessSandbox.next(page);
            }
            assertThat(read).isEqualTo(ids);
        }
    }

    @Test
    void itAnswersAsOverASocket() {
        try (Sandbox sockets = new Sandbox();
                InProcessSandbox plain = new InProcessSandbox()) {
            sockets.applications(3);
            plain.applications(3);
            for (String path : List.of(
                    "/v3/applications?ids=1",
                    "/v3/applications",
                    "/v3/jobs?nonsense=1",
                    "/v3/nothing",
                    "/v3/custom_fields?field_type=application")) {
                var over = sockets.get(path);
                Response in = plain.get(path);
                assertThat(in.status()).as(path).isEqualTo(over.statusCode());
                assertThat(in.text()).as(path).isEqualTo(over.body());
                assertThat(in.header("X-RateLimit-Remaining"))
                        .isEqualTo(Optional.ofNullable(Sandbox.header(over, "X-RateLimit-Remaining")));
            }
        }
    }

    @Test
    void namesOfHeadersAreTakenInAnyCase() throws IOException {
        try (InProcessSandbox sandbox = new InProcessSandbox()) {
            Response jobs = sandbox.simulator.answer(
                    "GET",
                    URI.create(sandbox.simulator.harvestUrl() + "/v3/jobs"),
                    Map.of("AUTHORIZATION", "bearer " + sandbox.token()),
                    new byte[0]);
            assertThat(jobs.status()).isEqualTo(200);
            assertThat(jobs.header("x-ratelimit-limit")).contains("150");
        }
    }

    @Test
    void webhooksAreSentWhenATestSendsThem() {
        try (InProcessSandbox sandbox = new InProcessSandbox()) {
            Endpoint endpoint = new Endpoint();
            sandbox.simulator.webhooks().receiver(endpoint);
            sandbox.acme.addWebhook(Webhook.on("job_created", Endpoint.URL, Endpoint.SECRET));
            sandbox.acme.addJob("Analyst");
            assertThat(endpoint.got()).as("the ping alone").hasSize(1);
            sandbox.simulator.webhooks().sendDue();
            assertThat(endpoint.got()).hasSize(2);
        }
    }
}
