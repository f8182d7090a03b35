package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** Tests with a tenant whose slices they run themselves. */
abstract class ByHand {

    SandboxDatabase database;
    RunByHand rig;

    @AfterEach
    void stop() {
        rig.close();
    }

    static Match patchOf(long application) {
        return Match.patch("/v3/applications/" + application);
    }

    /** @param query with a place for the tenant */
    long number(String query) {
        return database.count(query.formatted(rig.tenant));
    }

    /** Number of wanted applications. */
    long waiting() {
        return number("SELECT count(*) FROM wanted_application WHERE tenant_id = '%s'");
    }

    /** So that wanted applications are read now. */
    void endPause() {
        execute("UPDATE wanted_application SET wanted_at = now() WHERE tenant_id = '%s'");
    }

    void sweep() {
        rig.clock.pass(Duration.ofHours(25));
        rig.run();
    }

    /** As if its cursor had expired. */
    void reopenLastSweep() {
        rig.clock.pass(Duration.ofMinutes(1));
        execute("""
            UPDATE run SET ended_at = NULL, read_whole = false WHERE tenant_id = '%1$s' AND id =
                (SELECT max(id) FROM run WHERE tenant_id = '%1$s' AND window_from IS NULL)\
            """);
    }

    /** Whether the next slice, which may be another replica's, is told of writes to look at again. */
    boolean orphaned() {
        return number("SELECT count(*) FROM sync_position WHERE orphaned AND tenant_id = '%s'") > 0;
    }

    /** @param statement with a place for the tenant, of whom it changes something */
    void execute(String statement) {
        assertThat(database.execute(statement.formatted(rig.tenant))).isPositive();
    }

    /** @param statement with places for the tenant and then for one of its applications or candidates, of which it changes one row */
    void execute(String statement, long of) {
        assertThat(database.execute(statement.formatted(rig.tenant, of))).isEqualTo(1);
    }
}
