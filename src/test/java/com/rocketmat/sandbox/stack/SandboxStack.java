package com.rocketmat.sandbox.stack;

import com.rocketmat.problem.Sha256;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.vault.SandboxVault;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Everything the service talks to, on this machine: PostgreSQL, Vault and Greenhouse; and the service as a process, if started.
 */
public final class SandboxStack implements AutoCloseable {

    private final Path build;
    private final SandboxDatabase database;
    private final SandboxVault vault;
    private final GreenhouseSimulator greenhouse;
    private final List<ApplicationProcess> applications = new CopyOnWriteArrayList<>();
    private final String operatorToken = UUID.randomUUID().toString();

    private SandboxStack(Path build, SandboxDatabase database, SandboxVault vault, GreenhouseSimulator greenhouse) {
        this.build = build;
        this.database = database;
        this.vault = vault;
        this.greenhouse = greenhouse;
    }

    /** Starts them; the organisations become tenants once {@link #addTenant} is called. */
    public static SandboxStack start(Path build, List<Organisation> organisations) {
        return start(build, SandboxVault.start(build), organisations);
    }

    /** With this Vault, such as a stand-in that can become unavailable. */
    public static SandboxStack start(Path build, SandboxVault vault, List<Organisation> organisations) {
        SandboxStack stack =
                new SandboxStack(build, SandboxDatabase.migrated(), vault, GreenhouseSimulator.start(organisations));
        stack.vault.put("rocketmat/operators", Map.of("sandbox", "operator " + sha256(stack.operatorToken)));
        return stack;
    }

    /** Writes the one Vault secret that makes a tenant; with a {@code harvest_api_key} it uses v1. */
    public void addTenant(String name, Map<String, String> more) {
        Organisation organisation = greenhouse.organisation(name);
        Map<String, String> secret =
                more.containsKey("harvest_api_key") ? organisation.keySecret(more) : organisation.secret(more);
        vault.put("rocketmat/tenants/" + name, secret);
    }

    /** The replica that runs the tenant, by its own name: {@code POD_NAME}, a dash and more. */
    public String pickedBy(String tenant) {
        return pickedBy().get(tenant);
    }

    /** The tenants that are being run, and by which replicas. */
    public Map<String, String> pickedBy() {
        return SandboxDatabase.with(database.dataSource(), statement -> {
            ResultSet rows =
                    statement.executeQuery("select task_instance, picked_by from scheduled_tasks where picked");
            Map<String, String> picked = new TreeMap<>();
            while (rows.next()) {
                picked.put(rows.getString(1), rows.getString(2));
            }
            return picked;
        });
    }

    /** What each tenant is doing and when it is due: the first thing to check when nothing happens. */
    public String standing() {
        return database.column("select coalesce(string_agg(task_instance || ': '"
                        + " || coalesce('with ' || picked_by || ', heard of at ' || last_heartbeat, 'due at ' || execution_time)"
                        + " || ', ' || coalesce(consecutive_failures, 0) || ' failures', '; '), 'no tenants')"
                        + " || ' at ' || now() from scheduled_tasks")
                .getFirst();
    }

    /** As if the minute had passed after which a replica counts as dead. */
    public void letHeartbeatsAge(String podName) {
        database.execute(
                "update scheduled_tasks set last_heartbeat = now() - interval '5 min' where picked and picked_by like '%s-%%'"
                        .formatted(podName));
    }

    public ApplicationProcess startApplication(Map<String, String> more) {
        return startApplication(() -> more);
    }

    /** Values that expire are created right before the start. */
    public ApplicationProcess startApplication(Supplier<Map<String, String>> more) {
        return added(ApplicationProcess.start(build, () -> environment(more.get())));
    }

    /** Does not wait until it is ready. */
    public ApplicationProcess launchApplication(Map<String, String> more) {
        return added(ApplicationProcess.launchOnly(build, environment(more)));
    }

    private ApplicationProcess added(ApplicationProcess application) {
        applications.add(application);
        return application;
    }

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new TreeMap<>(environment());
        environment.putAll(more);
        return environment;
    }

    /** The service's configuration for these surroundings. */
    public Map<String, String> environment() {
        return Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME", database.user(),
                "QUARKUS_DATASOURCE_PASSWORD", database.password(),
                "QUARKUS_VAULT_URL", vault.address().toString(),
                "QUARKUS_VAULT_AUTHENTICATION_CLIENT_TOKEN", vault.token(),
                "ROCKETMAT_HARVEST_URL", greenhouse.harvestUrl().toString(),
                "ROCKETMAT_HARVEST_TOKEN_URL", greenhouse.tokenUrl().toString(),
                "ROCKETMAT_TENANTS_REFRESH", "2s");
    }

    /** What the commands of README and guide use, for this customer, and its credential: lines that are sourced. */
    public String shell(ApplicationProcess application, String customer) {
        Organisation organisation = greenhouse.organisation(customer);
        String name = customer.toUpperCase(Locale.ROOT);
        return """
                export VAULT_ADDR='%s' VAULT_TOKEN='%s'
                export API='%s/api/tenants/%s' TOKEN='%s'
                export %s_ID='%s' %s_SECRET='%s' %s_USER='%s'
                """.formatted(
                        vault.address(),
                        vault.administrator().token(),
                        application.url(),
                        customer,
                        operatorToken,
                        name,
                        organisation.clientId(),
                        name,
                        organisation.clientSecret(),
                        name,
                        organisation.userId());
    }

    public Operator operator(ApplicationProcess application) {
        return new Operator(application.url(), operatorToken);
    }

    public SandboxDatabase database() {
        return database;
    }

    public SandboxVault vault() {
        return vault;
    }

    public GreenhouseSimulator greenhouse() {
        return greenhouse;
    }

    public String operatorToken() {
        return operatorToken;
    }

    /** With the applications that still run. */
    @Override
    public void close() {
        try {
            applications.forEach(ApplicationProcess::close);
        } finally {
            greenhouse.close();
            vault.close();
            database.close();
        }
    }

    public static String sha256(String text) {
        return Sha256.hex(text);
    }
}
