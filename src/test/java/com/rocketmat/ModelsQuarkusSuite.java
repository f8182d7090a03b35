package com.rocketmat;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.IncludePackages;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Quarkus tests of models, trainings and decisions, and of single applications and candidates. */
@Suite
@SelectPackages("com.rocketmat")
@IncludePackages({
    ModelsQuarkusSuite.MODEL,
    ModelsQuarkusSuite.TRAINING,
    ModelsQuarkusSuite.DECISION,
    ModelsQuarkusSuite.DOCTOR,
    ModelsQuarkusSuite.APPLICATION,
    ModelsQuarkusSuite.PRIVACY
})
@IncludeEngines(SlicesQuarkusSuite.JUPITER)
@IncludeClassNamePatterns(SlicesQuarkusSuite.TESTS)
class ModelsQuarkusSuite {

    static final String MODEL = "com.rocketmat.model";
    static final String TRAINING = "com.rocketmat.training";
    static final String DECISION = "com.rocketmat.decision";
    static final String DOCTOR = "com.rocketmat.doctor";
    static final String APPLICATION = "com.rocketmat.application";
    static final String PRIVACY = "com.rocketmat.privacy";
}
