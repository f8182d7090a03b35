package com.rocketmat;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludePackages;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Quarkus tests of slices. Each of the three suites takes about a third of the time. */
@Suite
@SelectPackages("com.rocketmat")
@IncludePackages({SlicesQuarkusSuite.SYNC, SlicesQuarkusSuite.SCHEDULE})
@IncludeClassNamePatterns(SlicesQuarkusSuite.TESTS)
class SlicesQuarkusSuite {

    static final String TESTS = ".*QuarkusTest";
    static final String SYNC = "com.rocketmat.sync";
    static final String SCHEDULE = "com.rocketmat.schedule";
}
