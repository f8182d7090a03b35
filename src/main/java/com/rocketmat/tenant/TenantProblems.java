package com.rocketmat.tenant;

import com.rocketmat.problem.ProblemType;
import java.util.List;

/** What calls about a tenant are refused with. */
public final class TenantProblems {

    public static final ProblemType UNKNOWN =
            new ProblemType("tenant-unknown", 404, "No such tenant", "no tenant of this id is known");

    static final ProblemType NOT_RUNNING = new ProblemType(
            "tenant-not-running", 409, "The tenant does not run", "its secret in Vault is missing or unusable");

    public static final ProblemType SECRET_REPLACED = new ProblemType(
            "secret-replaced",
            409,
            "The tenant's secret was replaced",
            "what was begun with the old one is not finished with it");

    static final ProblemType SECRET_EXISTS = new ProblemType(
            "secret-exists",
            409,
            "The tenant's secret still exists",
            "only a tenant whose secret is gone is purged, unless it is forced");

    public static final ProblemType SLICE_UNDER_WAY = new ProblemType(
            "slice-under-way", 409, "A slice is under way", "a replica is working for the tenant that is to be purged");

    public static final ProblemType EXPORT_UNDER_WAY = new ProblemType(
            "export-under-way",
            409,
            "An export is under way",
            "training data of the tenant that is to be purged is being read");

    public static final List<ProblemType> ALL =
            List.of(UNKNOWN, NOT_RUNNING, SECRET_REPLACED, SECRET_EXISTS, SLICE_UNDER_WAY, EXPORT_UNDER_WAY);

    private TenantProblems() {}
}
