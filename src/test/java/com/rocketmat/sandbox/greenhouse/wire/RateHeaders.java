package com.rocketmat.sandbox.greenhouse.wire;

import com.rocketmat.sandbox.greenhouse.switches.Switches;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Headers shared by v3 and the token endpoint. */
public final class RateHeaders {
    private RateHeaders() {}

    public static Map<String, String> of(RateWindow.Usage usage, Switches switches) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (switches.rateLimitHeaders) {
            headers.put("X-RateLimit-Limit", Integer.toString(usage.limit()));
            headers.put("X-RateLimit-Remaining", Integer.toString(usage.remaining()));
            switch (switches.resetHeader) {
                case NOW_PLUS_WINDOW -> headers.put("X-RateLimit-Reset", Long.toString(usage.nowPlusWindow()));
                case WINDOW_EDGE -> headers.put("X-RateLimit-Reset", Long.toString(usage.edge()));
                case ABSENT -> {}
            }
        }
        return headers;
    }

    public static String etag(byte[] body) {
        try {
            return "W/\""
                    + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body)) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
