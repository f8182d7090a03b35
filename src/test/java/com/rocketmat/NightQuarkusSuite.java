package com.rocketmat;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Quarkus tests that only {@code -Pnightly} runs and no other shares an application with. Quarkus builds it where a suite has such a class, also
 * one that is excluded by its tag.
 */
@Suite
@SelectPackages("com.rocketmat")
@IncludeClassNamePatterns(NightQuarkusSuite.TESTS)
class NightQuarkusSuite {

    static final String TESTS = "com.rocketmat.ops.SecrecyQuarkusTest";
}
