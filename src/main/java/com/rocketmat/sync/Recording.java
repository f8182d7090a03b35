package com.rocketmat.sync;

import com.rocketmat.sync.run.OpenRun;
import com.rocketmat.sync.run.RunLog;
import com.rocketmat.sync.run.Scored;
import com.rocketmat.sync.run.WantedApplications;
import jakarta.enterprise.context.ApplicationScoped;

/** Records the results of a page in the caller's transaction: the last scores of a page and its end commit together. */
@ApplicationScoped
class Recording {

    private final RunLog runs;
    private final WantedApplications wanted;

    Recording(RunLog runs, WantedApplications wanted) {
        this.runs = runs;
        this.wanted = wanted;
    }

    Progress of(SliceContext slice, OpenRun run, Scored made, LoadedPage left) {
        if (!left.done()) {
            return Progress.within(part(slice, run, made), left);
        }
        wanted.done(slice.tenant(), left.named());
        return Progress.of(left.next()
                .map(next -> runs.recordPage(slice.tenant(), run, made, slice.dryRun(), next))
                .orElseGet(() -> part(slice, run, made)));
    }

    private OpenRun part(SliceContext slice, OpenRun run, Scored made) {
        return made.scores().isEmpty() ? run : runs.recordPart(slice.tenant(), run, made, slice.dryRun());
    }
}
