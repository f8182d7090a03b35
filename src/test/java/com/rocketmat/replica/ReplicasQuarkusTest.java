package com.rocketmat.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.access.Reach;
import com.rocketmat.replica.Replicas.Running;
import com.rocketmat.sandbox.SandboxDatabase;
import com.rocketmat.sandbox.Surroundings;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ReplicasQuarkusTest {

    SandboxDatabase database;

    @Inject
    Replicas replicas;

    @Inject
    Replica present;

    @Test
    void aReplicaReportsItselfAgainAndAgainInOneRow() throws SQLException {
        replicas.report();
        Running first = here();
        replicas.report();

        assertThat(here().since()).isEqualTo(first.since()).isBefore(Instant.now());
        assertThat(here().seen()).isAfter(first.seen());
        assertThat(here().version()).isNotBlank();
        assertThat(count("name = '%s'".formatted(present.name()))).isEqualTo(1);
    }

    @Test
    void oneThatIsGoneIsNotShownAndForgottenAfterADay() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO replica (name, version, since, seen_at) VALUES"
                            + " ('lately-gone', '1', now(), now() - interval '23 hours'), ('long-gone', '1', now(), now() - interval '25 hours')");
        }
        replicas.report();

        assertThat(replicas.running(new Reach.All())).extracting(Running::name).doesNotContain("lately-gone");
        assertThat(count("name = 'lately-gone'")).isEqualTo(1);
        assertThat(count("name = 'long-gone'")).isZero();
    }

    private Running here() {
        List<Running> here =
                replicas.running(new Reach.All()).stream().filter(Running::here).toList();
        assertThat(here).hasSize(1);
        return here.getFirst();
    }

    private long count(String where) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM replica WHERE " + where)) {
            count.next();
            return count.getLong(1);
        }
    }
}
