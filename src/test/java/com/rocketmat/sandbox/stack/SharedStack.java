package com.rocketmat.sandbox.stack;

import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.process.ApplicationProcess;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * One stack and one application for all tests that only need tenants of their own: names must differ, and faults and switches
 * must be of one organisation. They run until this JVM ends, since a test cannot know whether another one comes.
 */
public final class SharedStack implements AutoCloseable {

    /** Of tests with {@link #pair}: one after the other, since each is about what a replica does as a whole. */
    public static final String PAIR = "SharedStack.pair";

    private static final Running ONE = new Running("only");
    private static final Running TWO = new Running("first", "second");

    private final Running running;
    private final List<Organisation> organisations;

    private SharedStack(Running running, List<Organisation> organisations) {
        this.running = running;
        this.organisations = organisations;
    }

    /** Adds the organisations; they become tenants as with a stack of their own. */
    public static SharedStack with(List<Organisation> organisations) {
        return with(ONE, organisations);
    }

    /** A stack with two replicas, whose {@code POD_NAME} is "first" and "second". One that a test ended starts again for the next test. */
    public static SharedStack pair(List<Organisation> organisations) {
        return with(TWO, organisations);
    }

    private static SharedStack with(Running running, List<Organisation> organisations) {
        running.start();
        organisations.forEach(running.stack.greenhouse()::add);
        return new SharedStack(running, organisations);
    }

    public SandboxStack stack() {
        return running.stack;
    }

    public ApplicationProcess application() {
        return running.replicas.firstEntry().getValue();
    }

    /** The other one of a pair. */
    public ApplicationProcess second() {
        return running.replicas.lastEntry().getValue();
    }

    public Operator operator() {
        return stack().operator(application());
    }

    /** Its tenants stop: otherwise they would run on their schedules beside the next tests. */
    @Override
    public void close() {
        organisations.forEach(each -> stack().vault().delete("rocketmat/tenants/" + each.name()));
    }

    private static final class Running {

        private final List<String> pods;
        private final SequencedMap<String, ApplicationProcess> replicas = new LinkedHashMap<>();
        private SandboxStack stack;

        Running(String... pods) {
            this.pods = List.of(pods);
        }

        synchronized void start() {
            if (stack == null) {
                stack = SandboxStack.start(Path.of("target"), List.of());
            }
            for (String pod : pods) {
                replicas.compute(pod, this::atWork);
            }
        }

        /** A test that ended or stopped one of a pair leaves it to the next one; the only one must not have ended. */
        private ApplicationProcess atWork(String pod, ApplicationProcess before) {
            if (before != null && before.isAlive()) {
                before.wakeUp();
                return before;
            }
            if (before != null && pods.size() == 1) {
                throw new IllegalStateException("the shared application has ended, see " + before.log());
            }
            return stack.startApplication(Map.of("POD_NAME", pod));
        }
    }
}
