package com.rocketmat.training;

import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.advice.Advice;
import com.rocketmat.harvest.advice.DevCenter;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.score.Unwritable;
import java.time.Clock;

final class ExportRefusal {

    private ExportRefusal() {}

    static HttpProblem notRunning() {
        return TrainingProblems.STATE.problem(
                "The tenant is paused or does not run, or this replica does not use the tenant's newest secret",
                "GET the tenant to see which; resume it or correct its secret. After a new secret, try again once Rocketmat has read it"
                        + " (within rocketmat.tenants.refresh)");
    }

    static HttpProblem overV1() {
        return conflict(
                TrainingProblems.V1,
                "Not with a Harvest v1 key",
                "Outcomes of applications are only available in Harvest v3",
                DevCenter.NEW_CREDENTIAL);
    }

    static HttpProblem objectionsUnknown(Unwritable e) {
        return conflict(TrainingProblems.GREENHOUSE, "Objections cannot be read", e.getMessage(), e.remedy());
    }

    static HttpProblem of(HarvestFailure failure, DevCenter devCenter, Clock clock) {
        return Advice.problem(
                failure, devCenter, TrainingProblems.GREENHOUSE_AWAY, TrainingProblems.GREENHOUSE, clock.instant());
    }

    private static HttpProblem conflict(ProblemType type, String title, String detail, String remedy) {
        return type.problem(title, type.status(), detail).with("remedy", remedy);
    }
}
