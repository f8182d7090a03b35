package com.rocketmat.sync;

import com.rocketmat.sync.LoadedPage.Origin;
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
        return left.done()
                ? Progress.of(done(slice, run, made, left.origin()))
                : Progress.within(part(slice, run, made), left);
    }

    private OpenRun done(SliceContext slice, OpenRun run, Scored made, Origin origin) {
        return switch (origin) {
            case Origin.Window window ->
                runs.recordPage(
                        slice.tenant(), run, made, slice.dryRun(), new RunLog.Next(window.next(), window.attributes()));
            case Origin.Named named -> {
                wanted.done(slice.tenant(), named.ids());
                yield part(slice, run, made);
            }
        };
    }

    private OpenRun part(SliceContext slice, OpenRun run, Scored made) {
        return made.scores().isEmpty() ? run : runs.recordPart(slice.tenant(), run, made, slice.dryRun());
    }
}
