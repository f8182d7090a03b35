package com.rocketmat.feature;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** The values of some features for one application: a map that shares its keys with other rows. */
public final class FeatureRow extends AbstractMap<String, FeatureValue> {

    public static final FeatureRow EMPTY = new FeatureLayout(Set.of()).row(_ -> FeatureValue.MISSING);

    private final FeatureLayout layout;
    private final FeatureValue[] values;

    FeatureRow(FeatureLayout layout, FeatureValue[] values) {
        this.layout = layout;
        this.values = values;
    }

    public FeatureRow map(BiFunction<String, FeatureValue, FeatureValue> other) {
        return layout.row(name -> other.apply(name, get(name)));
    }

    @Override
    public FeatureValue get(Object name) {
        Integer place = layout.place(name);
        return place == null ? null : values[place];
    }

    @Override
    public boolean containsKey(Object name) {
        return layout.place(name) != null;
    }

    @Override
    public Set<Map.Entry<String, FeatureValue>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, FeatureValue>> iterator() {
                return layout.names().stream()
                        .map(name -> Map.entry(name, get(name)))
                        .iterator();
            }

            @Override
            public int size() {
                return values.length;
            }
        };
    }
}
