package com.rocketmat;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludePackages;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Quarkus tests of slices, their schedule and Greenhouse's API. {@link ModelsQuarkusSuite}, {@link ServiceQuarkusSuite} and this one run at the same time and
 * should take equally long: when the first ends, a processor is idle.
 */
@Suite
@SelectPackages("com.rocketmat")
@IncludePackages({SlicesQuarkusSuite.SYNC, SlicesQuarkusSuite.SCHEDULE, SlicesQuarkusSuite.HARVEST})
@IncludeClassNamePatterns(SlicesQuarkusSuite.TESTS)
class SlicesQuarkusSuite {

    static final String TESTS = ".*QuarkusTest";
    static final String SYNC = "com.rocketmat.sync";
    static final String SCHEDULE = "com.rocketmat.schedule";
    static final String HARVEST = "com.rocketmat.harvest";
}
