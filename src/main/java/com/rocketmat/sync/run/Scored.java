package com.rocketmat.sync.run;

import com.rocketmat.score.NewScore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Results of scoring some applications, not yet recorded; {@code shadows} are those of the same applications by shadow versions. */
public record Scored(String version, List<NewScore> scores, Map<String, List<NewScore>> shadows) {

    /** By no version. */
    public static final Scored NOTHING = nothing("");

    /** Whose applications they are, by application. */
    public Map<Long, Long> candidates() {
        return scores.stream()
                .collect(Collectors.toMap(NewScore::applicationId, NewScore::candidateId, (_, last) -> last));
    }

    public Scored without(Set<Long> candidates) {
        if (candidates.isEmpty()) {
            return this;
        }
        Map<String, List<NewScore>> left = new HashMap<>();
        shadows.forEach((shadow, made) -> left.put(shadow, without(made, candidates)));
        return new Scored(version, without(scores, candidates), left);
    }

    private static List<NewScore> without(List<NewScore> made, Set<Long> candidates) {
        return made.stream()
                .filter(score -> !candidates.contains(score.candidateId()))
                .toList();
    }

    /** With more scores by the same version. */
    public Scored with(List<NewScore> more) {
        return more.isEmpty()
                ? this
                : new Scored(
                        version, Stream.concat(scores.stream(), more.stream()).toList(), shadows);
    }

    public static Scored nothing(String version) {
        return new Scored(version, List.of(), Map.of());
    }
}
