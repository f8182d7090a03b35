package com.rocketmat.tenant;

import com.rocketmat.problem.ProblemType;
import java.util.List;

public final class TenantProblems {

    public static final ProblemType UNKNOWN =
            new ProblemType("tenant-unknown", 404, "No such tenant", "there is no tenant with this id");

    static final ProblemType NOT_RUNNING = new ProblemType(
            "tenant-not-running",
            409,
            "The tenant does not run",
            "the tenant's secret in Vault is missing or unusable");

    public static final ProblemType SECRET_REPLACED = new ProblemType(
            "secret-replaced",
            409,
            "The tenant's secret was replaced",
            "work with the tenant's old secret was abandoned, or not begun");

    static final ProblemType SECRET_EXISTS = new ProblemType(
            "secret-exists",
            409,
            "The tenant's secret still exists",
            "the tenant's secret must be removed before a purge, unless the purge is forced");

    public static final ProblemType SLICE_UNDER_WAY = new ProblemType(
            "slice-under-way", 409, "A slice is running", "a replica is running a slice of the tenant to be purged");

    public static final List<ProblemType> ALL =
            List.of(UNKNOWN, NOT_RUNNING, SECRET_REPLACED, SECRET_EXISTS, SLICE_UNDER_WAY);

    private TenantProblems() {}
}
