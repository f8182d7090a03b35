package com.rocketmat.harvest.call;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.Page;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Reads lists: a window page by page, over many slices, or all rows at once. Greenhouse links each page to the next. A link to another host
 * is rejected, and so are endless links, which would use up the rate window.
 */
public final class ListCalls {

    /** In both versions. */
    public static final int LARGEST_PAGE = 500;

    /** More rows than any request needs, and fewer calls than a rate window. */
    static final int MOST_PAGES = 40;

    /** The number of parts in which a page is requested that is too slow or too large. */
    private static final int PARTS = 5;

    private final HarvestCalls calls;
    private final OwnAddress own;
    private volatile LinkRefusals links = LinkRefusals.NONE;

    /** A method of the REST client: a page of one list. */
    public interface ListMethod<T> {

        RestResponse<List<T>> get(String page, String authorisation);
    }

    ListCalls(HarvestCalls calls, OwnAddress own) {
        this.calls = calls;
        this.own = own;
    }

    /**
     * How many rows to request in a first page: fewer if it was slow or failed twice. Following pages have the same size, and a single
     * transient failure must not make a large window cost five times the calls.
     */
    static IntSupplier rows(int most, LongSupplier nanoTime) {
        AtomicLong begun = new AtomicLong();
        long slow = HarvestCalls.FIRST_TRY.toNanos();
        AtomicInteger requests = new AtomicInteger();
        return () -> {
            int request = requests.incrementAndGet();
            if (request == 1) {
                // not earlier: a token may have to be obtained first
                begun.set(nanoTime.getAsLong());
            }
            return request >= HarvestCalls.TRIES || nanoTime.getAsLong() - begun.get() >= slow ? most / PARTS : most;
        };
    }

    public <T> Page<T> firstPage(Operation operation, ListQuery query, ListMethod<T> list) {
        String address = own.list(operation);
        IntSupplier rows = rows(LARGEST_PAGE, System::nanoTime);
        return page(operation, PageTrail.to(address), header -> list.get(query.at(address, rows.getAsInt()), header));
    }

    /**
     * A following page of a window.
     *
     * @param stored its address, from the page before it
     * @throws HarvestException also if pages link to each other endlessly, or none of their links is accepted
     */
    public <T> Page<T> nextPage(Operation operation, String stored, ListMethod<T> list) {
        PageTrail trail = PageTrail.to(stored);
        own.requireOwn(trail.address());
        try {
            Page<T> page = page(operation, trail, header -> list.get(trail.address(), header));
            links = page.next().isPresent() && links.isPending(trail.pages()) ? links : LinkRefusals.NONE;
            return page;
        } catch (HarvestException e) {
            if (!(e.failure() instanceof Invalid)) {
                throw e;
            }
            links = links.plus(trail.pages());
            throw links.allowsRestart()
                    ? e
                    : new HarvestException(
                            new Unavailable("%s: the pages that Greenhouse links to are refused, or have no end"
                                    .formatted(operation.label())),
                            e);
        }
    }

    private <T> Page<T> page(Operation operation, PageTrail trail, Function<String, RestResponse<List<T>>> call) {
        Answer<List<T>> answer = calls.read(operation, call);
        Optional<String> next = next(trail.address(), answer);
        PageTrail read = trail.with(answer.body());
        if (read.goesInCircles(next)) {
            // a window that is read anew may have other cursors
            throw new HarvestException(new Invalid(endless(operation), List.of()));
        }
        return new Page<>(answer.body(), next.map(own::linked).map(read::on));
    }

    private static Optional<String> next(String from, Answer<?> answer) {
        return answer.headers().next().map(link -> OwnAddress.resolved(from, link));
    }

    /** A row, if the list has any. */
    public <T> Optional<T> any(Operation operation, ListQuery query, ListMethod<T> list) {
        return read(operation, query.at(own.list(operation), 1), list).body().stream()
                .findFirst();
    }

    /** At most a page of a list whose query names ids; {@code requested} says whether a row is one of those. */
    public <T> List<T> named(Operation operation, ListQuery query, ListMethod<T> list, Predicate<T> requested) {
        return requireRequested(
                operation, requested, read(operation, query.at(own.list(operation), LARGEST_PAGE), list));
    }

    /** All pages of a list: the first as requested, each further one by the address in the previous page. */
    public <T> List<T> all(Operation operation, ListQuery query, ListMethod<T> list, Predicate<T> requested) {
        String first = query.at(own.list(operation), LARGEST_PAGE);
        Answer<List<T>> answer = read(operation, first, list);
        List<T> rows = new ArrayList<>(requireRequested(operation, requested, answer));
        Set<String> seen = new HashSet<>();
        Optional<String> next = next(first, answer);
        while (next.isPresent()) {
            String page = own.linked(next.get());
            if (!seen.add(page) || seen.size() >= MOST_PAGES) {
                throw new HarvestException(new Unavailable(endless(operation)));
            }
            try {
                answer = read(operation, page, list);
            } catch (HarvestException e) {
                // what is invalid is the link, not the request
                throw e.failure() instanceof Invalid
                        ? new HarvestException(
                                new Unavailable("%s: a following page was refused".formatted(operation.label())), e)
                        : e;
            }
            rows.addAll(requireRequested(operation, requested, answer));
            next = next(page, answer);
        }
        return rows;
    }

    private <T> Answer<List<T>> read(Operation operation, String page, ListMethod<T> list) {
        return calls.read(operation, header -> list.get(page, header));
    }

    /** A 200 does not prove that the filter was applied; without it, ids that are not on the page would look deleted. */
    private static <T> List<T> requireRequested(Operation operation, Predicate<T> requested, Answer<List<T>> answer) {
        if (!answer.body().stream().allMatch(requested)) {
            throw new HarvestException(
                    new Unavailable("%s: the answer has rows that were not asked for".formatted(operation.label())));
        }
        return answer.body();
    }

    private static String endless(Operation operation) {
        return "%s: the Link headers lead from page to page without an end".formatted(operation.label());
    }
}
