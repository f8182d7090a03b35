package com.rocketmat.table;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/** Sends a table as a file, piece by piece, as fast as the caller reads. */
public final class TableAnswer {

    /** Property of a call with a {@link Runnable} for the end of the file, also after a failure, when the framework completes no call. */
    public static final String END = TableAnswer.class.getName();

    private final Map<String, String> headers = new LinkedHashMap<>();

    /** @param name of the file, without its extension */
    public TableAnswer(TableFormat format, String name) {
        headers.put(HttpHeaders.CONTENT_TYPE, format.contentType());
        headers.put(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s.%s\"".formatted(name, format.label()));
    }

    public TableAnswer with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public RestMulti<byte[]> of(Multi<byte[]> pieces) {
        var call = CurrentRequestManager.get();
        var end = (Runnable) call.getProperty(END);
        // the framework does not notice a caller who left before the file began
        var read = pieces.select().first(_ -> !call.serverResponse().closed());
        var answer = RestMulti.fromMultiData(read.onTermination().invoke(end));
        headers.forEach(answer::header);
        return answer.build();
    }

    /**
     * For methods that produce JSON lines. Quarkus adds a line break to each of their pieces, and to an answer without pieces unless that
     * is a failure.
     */
    public RestMulti<byte[]> ofLines(Multi<byte[]> pieces) {
        return of(pieces.map(lines -> Arrays.copyOf(lines, lines.length - 1))
                .onCompletion()
                .ifEmpty()
                .failWith(() -> new WebApplicationException(empty())));
    }

    private Response empty() {
        Response.ResponseBuilder answer = Response.ok(new byte[0]);
        headers.forEach(answer::header);
        return answer.build();
    }
}
