package com.rocketmat.sandbox.greenhouse;

import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Calls;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Faults;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.wire.Dates;
import com.rocketmat.sandbox.greenhouse.wire.HttpListener;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.Reply;
import com.rocketmat.sandbox.greenhouse.wire.Request;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import com.rocketmat.sandbox.greenhouse.wire.Serving;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Every request passes through this: its fault, its server, the answer's Date and the record of the call. */
final class FrontDoor implements HttpListener.Handler {
    private final Servers servers;
    private final Faults faults;
    private final Calls calls;
    private final Clock clock;
    private final Dates dates;
    private final Trouble trouble;

    FrontDoor(Servers servers, Faults faults, Calls calls, Switches switches, Clock clock) {
        this.servers = servers;
        this.faults = faults;
        this.calls = calls;
        this.clock = clock;
        this.dates = new Dates(clock);
        this.trouble = new Trouble(servers, dates, clock);
    }

    @Override
    public Reply handle(Request request) {
        Instant at = clock.instant();
        String caller = servers.caller(request).map(Organisation::name).orElse("");
        Call call = new Call(at, caller, request.method(), request.path(), request.query(), withoutTokens(request), 0);
        calls.begin(call);
        Reply reply = reply(request, caller);
        calls.end(call, reply.response().map(Response::status).orElse(0), recorded(request.headers()));
        return reply;
    }

    private Reply reply(Request request, String caller) {
        try {
            Optional<Fault> fault = faults.next(request, caller);
            return fault.isPresent()
                    ? trouble.reply(request, fault.get())
                    : dates.on(servers.serve(request, Serving.PLAIN));
        } catch (RuntimeException e) { // an error in the simulator must not look like a broken network
            e.printStackTrace();
            return dates.on(Response.json(500, Json.message("The simulator failed: " + e)));
        }
    }

    /** The body without the tokens that some requests contain. */
    private static String withoutTokens(Request request) {
        return request.text().replaceAll("(^|&)((?:refresh_)?token)=[^&]*", "$1$2=...");
    }

    private static Map<String, String> recorded(Map<String, String> headers) {
        Map<String, String> recorded = new LinkedHashMap<>();
        List.of("Content-Type", "On-Behalf-Of")
                .forEach(name -> Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
                        .ifPresent(value -> recorded.put(name, value)));
        return recorded;
    }
}
