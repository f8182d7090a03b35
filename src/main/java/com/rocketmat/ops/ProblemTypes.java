package com.rocketmat.ops;

import com.rocketmat.application.ApplicationProblems;
import com.rocketmat.console.session.ConsoleProblems;
import com.rocketmat.decision.seal.SealProblems;
import com.rocketmat.doctor.DoctorProblems;
import com.rocketmat.model.ModelProblems;
import com.rocketmat.model.manifest.ModelRefusals;
import com.rocketmat.privacy.PrivacyProblems;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.sync.SyncProblems;
import com.rocketmat.tenant.TenantProblems;
import com.rocketmat.training.TrainingProblems;
import com.rocketmat.training.job.TrainingJobProblems;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** All problem types, general ones first and sorted by status, for the API's description and the list of types. */
final class ProblemTypes {

    private static final Comparator<ProblemType> BY_STATUS = Comparator.<ProblemType, Boolean>comparing(
                    ProblemType.INTERNAL_ERROR::equals)
            .thenComparingInt(ProblemType::status);

    static final List<ProblemType> ALL = Stream.of(
                    byStatus(List.of(
                            ProblemType.GENERAL,
                            ConsoleProblems.ALL,
                            TenantProblems.ALL,
                            ModelProblems.ALL,
                            SyncProblems.ALL,
                            DoctorProblems.ALL,
                            PrivacyProblems.ALL,
                            SealProblems.ALL,
                            ApplicationProblems.ALL)),
                    ModelRefusals.ALL,
                    TrainingProblems.ALL,
                    TrainingJobProblems.ALL)
            .flatMap(List::stream)
            .toList();

    private ProblemTypes() {}

    private static List<ProblemType> byStatus(List<List<ProblemType>> features) {
        return features.stream().flatMap(List::stream).sorted(BY_STATUS).toList();
    }
}
