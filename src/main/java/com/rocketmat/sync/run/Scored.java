package com.rocketmat.sync.run;

import com.rocketmat.score.NewScore;
import java.util.List;
import java.util.Map;

/**
 * What was made of some applications, not yet recorded.
 *
 * @param version which made it
 * @param shadows what other versions made of the same applications, by version
 */
public record Scored(String version, List<NewScore> scores, Map<String, List<NewScore>> shadows) {

    public static Scored nothing(String version) {
        return new Scored(version, List.of(), Map.of());
    }
}
