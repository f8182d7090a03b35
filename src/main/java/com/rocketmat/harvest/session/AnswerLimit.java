package com.rocketmat.harvest.session;

import com.rocketmat.harvest.AnswerCutOff;
import com.rocketmat.harvest.call.HarvestConfig;
import com.rocketmat.harvest.v1.V1Api;
import com.rocketmat.harvest.v3.TokenApi;
import com.rocketmat.harvest.v3.V3Api;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientListener;
import org.jboss.resteasy.reactive.client.impl.VertxRequestCustomizingClientBuilder;

/**
 * Aborts answers of Greenhouse that are too large or too slow while they arrive: the client keeps an answer in memory until it is
 * complete, and all tenants share that memory.
 */
// created by the service loader
@RegisterForReflection
public final class AnswerLimit implements RestClientListener {

    private static final int MB = 1 << 20;
    private static final Map<Class<?>, Integer> MEGABYTES = Map.of(V3Api.class, 16, V1Api.class, 16, TokenApi.class, 1);

    @Override
    public void onNewClient(Class<?> api, RestClientBuilder builder) {
        if (MEGABYTES.containsKey(api)) {
            Limit limit = new Limit(MEGABYTES.get(api), callTimeout());
            if (api != TokenApi.class) {
                // calls that were given up hold their connections until then
                builder.readTimeout(limit.time().toMillis(), TimeUnit.MILLISECONDS);
            }
            ((VertxRequestCustomizingClientBuilder<?>) builder)
                    .httpClientRequestCustomizer(
                            request -> request.response().onSuccess(answer -> limit.keep(request, answer)));
        }
    }

    private static Duration callTimeout() {
        return ConfigProvider.getConfig()
                .unwrap(SmallRyeConfig.class)
                .getConfigMapping(HarvestConfig.class)
                .callTimeout();
    }

    private record Limit(int megabytes, Duration time) {

        void keep(HttpClientRequest request, HttpClientResponse answer) {
            leaveToUs(answer);
            AtomicLong bytes = new AtomicLong();
            answer.handler(part -> {
                if (bytes.addAndGet(part.length()) > (long) megabytes * MB) {
                    request.reset(0, new AnswerCutOff("the answer is larger than %d MB".formatted(megabytes)));
                }
            });
            // the caller has already given up, but the transfer must be stopped
            Vertx vertx = Vertx.currentContext().owner();
            long end = vertx.setTimer(
                    time.toMillis(), _ -> request.reset(0, new AnswerCutOff("the answer was not whole after " + time)));
            answer.end().onComplete(_ -> vertx.cancelTimer(end));
        }

        /** The client would hand form-encoded answers to a decoder that replaces our handler; we never read forms. */
        private static void leaveToUs(HttpClientResponse answer) {
            String type = answer.getHeader(HttpHeaders.CONTENT_TYPE);
            if (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
                answer.headers().remove(HttpHeaders.CONTENT_TYPE);
            }
        }
    }
}
