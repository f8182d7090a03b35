package com.rocketmat.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.access.Operators;
import com.rocketmat.sandbox.StandIn;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import com.rocketmat.tenant.vault.SecretVersion;
import com.rocketmat.tenant.vault.TenantFolder;
import com.rocketmat.tenant.vault.TenantsConfig;
import com.rocketmat.tenant.vault.TokenRenewal;
import com.rocketmat.tenant.vault.VaultContact;
import com.rocketmat.tenant.vault.VaultContact.State;
import com.rocketmat.tenant.vault.VaultSecrets;
import com.rocketmat.tenant.vault.VaultSecrets.Read;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.ScheduledExecution;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.scheduler.Scheduler.JobDefinition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VaultRefreshTest {

    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final Read NO_ANSWER = new Read.NoAnswer("Vault did not answer for data/rocketmat/operators");

    private final VaultContact contact = new VaultContact(new FixedClock(), new SimpleMeterRegistry());
    private final VaultRefresh refresh = new VaultRefresh(null, null, token(), operators(), tenants(), contact);
    private Read firstAnswer = NO_ANSWER;
    /** The answer to all calls but the first, if it differs. */
    private Read laterAnswer;

    @Test
    void replicasThatStartTogetherRefreshAtDifferentTimes() {
        Set<Long> seconds = IntStream.range(0, 2_000)
                .mapToObj(_ -> VaultRefresh.phase(PERIOD))
                .peek(phase -> assertThat(phase).isPositive().isLessThanOrEqualTo(PERIOD))
                .map(phase -> Math.min(29, phase.toSeconds()))
                .collect(Collectors.toSet());

        assertThat(seconds).hasSize(30);
    }

    @Test
    void aReplicaIsNotReadyUntilVaultHasAnsweredForTheOperators() {
        refresh.refresh();
        assertThat(contact.status().state()).isEqualTo(State.STARTING);
        assertThat(contact.status().reason()).contains("Vault did not answer for data/rocketmat/operators");

        firstAnswer = new Read.Found(Map.of(), new SecretVersion(1, ""));
        refresh.refresh();
        assertThat(contact.status().state()).isEqualTo(State.OK);

        firstAnswer = NO_ANSWER;
        refresh.refresh();
        assertThat(contact.status().state()).as("operators are known").isEqualTo(State.OK);
    }

    /** The period may be minutes, and nothing runs on the replica until then. */
    @Test
    void theFirstLoadIsTriedEveryTenSecondsUntilItSucceeds() {
        var jobs = new RecordedJobs();
        new VaultRefresh(
                        jobs.scheduler(),
                        new TenMinutes("rocketmat/tenants", Duration.ofMinutes(10)),
                        token(),
                        operators(),
                        tenants(),
                        contact)
                .on(new StartupEvent());
        assertThat(jobs.intervals).containsEntry("vault-first-load", "PT10S").containsEntry("vault-refresh", "PT10M");

        jobs.run("vault-first-load");
        assertThat(jobs.intervals).as("there was no answer").containsKey("vault-first-load");

        firstAnswer = new Read.Found(Map.of(), new SecretVersion(1, ""));
        jobs.run("vault-first-load");
        assertThat(contact.status().state()).isEqualTo(State.OK);
        assertThat(jobs.intervals).containsOnlyKeys("vault-refresh");
    }

    private record TenMinutes(String path, Duration refresh) implements TenantsConfig {}

    /** Does not run the jobs by itself. */
    private static final class RecordedJobs {

        final Map<String, String> intervals = new HashMap<>();
        private final Map<String, Consumer<ScheduledExecution>> tasks = new HashMap<>();

        Scheduler scheduler() {
            return StandIn.of(Scheduler.class, (_, method, values) -> {
                String job = (String) values[0];
                if (method.getName().equals("newJob")) {
                    return job(job);
                }
                assertThat(method.getName()).isEqualTo("unscheduleJob");
                intervals.remove(job);
                return null;
            });
        }

        @SuppressWarnings("unchecked")
        private JobDefinition<?> job(String name) {
            return StandIn.of(JobDefinition.class, (job, method, values) -> {
                switch (method.getName()) {
                    case "setInterval" -> intervals.put(name, (String) values[0]);
                    case "setTask" -> tasks.put(name, (Consumer<ScheduledExecution>) values[0]);
                    default -> {}
                }
                return method.getName().equals("schedule") ? null : job;
            });
        }

        void run(String job) {
            tasks.get(job).accept(null);
        }
    }

    @Test
    void aSlowFirstCallIsRepeatedAtOnce() {
        laterAnswer = new Read.Found(Map.of(), new SecretVersion(1, ""));

        refresh.refresh();

        assertThat(contact.status().state()).isEqualTo(State.OK);
    }

    @Test
    void missingOrRefusedOperatorsDoNotDelayReadiness() {
        for (Read answer : List.of(new Read.Refused("Vault answered 403"), new Read.Absent())) {
            VaultContact other = new VaultContact(new FixedClock(), new SimpleMeterRegistry());
            firstAnswer = answer;
            new VaultRefresh(null, null, token(), operators(), tenants(other), other).refresh();

            assertThat(other.status().state()).isEqualTo(State.OK);
        }
    }

    private static TokenRenewal token() {
        return new TokenRenewal(null) {
            @Override
            public void renewWhenDue() {
                // never due
            }
        };
    }

    private Operators operators() {
        return new Operators(
                new VaultSecrets(null, null) {
                    @Override
                    public Read read(String path) {
                        Read answer = firstAnswer;
                        firstAnswer = Objects.requireNonNullElse(laterAnswer, answer);
                        return answer;
                    }
                },
                () -> "rocketmat/operators");
    }

    private TenantRegistry tenants() {
        return tenants(contact);
    }

    private static TenantRegistry tenants(VaultContact contact) {
        return new TenantRegistry(
                new TenantFolder(null, null) {
                    @Override
                    public Map<TenantId, Read> read(Map<TenantId, SecretVersion> known) {
                        return Map.of();
                    }
                },
                new RecordedStates(),
                new TenantUnit(),
                new RecordedChanges().events(),
                contact);
    }
}
