package com.rocketmat.sandbox.greenhouse;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What every request goes through: its fault, its server, the Date of the answer and the record of the call. */
final class FrontDoor implements HttpListener.Handler {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private final Servers servers;
    private final Faults faults;
    private final Calls calls;
    private final Switches switches;
    private final Clock clock;

    FrontDoor(Servers servers, Faults faults, Calls calls, Switches switches, Clock clock) {
        this.servers = servers;
        this.faults = faults;
        this.calls = calls;
        this.switches = switches;
        this.clock = clock;
    }

    @Override
    public Reply handle(Request request) {
        Instant at = clock.instant();
        String caller = servers.caller(request).map(Organisation::name).orElse("");
        Reply reply = served(request, caller);
        int status = switch (reply) {
            case Reply.Closed _ -> 0;
            case Reply.Truncated(Response response) -> response.status();
            case Response response -> response.status();
        };
        calls.add(
                new Call(at, caller, request.method(), request.path(), request.query(), told(request), status),
                told(request.headers()));
        return reply;
    }

    private Reply served(Request request, String caller) {
        try {
            return reply(request, faults.next(request, caller));
        } catch (RuntimeException e) { // a mistake in the simulator must not look like a network that breaks
            e.printStackTrace();
            return dated(Response.json(500, Json.message("The simulator failed: " + e)));
        }
    }

    private Reply reply(Request request, Optional<Fault> fault) {
        return switch (fault.orElse(null)) {
            case null -> dated(servers.serve(request, false));
            case Fault.Delay(Duration duration) -> {
                pause(duration);
                yield dated(servers.serve(request, false));
            }
            case Fault.Status(int code, String body, Map<String, String> headers) ->
                dated(Response.text(code, headers, body));
            case Fault.Html502 _ -> dated(html(502));
            case Fault.RateLimited limited -> dated(servers.limited(request, limited));
            case Fault.RevokeToken _ -> {
                servers.revoke(request);
                yield dated(servers.serve(request, false));
            }
            case Fault.Drop _ -> new Reply.Closed();
            case Fault.ApplyThenDrop _ -> {
                servers.serve(request, false);
                yield new Reply.Closed();
            }
            case Fault.ApplyThenStatus(int code) -> {
                servers.serve(request, false);
                yield dated(html(code));
            }
            case Fault.Truncate _ -> new Reply.Truncated(dated(servers.serve(request, false)));
            case Fault.DuplicateRowOfPreviousPage _ -> dated(servers.serve(request, true));
        };
    }

    private Response dated(Response response) {
        return response.with("Date", DATE.format(clock.instant().plus(switches.clockSkew())));
    }

    private static Response html(int code) {
        return Response.text(
                code,
                Map.of("Content-Type", "text/html", "X-Cache", "Error from cloudfront"),
                "<html><head><title>ERROR</title></head><body><h1>" + code + " ERROR</h1></body></html>");
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The body without the tokens that some requests carry. */
    private static String told(Request request) {
        return request.text().replaceAll("(^|&)((?:refresh_)?token)=[^&]*", "$1$2=...");
    }

    private static Map<String, String> told(Map<String, String> headers) {
        Map<String, String> told = new LinkedHashMap<>();
        List.of("Content-Type", "On-Behalf-Of")
                .forEach(name -> Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
                        .ifPresent(value -> told.put(name, value)));
        return told;
    }
}
