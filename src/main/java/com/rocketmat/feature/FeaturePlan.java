package com.rocketmat.feature;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.rocketmat.harvest.row.Attachment;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** The features that one model needs: the rows to fetch, and the values computed from them. */
public final class FeaturePlan {

    private final List<Feature> features;
    private final Map<Source, SortedSet<String>> reads = new EnumMap<>(Source.class);
    private final Function<byte[], Optional<String>> resumes;
    private final Map<String, Feature> byName;
    private final FeatureLayout layout;

    FeaturePlan(Collection<Feature> features, Function<byte[], Optional<String>> resumes) {
        this.resumes = resumes;
        this.features = List.copyOf(features);
        this.byName = this.features.stream().collect(toUnmodifiableMap(Feature::name, Function.identity()));
        this.layout = new FeatureLayout(names());
        this.features.forEach(feature -> feature.reads()
                .forEach((source, fields) ->
                        reads.computeIfAbsent(source, _ -> new TreeSet<>()).addAll(fields)));
    }

    /** The distinct names, in the order of the request. */
    public List<String> names() {
        return features.stream().map(Feature::name).toList();
    }

    public Set<Source> sources() {
        return reads.keySet();
    }

    /** The attributes to request in {@code fields=}, without the keys that join the rows; empty for a source that is not read. */
    public Set<String> fields(Source source) {
        return reads.getOrDefault(source, Collections.emptySortedSet());
    }

    public Optional<Attachment> resume(Collection<Attachment> attachments) {
        return ResumeFeatures.newest(attachments);
    }

    /**
     * The value of {@link Subject#resumeText}; empty if the file yields no text.
     *
     * @throws java.io.UncheckedIOException if files cannot be read now, but perhaps later
     */
    public Optional<String> resumeText(byte[] file) {
        return resumes.apply(file);
    }

    /**
     * The value of every feature, in the order of {@link #names()}. A row or attribute of unexpected form counts as missing and
     * never throws.
     */
    public FeatureRow values(Subject subject) {
        return layout.row(name -> byName.get(name).read().apply(subject));
    }
}
