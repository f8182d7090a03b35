package com.rocketmat.model.upload;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureDescription;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.stream.Stream;

/** The features of the catalogue that are protected or known proxies by default: for those with a key, one with each term as its key. */
public final class FlaggedFeatures {

    public static final ProtectedAttributes ATTRIBUTES =
            new ProtectedAttributes(terms("protectedNames"), terms("proxyNames"));

    private FlaggedFeatures() {}

    public static List<String> all() {
        return new FeatureCatalogue()
                .describe().stream()
                        .map(FeatureDescription::name)
                        .flatMap(name -> name.endsWith("]") ? keyed(name) : Stream.of(name))
                        .filter(name -> ATTRIBUTES.in(name).isPresent()
                                || ATTRIBUTES.proxy(name).isPresent())
                        .toList();
    }

    private static Stream<String> keyed(String name) {
        String feature = name.substring(0, name.indexOf('['));
        return Stream.of("protectedNames", "proxyNames")
                .flatMap(list -> terms(list).stream())
                .map(term -> "%s[%s]".formatted(feature, term.replace("*", "")));
    }

    private static List<String> terms(String list) {
        try {
            return List.of(ModelsConfig.class
                    .getMethod(list)
                    .getAnnotation(WithDefault.class)
                    .value()
                    .split(","));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }
}
