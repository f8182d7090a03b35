package com.rocketmat.model.upload;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Recognises protected attributes, what is known to stand for one, and whatever else is not to be asked for, by the key of a custom
 * field, the text of a question or the name of a model's input.
 */
public final class ProtectedNames {

    private static final Pattern KEYED = Pattern.compile("[a-z]+\\.(?:custom|answer)\\[(.*)]", Pattern.DOTALL);

    /** As exporters spell the names of keyed features. */
    private static final Pattern KEYED_COLUMN = Pattern.compile("(?:application|candidate|job) (?:custom|answer) (.*)");

    /** They say nothing of what is in a column. */
    private static final Set<String> EMPTY_WORDS = Set.of(
            ("a an the is has of in date data fecha de do da del x f input feature features column candidate candidates applicant"
                            + " applicants application person"
                            + " people user custom answer code id group band bucket range category cat encoded onehot status year"
                            + " years value label flag bool num")
                    .split(" "));

    /** They may be a full address, or all that an applicant wrote. */
    private static final Set<String> TELLING = Set.of("candidate.location", "application.location", "resume.text");

    private final NameTerms terms;
    private final NameTerms proxies;

    public ProtectedNames(List<String> terms) {
        this(terms, List.of());
    }

    public ProtectedNames(List<String> terms, List<String> proxies) {
        this.terms = new NameTerms(terms);
        this.proxies = new NameTerms(proxies);
    }

    /** The term that a feature's key or question contains. */
    public Optional<String> in(String feature) {
        return key(feature).flatMap(terms::in);
    }

    /**
     * The term that an input's name is. Other names are the exporter's or the trainer's own: {@code age_days} may well be the age of the
     * application, and {@code application_custom_…} is a key.
     */
    Optional<String> ofInput(String input) {
        String words = NameTerms.words(input);
        Matcher keyed = KEYED_COLUMN.matcher(words);
        if (keyed.matches()) {
            return terms.in(keyed.group(1));
        }
        String telling = Arrays.stream(words.split(" ", -1))
                .filter(word -> !EMPTY_WORDS.contains(word) && !word.matches("\\p{N}+"))
                .collect(Collectors.joining(" "));
        return terms.all(words).or(() -> terms.all(telling));
    }

    /** What a feature may stand for, or tell, besides itself. */
    Optional<String> proxy(String feature) {
        return TELLING.contains(feature) ? Optional.of(feature) : key(feature).flatMap(proxies::in);
    }

    private static Optional<String> key(String feature) {
        Matcher keyed = KEYED.matcher(feature);
        return keyed.matches() ? Optional.of(keyed.group(1)) : Optional.empty();
    }
}
