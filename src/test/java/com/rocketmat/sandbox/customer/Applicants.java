package com.rocketmat.sandbox.customer;

import com.rocketmat.sandbox.greenhouse.Writes;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Keep applying, so that there is always something left to score, however long a test takes on the machine. */
public final class Applicants implements AutoCloseable {

    /** More than can be written between two checks. */
    private static final int ALWAYS_LEFT = 60;

    private static final int LOOK_MILLIS = 500;

    private final SandboxStack stack;
    private final List<PointsCustomer> customers;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> coming;

    private Applicants(SandboxStack stack, List<PointsCustomer> customers) {
        this.stack = stack;
        this.customers = customers;
        this.coming = thread.scheduleWithFixedDelay(this::apply, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    public static Applicants come(SandboxStack stack, List<PointsCustomer> customers) {
        return new Applicants(stack, customers);
    }

    private void apply() {
        customers.stream()
                .filter(customer -> left(customer) < ALWAYS_LEFT)
                .forEach(customer -> customer.moreApply(ALWAYS_LEFT));
    }

    private long left(PointsCustomer customer) {
        return customer.applications()
                - Writes.into(stack.greenhouse(), customer.name()).applications();
    }

    /** No more applications arrive once this returns. */
    @Override
    public void close() {
        thread.close();
        if (coming.state() == Future.State.FAILED) {
            throw new IllegalStateException("none came any more", coming.exceptionNow());
        }
    }
}
