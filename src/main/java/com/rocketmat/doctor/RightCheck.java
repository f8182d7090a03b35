package com.rocketmat.doctor;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Forbidden;
import com.rocketmat.harvest.HarvestFailure.Retired;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.advice.DevCenter;
import java.util.Optional;
import java.util.Set;

/** Whether the credential permits one operation, by one cheap call or, for a write, by the scopes that Greenhouse reports. */
final class RightCheck {

    private final Operation operation;

    RightCheck(Operation operation) {
        this.operation = operation;
    }

    Check check() {
        return new Check(
                this::name, !operation.writes(), this::applies, _ -> Set.of(CredentialChecks.CREDENTIAL), this::run);
    }

    private String name(Examination examination) {
        return examination.check(operation);
    }

    /** In v1 the history and its names are part of the candidate, offices of the job, attachments of the application. */
    private boolean applies(Examination examination) {
        boolean key = examination.devCenter.key();
        return switch (operation) {
            case RETRIEVE_APPLICATION -> key;
            case LIST_EMPLOYMENTS, LIST_EDUCATIONS, LIST_OPTIONS, LIST_OFFICES, LIST_ATTACHMENTS ->
                !key
                        && examination.plan.sources().stream()
                                .anyMatch(source -> source.list().equals(operation.label()));
            // not needed for scores; a training or an export reports a missing one itself
            case LIST_STAGES, LIST_JOB_STAGES, LIST_REJECTIONS, LIST_REJECTION_REASONS -> false;
            case LIST_APPLICATIONS, UPDATE_APPLICATION, LIST_CANDIDATES, LIST_JOBS, LIST_CUSTOM_FIELDS -> true;
        };
    }

    private Finding run(Examination examination) {
        return operation.writes() ? byScopes(examination) : byCall(examination);
    }

    /** Writes nothing just to test the permission. */
    private Finding byScopes(Examination examination) {
        String name = name(examination);
        if (examination.scopes().isEmpty()) {
            return Finding.skipped(
                    name,
                    "Greenhouse does not report scopes, so only a write would show whether it is allowed",
                    examination.devCenter.allow(operation)
                            + (examination.devCenter.key() ? "" : "; name a test application to check it"));
        }
        return isGranted(examination)
                ? Finding.ok(name, "the token has it")
                : Finding.failed(name, "the token does not have it", examination.devCenter.allow(operation));
    }

    private Finding byCall(Examination examination) {
        String name = name(examination);
        try {
            boolean any = examination.session.shows(operation);
            if (operation == Operation.LIST_APPLICATIONS) {
                examination.showsApplications = Optional.of(any);
            }
            return Finding.ok(name, any ? "Greenhouse allows it" : "Greenhouse allows it, but shows nothing");
        } catch (HarvestException e) {
            return switch (e.failure()) {
                case Forbidden _ -> forbidden(examination);
                case Retired refusal -> Finding.failed(name, refusal.what(), examination.devCenter.allow(operation));
                default -> throw e;
            };
        }
    }

    private Finding forbidden(Examination examination) {
        String name = name(examination);
        DevCenter devCenter = examination.devCenter;
        if (examination.scopes().isEmpty()) {
            return Finding.failed(
                    name,
                    "Greenhouse forbids it to %s".formatted(devCenter.actingUser()),
                    devCenter.allowOrAdmin(operation.scope()));
        }
        if (isGranted(examination)) {
            examination.forbiddenDespiteScope = true;
            return Finding.failed(
                    name,
                    "the token has it, but Greenhouse forbids it to %s".formatted(devCenter.actingUser()),
                    devCenter.siteAdmin());
        }
        return Finding.failed(name, "the token does not have it", devCenter.allow(operation));
    }

    private boolean isGranted(Examination examination) {
        return examination
                .scopes()
                .filter(scopes -> scopes.contains(operation.scope()))
                .isPresent();
    }
}
