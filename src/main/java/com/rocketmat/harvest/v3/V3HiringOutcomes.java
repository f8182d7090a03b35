package com.rocketmat.harvest.v3;

import com.rocketmat.harvest.CreatedBetween;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.HiringOutcomes;
import com.rocketmat.harvest.Ids;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.Page;
import com.rocketmat.harvest.call.HarvestCalls;
import com.rocketmat.harvest.call.ListCalls;
import com.rocketmat.harvest.call.ListQuery;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.ApplicationStage;
import com.rocketmat.harvest.row.JobStage;
import com.rocketmat.harvest.row.Rejection;
import com.rocketmat.harvest.row.RejectionReason;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

final class V3HiringOutcomes implements HiringOutcomes {

    private final V3Api api;
    private final HarvestCalls calls;
    private final ListCalls lists;
    private final Tokens tokens;

    V3HiringOutcomes(V3Api api, HarvestCalls calls, ListCalls lists, Tokens tokens) {
        this.api = api;
        this.calls = calls;
        this.lists = lists;
        this.tokens = tokens;
    }

    @Override
    public Optional<Instant> restUntil() {
        return Stream.of(calls.restUntil(), tokens.restUntil())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    @Override
    public Page<Application> decided(String status, CreatedBetween when, Set<Long> jobs, Set<String> fields) {
        // more jobs than one call takes: all are read and others dropped
        String jobIds = jobs.isEmpty() || jobs.size() > HarvestSession.MOST_IDS ? null : Ids.commas(jobs);
        ListQuery query = ListQuery.EVERY_ROW
                .with("created_at", when.filter())
                .with("status", status)
                .with("prospect", false)
                .with("job_ids", jobIds)
                .fields(fields);
        return lists.firstPage(Operation.LIST_APPLICATIONS, query, api::applications);
    }

    @Override
    public List<Application> applications(Collection<Long> candidates, Set<String> fields) {
        return lists.all(
                Operation.LIST_APPLICATIONS,
                ListQuery.of("candidate_ids", candidates).fields(fields),
                api::applications,
                row -> candidates.contains(row.candidateId()));
    }

    @Override
    public List<ApplicationStage> stages(Collection<Long> applications) {
        ListQuery query = ListQuery.of("application_ids", applications)
                .fields(Set.of("application_id", "entered_at", "exited_at", "id", "job_interview_stage_id"));
        return lists.all(
                Operation.LIST_STAGES,
                query,
                api::applicationStages,
                row -> applications.contains(row.applicationId()));
    }

    @Override
    public List<JobStage> jobStages(Collection<Long> ids) {
        ListQuery query = ListQuery.of("ids", ids).fields(Set.of("id", "job_id", "name", "sort_order"));
        return lists.named(Operation.LIST_JOB_STAGES, query, api::jobStages, row -> ids.contains(row.id()));
    }

    @Override
    public List<Rejection> rejections(Collection<Long> applications) {
        ListQuery query = ListQuery.of("application_ids", applications)
                .fields(Set.of("application_id", "id", "rejected_at", "rejection_reason_id"));
        return lists.named(
                Operation.LIST_REJECTIONS, query, api::rejections, row -> applications.contains(row.applicationId()));
    }

    @Override
    public List<RejectionReason> reasons(Collection<Long> ids) {
        ListQuery query = ListQuery.of("ids", ids)
                // Greenhouse's built-in reasons are not among the customer's rows
                .with("include_defaults", true)
                .fields(Set.of("id", "type"));
        return lists.named(
                Operation.LIST_REJECTION_REASONS, query, api::rejectionReasons, row -> ids.contains(row.id()));
    }
}
