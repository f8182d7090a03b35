package com.rocketmat.sandbox.greenhouse;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The distinct ids of several families, newest first, read lazily: a page needs few of many. */
final class MergedIds implements Iterator<Long> {
    private final PriorityQueue<Head> heads =
            new PriorityQueue<>(Comparator.comparingLong(Head::id).reversed());

    private MergedIds(Collection<NavigableSet<Long>> families) {
        families.forEach(family -> advance(family.iterator()));
    }

    static Stream<Long> of(Collection<NavigableSet<Long>> families) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new MergedIds(families), Spliterator.ORDERED), false);
    }

    @Override
    public boolean hasNext() {
        return !heads.isEmpty();
    }

    @Override
    public Long next() {
        long id = heads.element().id();
        while (!heads.isEmpty() && heads.element().id() == id) {
            advance(heads.remove().rest());
        }
        return id;
    }

    private void advance(Iterator<Long> family) {
        if (family.hasNext()) {
            heads.add(new Head(family.next(), family));
        }
    }

    private record Head(long id, Iterator<Long> rest) {}
}
