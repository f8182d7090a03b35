package com.rocketmat;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludePackages;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Quarkus tests of slices and of what they call; {@link ServiceQuarkusSuite} has the others. Each takes about half of the time. */
@Suite
@SelectPackages("com.rocketmat")
@IncludePackages({
    SlicesQuarkusSuite.SYNC,
    SlicesQuarkusSuite.TRAINING,
    SlicesQuarkusSuite.DECISION
})
@IncludeClassNamePatterns(SlicesQuarkusSuite.TESTS)
class SlicesQuarkusSuite {

    static final String TESTS = ".*QuarkusTest";
    static final String SYNC = "com.rocketmat.sync";
    static final String TRAINING = "com.rocketmat.training";
    static final String DECISION = "com.rocketmat.decision";
}
