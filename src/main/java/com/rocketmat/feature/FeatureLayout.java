package com.rocketmat.feature;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.function.Function;

/** The order of the features in a set of rows, which they share. */
public final class FeatureLayout {

    private final Map<String, Integer> places = new LinkedHashMap<>();

    public FeatureLayout(Collection<String> names) {
        names.forEach(name -> places.putIfAbsent(name, places.size()));
    }

    public FeatureRow row(Function<String, FeatureValue> values) {
        FeatureValue[] row = new FeatureValue[places.size()];
        places.forEach((name, place) -> row[place] = values.apply(name));
        return new FeatureRow(this, row);
    }

    Integer place(Object name) {
        return places.get(name);
    }

    SequencedCollection<String> names() {
        return List.copyOf(places.keySet());
    }
}
