package com.rocketmat;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.IncludePackages;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Quarkus tests of slices. {@link ModelsQuarkusSuite}, {@link ServiceQuarkusSuite} and this one run at the same time and should take
 * equally long: when the first ends, a processor is idle.
 */
@Suite
@SelectPackages("com.rocketmat")
@IncludePackages(SlicesQuarkusSuite.SYNC)
@IncludeEngines(SlicesQuarkusSuite.JUPITER)
@IncludeClassNamePatterns(SlicesQuarkusSuite.TESTS)
class SlicesQuarkusSuite {

    /** ArchUnit's would read all classes of these packages first. */
    static final String JUPITER = "junit-jupiter";

    static final String TESTS = ".*QuarkusTest";
    static final String SYNC = "com.rocketmat.sync";
}
