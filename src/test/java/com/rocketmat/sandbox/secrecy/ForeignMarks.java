package com.rocketmat.sandbox.secrecy;

import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Ids, names and credentials that only one organisation has, to be searched for in other organisations' data. */
public final class ForeignMarks {

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{5,}");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9_-]{40,}");

    private final Map<String, String> owners;

    private ForeignMarks(Map<String, String> owners) {
        this.owners = owners;
    }

    /** Values that occur in rows of more than one organisation are not marks. */
    public static ForeignMarks of(Collection<Organisation> organisations) {
        Map<String, Set<String>> owners = new HashMap<>();
        for (Organisation organisation : organisations) {
            Stream.of(
                            words(organisation.snapshot().toString()),
                            Stream.of(organisation.name(), organisation.clientId(), organisation.clientSecret()))
                    .flatMap(words -> words)
                    .forEach(word ->
                            owners.computeIfAbsent(word, _ -> new TreeSet<>()).add(organisation.name()));
        }
        return new ForeignMarks(owners.entrySet().stream()
                .filter(entry -> entry.getValue().size() == 1)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().iterator().next())));
    }

    /** The marks of other organisations in a text about one organisation, or about none; base64 is decoded. */
    public Set<String> in(String text, String organisation) {
        return Stream.concat(words(text), decoded(text))
                .filter(word -> owners.containsKey(word) && !owners.get(word).equals(organisation))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> words(String text) {
        return WORD.matcher(text).results().map(MatchResult::group);
    }

    private static Stream<String> decoded(String text) {
        return BASE64.matcher(text).results().map(MatchResult::group).flatMap(word -> {
            try {
                return words(new String(Base64.getUrlDecoder().decode(word), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                return Stream.of();
            }
        });
    }
}
