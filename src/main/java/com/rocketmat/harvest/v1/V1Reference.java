package com.rocketmat.harvest.v1;

import com.rocketmat.harvest.row.Lists;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** What v1 nests where v3 has an id. */
@RegisterForReflection
record V1Reference(Long id, String name) {

    /** The id of what may not be there. */
    static Long idOf(V1Reference reference) {
        return reference == null ? null : reference.id();
    }

    /** The ids of a list that may be absent, or be {@code [null]}: so are the departments of a job without one. */
    static List<Long> idsOf(List<V1Reference> references) {
        return Lists.in(Lists.in(references).stream().map(V1Reference::id).toList());
    }
}
