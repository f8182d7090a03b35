package com.rocketmat.doctor;

import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.Operation;
import com.rocketmat.score.Unwritable;
import com.rocketmat.score.write.TargetFields;
import com.rocketmat.score.write.WriteModeProbe;
import com.rocketmat.score.write.WriteModeProbe.Back;
import com.rocketmat.score.write.WriteModeProbe.Outcome;
import com.rocketmat.score.write.WriteProofs;
import com.rocketmat.score.write.WriteTarget;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whether Greenhouse merges or replaces custom fields, tested by a write to a named application. */
final class WriteModeCheck {

    static final String NAME = "write mode";

    private final WriteModeProbe probe;
    private final WriteProofs proofs;
    private final Predicate<TenantSettings> mayWrite;

    /** @param mayWrite whether the tenant runs with these settings */
    WriteModeCheck(WriteModeProbe probe, WriteProofs proofs, Predicate<TenantSettings> mayWrite) {
        this.probe = probe;
        this.proofs = proofs;
        this.mayWrite = mayWrite;
    }

    static Set<String> needs(Examination examination) {
        return Set.of(
                CredentialChecks.CREDENTIAL,
                ActingUserCheck.NAME,
                FieldChecks.SCORE,
                FieldChecks.REASONS,
                OptOutFieldCheck.NAME,
                examination.check(Operation.LIST_APPLICATIONS),
                examination.check(Operation.LIST_CANDIDATES),
                examination.check(Operation.UPDATE_APPLICATION));
    }

    Finding run(Examination examination) {
        TenantSettings settings = examination.settings;
        if (examination.session.merges()) {
            return Finding.ok(
                    NAME, "merge: Harvest v1 is documented to change only the listed fields; nothing was written");
        }
        WriteTarget target = WriteTarget.of(
                proofs, settings, examination.session, TargetFields.among(examination.definitions(), settings));
        // first, since a trial replaces the record of an interrupted one
        Optional<Long> unended = proofs.unendedExamination(settings.id());
        Finding finding = examination
                .application
                .map(application -> trial(examination, target, application))
                .orElseGet(() -> withoutTrial(examination, target));
        return unended.map(application -> interrupted(examination, application, finding))
                .orElse(finding);
    }

    private Finding withoutTrial(Examination examination, WriteTarget target) {
        try {
            target.requireNoDamage();
        } catch (Unwritable damage) {
            return Finding.failed(NAME, damage.getMessage(), damage.remedy());
        }
        return target.merges()
                .map(merges -> judge(merges, "was found earlier"))
                .orElseGet(() -> withoutApplication(examination, target.fields()));
    }

    private Finding trial(Examination examination, WriteTarget target, long application) {
        // first, since the trial may show that writing no longer does damage
        Finding trial = onApplication(examination, target, application);
        try {
            target.now(proofs).requireNoDamage();
            return trial;
        } catch (Unwritable damage) {
            return trial.failed()
                    ? trial
                    : Finding.failed(
                            NAME,
                            damage.getMessage() + "; now: " + trial.seen(),
                            trial.remedy() == null ? damage.remedy() : damage.remedy() + "; " + trial.remedy());
        }
    }

    private Finding onApplication(Examination examination, WriteTarget target, long application) {
        TenantSettings settings = examination.settings;
        if (settings.mode() != Mode.LIVE || !mayWrite.test(settings)) {
            return Finding.skipped(
                    NAME,
                    "nothing was written: the tenant or all tenants are paused, its mode is not live, or this replica has not read the tenant's newest secret",
                    "resume the tenant or all tenants (POST /api/resume), or set its mode to live; after a change of its secret, wait"
                            + " for rocketmat.tenants.refresh; then run the doctor again");
        }
        Set<String> visible = examination.fieldsOfApplications().stream()
                .flatMap(fields -> fields.entrySet().stream())
                .filter(field -> !field.getValue().empty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Outcome outcome = probe.probe(target, application, visible, () -> mayWrite.test(settings));
        return finding(application, outcome);
    }

    /** Writes nothing, but warns if the application that was read would be refused in mode full. */
    private static Finding withoutApplication(Examination examination, TargetFields fields) {
        return examination
                .subject
                .map(Subject::application)
                .filter(_ -> examination.settings.writeMode() != WriteMode.MERGE)
                .flatMap(
                        row -> fields.unseen(row)
                                .map(
                                        key -> Finding.warning(
                                                NAME,
                                                "application %d does not show the private custom field '%s', so its score is not written in mode full"
                                                        .formatted(row.id(), key),
                                                "let the credential's user see private fields in Greenhouse, or name an application that shows all of them: if Greenhouse merges, hidden fields do not matter")))
                .orElseGet(
                        () -> Finding.skipped(
                                NAME,
                                "no application was named, so nothing was written",
                                "name a test application that has another custom field; the doctor writes to it and restores it"));
    }

    private static Finding finding(long application, Outcome outcome) {
        return switch (outcome) {
            case Outcome.NotMade notMade ->
                Finding.skipped(NAME, notMade.why() + "; nothing was written", notMade.remedy());
            case Outcome.Made(Optional<Boolean> _, Back.Not not) ->
                Finding.failed(
                        NAME,
                        "application %d could not be restored (%s)".formatted(application, not.why()),
                        "open application %d in Greenhouse and correct: %s"
                                .formatted(application, String.join(", ", not.fields())));
            case Outcome.Made(Optional<Boolean> _, Back.NotShownYet _) ->
                Finding.warning(
                        NAME,
                        "application %d was written to and restored; Greenhouse accepted the writes but does not show them yet"
                                .formatted(application),
                        "check the application in Greenhouse in a few minutes");
            case Outcome.Made(Optional<Boolean> seen, Back.AsBefore _) ->
                seen.map(merges ->
                                judge(merges, "was seen on application %d, which was restored".formatted(application)))
                        .orElseGet(() -> Finding.warning(
                                NAME,
                                "application %d was edited meanwhile, or the write did not show; it was restored"
                                        .formatted(application),
                                "run the doctor again with an application that no one is working on"));
        };
    }

    /** Adds the interrupted application to this run's finding: after a trial, no later run knows of it. */
    private static Finding interrupted(Examination examination, long application, Finding now) {
        String seen = "an earlier run of the doctor was interrupted while it wrote to application %d; now: %s"
                .formatted(application, now.seen());
        Optional<String> next = Optional.ofNullable(now.remedy())
                .or(() -> examination.application.isPresent()
                        ? Optional.empty()
                        : Optional.of("run the doctor on an application, which ends this warning"));
        String remedy = "check the fields of application %d".formatted(application)
                + next.map(", and "::concat).orElse("");
        return now.failed() ? Finding.failed(NAME, seen, remedy) : Finding.warning(NAME, seen, remedy);
    }

    private static Finding judge(boolean merges, String evidence) {
        return Finding.ok(
                NAME,
                merges
                        ? "merge: Greenhouse keeps fields that are not listed, as " + evidence
                        : "full: Greenhouse replaces all custom fields with the listed ones, as " + evidence);
    }
}
