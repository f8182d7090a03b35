package com.rocketmat;

import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The Quarkus tests that {@link SlicesQuarkusSuite} and {@link GreenhouseQuarkusSuite} leave. */
@Suite
@SelectPackages("com.rocketmat")
@ExcludePackages({
    SlicesQuarkusSuite.SYNC,
    SlicesQuarkusSuite.SCHEDULE,
    GreenhouseQuarkusSuite.HARVEST,
    GreenhouseQuarkusSuite.SCORE,
    GreenhouseQuarkusSuite.WEBHOOK,
    GreenhouseQuarkusSuite.DOCTOR,
    GreenhouseQuarkusSuite.PRIVACY,
    GreenhouseQuarkusSuite.TRAINING,
    GreenhouseQuarkusSuite.DECISION
})
@IncludeClassNamePatterns(SlicesQuarkusSuite.TESTS)
class ServiceQuarkusSuite {}
