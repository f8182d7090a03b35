package com.rocketmat.model.upload;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.Treatment;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Recognises attributes that no model may use and no training export contains, and their proxies: by the key of a custom field, the
 * text of a question or the name of a model's input.
 */
@Singleton
public class ProtectedAttributes {

    private static final Pattern KEYED = Pattern.compile("[a-z]+\\.(?:custom|answer)\\[(.*)]", Pattern.DOTALL);

    /** Names of keyed features, as exporters spell them. */
    private static final Pattern KEYED_COLUMN = Pattern.compile("(?:application|candidate|job) (?:custom|answer) (.*)");

    /** Words that say nothing about the content of a column. */
    private static final Set<String> NEUTRAL_WORDS = Set.of(
            ("a an the is has of in date data fecha de do da del x f input feature features column candidate candidates applicant"
                            + " applicants application person"
                            + " people user custom answer code id group band bucket range category cat encoded onehot status year"
                            + " years value label flag bool num")
                    .split(" "));

    private static final Set<String> TELLING = FeatureCatalogue.names(Treatment.TELLING);

    private final NameTerms terms;
    private final NameTerms proxies;

    @Inject
    ProtectedAttributes(ModelsConfig config) {
        this(config.protectedNames(), config.proxyNames());
    }

    public ProtectedAttributes(List<String> terms, List<String> proxies) {
        this.terms = new NameTerms(terms);
        this.proxies = new NameTerms(proxies);
    }

    /** Finds the term in a feature's key or question that marks it as protected. */
    public Optional<String> in(String feature) {
        return key(feature).flatMap(terms::in);
    }

    /**
     * Finds the term that equals an input's name, apart from neutral words, or is in the key after {@code application_custom_}. Exporters
     * and trainers choose other names: {@code age_days} may be the age of the application.
     */
    Optional<String> ofInput(String input) {
        String words = NameTerms.words(input);
        Matcher keyed = KEYED_COLUMN.matcher(words);
        if (keyed.matches()) {
            return terms.in(keyed.group(1));
        }
        String specific = Arrays.stream(words.split(" ", -1))
                .filter(word -> !NEUTRAL_WORDS.contains(word) && !word.matches("\\p{N}+"))
                .collect(Collectors.joining(" "));
        return terms.matchingAll(words).or(() -> terms.matchingAll(specific));
    }

    /** Finds the term that marks a feature as a known proxy of a protected attribute; for free text, returns its name. */
    public Optional<String> proxy(String feature) {
        return TELLING.contains(feature) ? Optional.of(feature) : key(feature).flatMap(proxies::in);
    }

    /** Names the features that are protected or known proxies; null if there are none. */
    public String warning(Collection<String> features) {
        String warning = Stream.of(
                        label(
                                "protected attribute",
                                features,
                                feature -> in(feature).isPresent()),
                        label(
                                "known proxy of a protected attribute",
                                features,
                                feature ->
                                        in(feature).isEmpty() && proxy(feature).isPresent()))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        return warning.isEmpty() ? null : warning;
    }

    private static String label(String label, Collection<String> features, Predicate<String> matches) {
        String found = features.stream().filter(matches).distinct().collect(Collectors.joining(", "));
        return found.isEmpty() ? "" : label + ": " + found;
    }

    private static Optional<String> key(String feature) {
        Matcher keyed = KEYED.matcher(feature);
        return keyed.matches() ? Optional.of(keyed.group(1)) : Optional.empty();
    }
}
