/** What {@code ./mvnw -Pbench} measures: each benchmark beside its baseline, in the same run. */
package com.rocketmat.bench;
