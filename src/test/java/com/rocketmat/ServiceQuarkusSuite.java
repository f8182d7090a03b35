package com.rocketmat;

import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The Quarkus tests that are in neither {@link SlicesQuarkusSuite} nor {@link ModelsQuarkusSuite}. */
@Suite
@SelectPackages("com.rocketmat")
@ExcludePackages({
    SlicesQuarkusSuite.SYNC,
    ModelsQuarkusSuite.MODEL,
    ModelsQuarkusSuite.TRAINING,
    ModelsQuarkusSuite.DECISION,
    ModelsQuarkusSuite.DOCTOR,
    ModelsQuarkusSuite.APPLICATION,
    ModelsQuarkusSuite.PRIVACY
})
@IncludeEngines(SlicesQuarkusSuite.JUPITER)
@IncludeClassNamePatterns(SlicesQuarkusSuite.TESTS)
class ServiceQuarkusSuite {}
