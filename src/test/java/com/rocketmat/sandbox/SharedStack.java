package com.rocketmat.sandbox;

import com.rocketmat.sandbox.greenhouse.Organisation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One stack and one application for all tests that only need tenants of their own: names must differ, and faults and switches
 * must be of one organisation. They run until this JVM ends, since a test cannot know whether another one comes.
 */
public final class SharedStack implements AutoCloseable {

    private static SandboxStack stack;
    private static ApplicationProcess application;

    private final List<Organisation> organisations;

    private SharedStack(List<Organisation> organisations) {
        this.organisations = organisations;
    }

    /** Adds the organisations; they become tenants as with a stack of their own. */
    public static SharedStack with(List<Organisation> organisations) {
        start();
        organisations.forEach(stack.greenhouse()::add);
        return new SharedStack(organisations);
    }

    private static synchronized void start() {
        if (application == null) {
            stack = SandboxStack.start(Path.of("target"), List.of());
            application = stack.startApplication(Map.of());
        }
    }

    public SandboxStack stack() {
        return stack;
    }

    public ApplicationProcess application() {
        return application;
    }

    public Operator operator() {
        return stack.operator(application);
    }

    /** Its tenants stop: otherwise they would run on their schedules beside the next tests. */
    @Override
    public void close() {
        organisations.forEach(each -> stack.vault().delete("rocketmat/tenants/" + each.name()));
    }
}
