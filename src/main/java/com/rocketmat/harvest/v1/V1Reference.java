package com.rocketmat.harvest.v1;

import com.rocketmat.harvest.row.Lists;
import java.util.List;

/** Nested in v1 where v3 has an id. */
record V1Reference(Long id, String name) {

    /** The id of a reference that may be null. */
    static Long idOf(V1Reference reference) {
        return reference == null ? null : reference.id();
    }

    /** The ids of a list that may be absent or {@code [null]}, as the departments of a job without any are. */
    static List<Long> idsOf(List<V1Reference> references) {
        return Lists.withoutNulls(
                Lists.withoutNulls(references).stream().map(V1Reference::id).toList());
    }
}
