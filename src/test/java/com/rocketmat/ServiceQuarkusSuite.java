package com.rocketmat;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The Quarkus tests that {@link SlicesQuarkusSuite} leaves. */
@Suite
@SelectPackages("com.rocketmat")
@ExcludePackages({
    SlicesQuarkusSuite.SYNC,
    SlicesQuarkusSuite.TRAINING,
    SlicesQuarkusSuite.DECISION
})
@IncludeClassNamePatterns(SlicesQuarkusSuite.TESTS)
@ExcludeClassNamePatterns(NightQuarkusSuite.TESTS)
class ServiceQuarkusSuite {}
