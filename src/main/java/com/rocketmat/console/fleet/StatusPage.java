package com.rocketmat.console.fleet;

import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.element.Moment;
import com.rocketmat.replica.Replicas.Running;
import java.time.Instant;
import java.util.List;

/**
 * The state of the service.
 *
 * @param versions the running releases, more than one during a rollout
 * @param slices number of slices on all replicas, for tenants within reach
 * @param vault this replica's connection to Vault
 * @param read how long ago this replica read the tenants from Vault
 */
public record StatusPage(
        List<Row> replicas, List<String> versions, String slices, String trainings, Badge vault, String read) {

    /** A replica; {@code here} for the one that renders the page. */
    public record Row(
            String name, boolean here, String version, Moment since, Moment seen, String slices, String trainings) {

        static Row of(Running replica, Instant now) {
            return new Row(
                    replica.name(),
                    replica.here(),
                    replica.version(),
                    Moment.of(replica.since(), now),
                    Moment.of(replica.seen(), now),
                    Formats.number(replica.slices()),
                    Formats.number(replica.trainings()));
        }
    }
}
