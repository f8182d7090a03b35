package com.rocketmat.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The baseline for writing: a loop that only PATCHes, with as many calls in flight as a slice has. */
final class BareWrites {

    /** As in {@code score.InFlight}. */
    private static final int AT_ONCE = 4;

    private BareWrites() {}

    static void run(SandboxStack stack, Organisation organisation) {
        OwnProcess.run(BareWrites.class, Map.of(), HarvestClient.access(stack, organisation));
    }

    /** Runs in a separate process. */
    public static void main(String[] access) throws ExecutionException, InterruptedException {
        HarvestClient client = new HarvestClient(access);
        List<Callable<Void>> writes = new ArrayList<>();
        HarvestClient.Page page = client.page("/v3/applications?status=active&per_page=500&fields=id");
        while (true) {
            for (JsonNode row : page.rows()) {
                long application = row.path("id").longValue();
                writes.add(() -> {
                    client.write(application, PointsCustomer.SCORE_FIELD, DoubleNode.valueOf(0.5));
                    return null;
                });
            }
            if (page.next() == null) {
                break;
            }
            page = client.page(page.next());
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Void> write : threads.invokeAll(writes)) {
                write.get();
            }
        }
    }
}
