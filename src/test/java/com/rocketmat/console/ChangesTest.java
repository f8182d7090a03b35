package com.rocketmat.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.access.Reach;
import com.rocketmat.console.session.ConsoleConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangesTest {

    private String shown = "as before";

    private final Changes changes = new Changes(
            null,
            new Fingerprints(null) {
                @Override
                Map<String, Object> of(Collection<String> tenants) {
                    return Map.of("acme", shown);
                }
            },
            new SmallRyeConfigBuilder()
                    .addDiscoveredConverters()
                    .withMapping(ConsoleConfig.class)
                    .withDefaultValue("quarkus.oidc.console.tenant-enabled", "false")
                    .build()
                    .getConfigMapping(ConsoleConfig.class));

    @Test
    void aPageIsNotifiedWhenItOpensAndOfEachChange() {
        List<String> first = openPage();
        changes.poll();
        changes.poll();
        assertThat(first).containsExactly(Changes.CHANGED);

        List<String> second = openPage();
        changes.poll();
        assertThat(first).as("another page of the same tenant").containsExactly(Changes.CHANGED);
        assertThat(second).containsExactly(Changes.CHANGED);

        shown = "otherwise";
        changes.poll();
        changes.poll();
        assertThat(first).containsExactly(Changes.CHANGED, Changes.CHANGED);
        assertThat(second).containsExactly(Changes.CHANGED, Changes.CHANGED);
    }

    /** Otherwise proxies close the idle stream, and the page reports that it is disconnected. */
    @Test
    void aStreamWithoutChangesHasHeartbeats() {
        List<String> events = openPage();
        for (int look = 0; look < 14; look++) {
            changes.poll();
        }

        assertThat(events).containsExactly(Changes.CHANGED, Changes.HEARTBEAT, Changes.HEARTBEAT);
    }

    private List<String> openPage() {
        List<String> events = new ArrayList<>();
        changes.stream(new Reach.Only(Set.of("acme")), "ana").subscribe().with(events::add);
        return events;
    }
}
