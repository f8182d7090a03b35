package com.rocketmat.training;

import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.advice.Advice;
import com.rocketmat.harvest.advice.DevCenter;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.score.Unwritable;
import com.rocketmat.tenant.state.TenantState;
import java.time.Clock;

final class ExportRefusal {

    private ExportRefusal() {}

    static HttpProblem notRunning() {
        return conflict(
                TrainingProblems.STATE,
                "The tenant does not run",
                "Its secret in Vault is missing or unusable",
                "correct the secret; GET the tenant to see what is wrong with it. Rocketmat reads a new secret within"
                        + " rocketmat.tenants.refresh");
    }

    static HttpProblem paused(TenantState state) {
        return state == TenantState.PAUSED || state.runs()
                ? conflict(
                        TrainingProblems.STATE,
                        "The tenant is paused",
                        "Rocketmat does not read from Greenhouse during a pause",
                        "resume the tenant, or all tenants; if its secret says paused, set mode to live or dry-run there")
                : notRunning();
    }

    static HttpProblem replaced() {
        return conflict(
                TrainingProblems.STATE,
                "The tenant's secret was replaced",
                "The export would have used the old one",
                "try again");
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
