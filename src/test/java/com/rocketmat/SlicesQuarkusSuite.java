package com.rocketmat;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludePackages;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Quarkus tests of slices: their scores, and the decisions that they log. This, {@link ModelsQuarkusSuite} and {@link ServiceQuarkusSuite} each take about a
 * third of the time, much of which is waited; they run at once.
 */
@Suite
@SelectPackages("com.rocketmat")
@IncludePackages({SlicesQuarkusSuite.SYNC, SlicesQuarkusSuite.SCORE, SlicesQuarkusSuite.DECISION})
@IncludeClassNamePatterns(SlicesQuarkusSuite.TESTS)
class SlicesQuarkusSuite {

    static final String TESTS = ".*QuarkusTest";
    static final String SYNC = "com.rocketmat.sync";
    static final String SCORE = "com.rocketmat.score";
    static final String DECISION = "com.rocketmat.decision";
}
