package com.rocketmat.sandbox.greenhouse;

import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.wire.Dates;
import com.rocketmat.sandbox.greenhouse.wire.Reply;
import com.rocketmat.sandbox.greenhouse.wire.Request;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import com.rocketmat.sandbox.greenhouse.wire.Serving;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Applies a fault to a request. */
final class Trouble {
    private static final String RESET = "X-RateLimit-Reset";
    private static final int PART = 65_536;
    private final Servers servers;
    private final Dates dates;
    private final Clock clock;

    Trouble(Servers servers, Dates dates, Clock clock) {
        this.servers = servers;
        this.dates = dates;
        this.clock = clock;
    }

    Reply reply(Request request, Fault fault) {
        Supplier<Response> served = () -> served(request, Serving.PLAIN);
        // without a default: a fault that is forgotten here would be no fault, and its tests would pass
        return switch (fault) {
            case Fault.Drop _ -> new Reply.Closed();
            case Fault.ApplyThenDrop _ -> {
                var _ = served.get();
                yield new Reply.Closed();
            }
            case Fault.Truncate _ -> new Reply.Truncated(served.get());
            case Fault.Stall(Duration duration) -> new Reply.Stalled(served.get(), duration);
            case Fault.Endless endless -> endless(endless);
            case Fault.Delay(Duration duration) -> {
                pause(duration);
                yield served.get();
            }
            case Fault.Status(int code, String body, Map<String, String> headers) ->
                dates.on(Response.text(code, headers, body));
            case Fault.Html(int code) -> html(code);
            case Fault.RateLimited limited -> dates.on(servers.limited(request, limited, clock.instant()));
            case Fault.RevokeToken _ -> {
                servers.revoke(request);
                yield served.get();
            }
            case Fault.ApplyThenStatus(int code) -> {
                var _ = served.get();
                yield html(code);
            }
            case Fault.InvalidJson _ -> broken(served.get());
            case Fault.LowerCaseHeaders _ -> lowerCase(served.get());
            case Fault.ResetShifted(Duration by) -> shifted(served.get(), by);
            case Fault.DuplicateRowOfPreviousPage _ -> served(request, Serving.REPEATED_ROW);
            case Fault.RepeatPage _ -> served(request, Serving.REPEATED_PAGE);
            case Fault.VisibleLater(Duration duration) -> served(request, Serving.visibleAfter(duration));
        };
    }

    private Response served(Request request, Serving serving) {
        return dates.on(servers.serve(request, serving));
    }

    private Reply endless(Fault.Endless fault) {
        Response beginning =
                dates.on(Response.text(fault.status(), Map.of("Content-Type", fault.type()), fault.beginning()));
        String part = fault.part().repeat(Math.ceilDiv(PART, fault.part().length()));
        return new Reply.Endless(beginning, part.getBytes(StandardCharsets.UTF_8), fault.sent());
    }

    private static Response lowerCase(Response response) {
        Map<String, String> changed = new LinkedHashMap<>();
        response.headers().forEach((name, value) -> changed.put(name.toLowerCase(Locale.ROOT), value));
        return new Response(response.status(), changed, response.body());
    }

    private static Response shifted(Response response, Duration by) {
        return response.header(RESET)
                .map(reset -> response.with(RESET, Long.toString(Long.parseLong(reset) + by.toSeconds())))
                .orElse(response);
    }

    /** Truncated, so that it can never be valid JSON. */
    private static Response broken(Response response) {
        String half = new String(response.body(), 0, response.body().length / 2, StandardCharsets.UTF_8);
        int status = response.status() == 204 ? 200 : response.status(); // a 204 has no body to be broken
        return new Response(status, response.headers(), (half + "\u0000").getBytes(StandardCharsets.UTF_8));
    }

    private Response html(int code) {
        return dates.on(Response.text(
                code,
                Map.of("Content-Type", "text/html", "X-Cache", "Error from cloudfront"),
                "<html><head><title>ERROR</title></head><body><h1>" + code + " ERROR</h1></body></html>"));
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
