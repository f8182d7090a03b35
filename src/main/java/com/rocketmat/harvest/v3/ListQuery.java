package com.rocketmat.harvest.v3;

import static com.rocketmat.harvest.v3.V3Api.LARGEST_PAGE;

import com.rocketmat.harvest.Ids;
import com.rocketmat.harvest.call.ListCalls;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collection;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * Which rows of a list a call asks for, and which of their fields. A parameter that is null is not sent.
 *
 * @param ids of the list's own rows
 * @param candidateIds for applications, employments and educations
 * @param applicationIds for attachments, stages and rejections
 */
@RegisterForReflection // the client reads the fields, not the accessors
public record ListQuery(
        @RestQuery String ids,
        @RestQuery("candidate_ids") String candidateIds,
        @RestQuery("application_ids") String applicationIds,
        @RestQuery("per_page") int perPage,
        @RestQuery String fields) {

    /** Shows whether a list has any row. */
    static final ListQuery ONE = new ListQuery(null, null, null, 1, "id");

    /** Asks for fewer rows once that is slow or has failed twice. */
    static Supplier<ListQuery> all(Set<String> fields) {
        IntSupplier rows = ListCalls.rows(LARGEST_PAGE);
        return () -> new ListQuery(null, null, null, rows.getAsInt(), Ids.commas(fields));
    }

    static ListQuery byIds(Collection<Long> ids, Set<String> fields) {
        return new ListQuery(Ids.filter(ids), null, null, LARGEST_PAGE, Ids.commas(fields));
    }

    static ListQuery ofCandidates(Collection<Long> ids, Set<String> fields) {
        return new ListQuery(null, Ids.filter(ids), null, LARGEST_PAGE, Ids.commas(fields));
    }

    static ListQuery ofApplications(Collection<Long> ids, Set<String> fields) {
        return new ListQuery(null, null, Ids.filter(ids), LARGEST_PAGE, Ids.commas(fields));
    }
}
