package com.rocketmat.sync.run;

import com.rocketmat.score.NewScore;
import java.util.List;
import java.util.Map;

/**
 * Results of scoring some applications, not yet recorded.
 *
 * @param version that scored them
 * @param shadows scores of the same applications by shadow versions
 */
public record Scored(String version, List<NewScore> scores, Map<String, List<NewScore>> shadows) {

    public static Scored nothing(String version) {
        return new Scored(version, List.of(), Map.of());
    }
}
