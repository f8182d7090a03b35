package com.rocketmat.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The program that a developer writes in an afternoon: it lists the applications and, for each without a score, fetches the
 * candidate with employments and educations, and PATCHes. It caches jobs, keeps no state, ignores limits, and writes the
 * application's points as its score, without a model.
 */
final class Script {

    private static final String POINTS = "points";

    private final HarvestClient client;
    private final Map<Long, Boolean> openJobs = new ConcurrentHashMap<>();

    private Script(HarvestClient client) {
        this.client = client;
    }

    static void run(SandboxStack stack, Organisation organisation, int threads) {
        List<String> arguments = new ArrayList<>(HarvestClient.access(stack, organisation));
        arguments.add(String.valueOf(threads));
        OwnProcess.run(Script.class, Map.of(), arguments);
    }

    /** Runs in a separate process. */
    public static void main(String[] arguments) throws ExecutionException, InterruptedException {
        Script script = new Script(new HarvestClient(arguments));
        try (ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(arguments[4]))) {
            String next = "/v3/applications?status=active&prospect=false&per_page=500";
            while (next != null) {
                HarvestClient.Page page = script.client.page(next);
                List<Callable<Void>> work = new ArrayList<>();
                page.rows()
                        .forEach(application -> work.add(() -> {
                            script.score(application);
                            return null;
                        }));
                for (Future<Void> done : threads.invokeAll(work)) {
                    done.get();
                }
                next = page.next();
            }
        }
    }

    private void score(JsonNode application) {
        JsonNode fields = application.path("custom_fields");
        if (!fields.path(PointsCustomer.SCORE_FIELD).path("value").isNull() || !open(application.path("job_id"))) {
            return;
        }
        long candidate = application.path("candidate_id").longValue();
        JsonNode person = client.page("/v3/candidates?ids=" + candidate).rows();
        client.page("/v3/candidate_employments?per_page=500&candidate_ids=" + candidate);
        client.page("/v3/candidate_educations?per_page=500&candidate_ids=" + candidate);
        if (!person.isEmpty()) {
            client.write(
                    application.path("id").longValue(),
                    PointsCustomer.SCORE_FIELD,
                    fields.path(POINTS).path("value"));
        }
    }

    private boolean open(JsonNode job) {
        return openJobs.computeIfAbsent(
                job.longValue(),
                id -> client.page("/v3/jobs?ids=" + id)
                        .rows()
                        .path(0)
                        .path("status")
                        .asText()
                        .equals("open"));
    }
}
