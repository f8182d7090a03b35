package com.rocketmat;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludePackages;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Quarkus tests of what else talks with Greenhouse, or learns from what it said. */
@Suite
@SelectPackages("com.rocketmat")
@IncludePackages({
    GreenhouseQuarkusSuite.HARVEST,
    GreenhouseQuarkusSuite.SCORE,
    GreenhouseQuarkusSuite.WEBHOOK,
    GreenhouseQuarkusSuite.DOCTOR,
    GreenhouseQuarkusSuite.PRIVACY,
    GreenhouseQuarkusSuite.TRAINING,
    GreenhouseQuarkusSuite.DECISION
})
@IncludeClassNamePatterns(SlicesQuarkusSuite.TESTS)
class GreenhouseQuarkusSuite {

    static final String HARVEST = "com.rocketmat.harvest";
    static final String SCORE = "com.rocketmat.score";
    static final String WEBHOOK = "com.rocketmat.webhook";
    static final String DOCTOR = "com.rocketmat.doctor";
    static final String PRIVACY = "com.rocketmat.privacy";
    static final String TRAINING = "com.rocketmat.training";
    static final String DECISION = "com.rocketmat.decision";
}
