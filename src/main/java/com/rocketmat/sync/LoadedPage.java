package com.rocketmat.sync;

import com.rocketmat.harvest.row.Application;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A page of applications in memory. What is left of it at the end of a slice is found again when the page is read again.
 *
 * @param reader of the rows behind the applications' features
 * @param next address of the next page, empty after the last one
 * @param attributes of applications that the pages of this window contain
 * @param unscored applications still to be scored
 * @param begun whether some are scored and recorded
 */
record LoadedPage(
        JointReader reader, Optional<String> next, Set<String> attributes, List<Application> unscored, boolean begun) {

    LoadedPage left(List<Application> applications) {
        return new LoadedPage(reader, next, attributes, applications, true);
    }
}
