/** The benchmarks of {@code ./mvnw -Pbench}: each with its baseline, in the same run. */
package com.rocketmat.bench;
