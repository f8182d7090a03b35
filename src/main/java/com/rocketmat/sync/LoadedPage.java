package com.rocketmat.sync;

import com.rocketmat.harvest.row.Application;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A page of applications in memory. What is left of it when a slice ends is found again when it is read again.
 *
 * @param reader of the rows that the applications' features are made of
 * @param next where the next page is, empty after the last one
 * @param attributes what the pages of this window carry of applications
 * @param unscored those that are still to be scored
 * @param begun some of them are scored and recorded
 */
record LoadedPage(
        JointReader reader, Optional<String> next, Set<String> attributes, List<Application> unscored, boolean begun) {

    LoadedPage left(List<Application> applications) {
        return new LoadedPage(reader, next, attributes, applications, true);
    }
}
