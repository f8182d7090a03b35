package com.rocketmat.bench;

import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.VaultStandIn;
import com.rocketmat.sandbox.greenhouse.Fault;
import com.rocketmat.sandbox.greenhouse.Match;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * What the decision log costs: applications of one tenant scored and written per second, as in {@link EndToEnd}, beside the same with
 * {@code decisions=off}; and how long a million rows take to verify, beside reading them.
 */
final class DecisionCost implements Benchmark {

    private static final String AT_ONCE = "decisions.at-once";
    private static final String VERIFY = "decisions.verify";
    private static final Duration LATENCY = Duration.ofMillis(25);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String OFF = "off";
    private static final String SCORES = "scores";
    /** Each setting before and after the other, since the process gets faster. */
    private static final List<String> TURNS = List.of(OFF, SCORES, SCORES, OFF);

    private static final int MILLION = 1_000_000;

    private static final String REASONS = "[{\"feature\":\"candidate.experience_years\",\"weight\":12.3}]";

    @Override
    public String name() {
        return "decisions";
    }

    @Override
    public Set<String> rows() {
        return Set.of(name(), AT_ONCE, VERIFY);
    }

    @Override
    public List<Row> run(Path build, PrintStream out) {
        List<PointsCustomer> slower = customers("slower", 1_600);
        List<PointsCustomer> atOnce = customers("at-once", 8_000);
        PointsCustomer verified = customer("verified", 1);
        List<PointsCustomer> all = new ArrayList<>(slower);
        all.addAll(atOnce);
        all.add(verified);
        try (SandboxStack stack = SandboxStack.start(
                        build,
                        VaultStandIn.start(),
                        all.stream().map(PointsCustomer::organisation).toList());
                ApplicationProcess application = stack.startApplication(Map.of())) {
            slower.forEach(customer -> stack.greenhouse()
                    .faults()
                    .on(Match.any().organisation(customer.name()))
                    .always()
                    .answer(new Fault.Delay(LATENCY)));
            String unit = "applications scored and written a second%s (decisions=off)";
            Row hurried =
                    compare(stack, application, atOnce, AT_ONCE, unit.formatted(", each call answered at once"), out);
            return List.of(
                    compare(stack, application, slower, name(), unit.formatted(", each call 25 ms"), out),
                    hurried,
                    verify(stack, application, verified));
        }
    }

    private static Row compare(
            SandboxStack stack,
            ApplicationProcess application,
            List<PointsCustomer> customers,
            String name,
            String unit,
            PrintStream out) {
        double off = 0;
        double scores = 0;
        for (int turn = 0; turn < TURNS.size(); turn++) {
            String decisions = TURNS.get(turn);
            PointsCustomer customer = customers.get(turn);
            customer.join(stack, stack.operator(application), Map.of("decisions", decisions));
            awaitWrites(stack, customer, warmUp(customer));
            Processor before = Processor.of(stack, application);
            awaitWrites(stack, customer, customer.applications());
            String processor =
                    Processor.of(stack, application).since(before, customer.applications() - warmUp(customer));
            double rate = WriteTimes.of(stack, customer.name()).rateAfter(warmUp(customer));
            out.printf("%s, decisions=%s: %.0f a second; an application: %s%n", name, decisions, rate, processor);
            off += decisions.equals(OFF) ? rate : 0;
            scores += decisions.equals(SCORES) ? rate : 0;
        }
        return Row.ofGain(name, scores / 2, unit, off / 2);
    }

    private static Row verify(SandboxStack stack, ApplicationProcess application, PointsCustomer customer) {
        customer.appear(stack, stack.operator(application), Map.of("decisions", OFF));
        DataSource database = stack.database().dataSource();
        Query.run(database, filling(customer.name()));
        double reading = seconds(() -> read(database, customer.name()));
        double verifying = seconds(() -> {
            int rows = stack.operator(application)
                    .get("/api/tenants/" + customer.name() + "/decisions/verify")
                    .path("rows");
            if (rows != MILLION) {
                throw new IllegalStateException("verified " + rows);
            }
        });
        return Row.ofCost(VERIFY, verifying, "s to verify a million decisions (to read them)", reading);
    }

    /** The chain as its description in the guide says it, so that this measures a chain that was not written by the service. */
    private static String filling(String tenant) {
        return """
            DO $$
            DECLARE
                previous bytea := decode(repeat('00', 32), 'hex');
                moment timestamptz := now();
                whose uuid;
                form bytea;
            BEGIN
                PERFORM set_config('synchronous_commit', 'off', true);
                FOR n IN 1..%2$d
                LOOP
                    whose := gen_random_uuid();
                    form := previous;
                    form := form || int4send(length('%1$s')) || convert_to('%1$s', 'UTF8');
                    form := form || int4send(length(n::text)) || convert_to(n::text, 'UTF8');
                    form := form || int4send(16) || convert_to(((extract(epoch FROM moment) * 1000000)::bigint)::text, 'UTF8');
                    form := form || int4send(36) || convert_to(whose::text, 'UTF8');
                    form := form || int4send(1) || convert_to('5', 'UTF8');
                    form := form || int4send(6) || convert_to('SCORED', 'UTF8');
                    form := form || int4send(64) || convert_to(repeat('a', 64), 'UTF8');
                    form := form || int4send(5) || convert_to('87.50', 'UTF8');
                    form := form || int4send(-1);
                    form := form || int4send(length('%3$s')) || convert_to('%3$s', 'UTF8');
                    form := form || int4send(4) || convert_to('LIVE', 'UTF8');
                    form := form || int4send(-1) || int4send(-1);
                    previous := sha256(form);
                    INSERT INTO decision (tenant_id, number, at, alias, job_id, kind, version, value, reasons, mode, digest)
                    VALUES ('%1$s', n, moment, whose, 5, 'SCORED', repeat('a', 64), 87.50, '%3$s', 'LIVE', previous);
                END LOOP;
                INSERT INTO decision_head (tenant_id, number, at, digest) VALUES ('%1$s', %2$d, moment, previous);
            END
            $$""".formatted(tenant, MILLION, REASONS);
    }

    private static double seconds(Runnable work) {
        Instant begun = Instant.now();
        work.run();
        return Duration.between(begun, Instant.now()).toMillis() / 1e3;
    }

    private static void read(DataSource database, String tenant) {
        try (Connection connection = database.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("SELECT * FROM decision WHERE tenant_id = ? ORDER BY number")) {
            connection.setAutoCommit(false);
            query.setFetchSize(1_000);
            query.setString(1, tenant);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    rows.getBytes("digest");
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int warmUp(PointsCustomer customer) {
        return customer.applications() / 4;
    }

    private static void awaitWrites(SandboxStack stack, PointsCustomer customer, int writes) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> WriteTimes.of(stack, customer.name()).times().size() >= writes);
    }

    private static List<PointsCustomer> customers(String suffix, int applications) {
        List<PointsCustomer> customers = new ArrayList<>();
        for (int turn = 0; turn < TURNS.size(); turn++) {
            customers.add(customer(TURNS.get(turn) + "-" + turn + "-" + suffix, applications));
        }
        return customers;
    }

    private static PointsCustomer customer(String name, int applications) {
        PointsCustomer customer = PointsCustomer.named(name).with(applications);
        customer.organisation().rateLimit(Integer.MAX_VALUE);
        return customer;
    }
}
