package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.Request;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file storage of an organisation's attachments: like S3 it only checks the address, which is signed for seven days, and
 * refuses requests with additional credentials.
 */
public final class FileStore {

    static final String PATH = "/files/";

    private static final Pattern FILE = Pattern.compile("/files/[^/]+/(\\d{1,18})/[^/]+");
    private static final Duration GOOD_FOR = Duration.ofDays(7);

    private final Organisation organisation;
    private final Map<Long, byte[]> contents = new ConcurrentHashMap<>();
    private volatile Supplier<URI> base = () -> URI.create("http://greenhouse.test");
    private volatile Clock clock;

    FileStore(Organisation organisation) {
        this.organisation = organisation;
    }

    void open(Clock serverClock, Supplier<URI> address) {
        clock = serverClock;
        base = address;
    }

    void put(long attachment, byte[] content) {
        contents.put(attachment, content);
    }

    /** A new address for the row's file; empty if it has none. */
    Optional<String> address(ObjectNode attachment) {
        long id = Json.id(attachment);
        if (!contents.containsKey(id) || clock == null) {
            return Optional.empty();
        }
        long now = clock.instant().getEpochSecond();
        return Optional.of("%s%s%s/%d/%s?X-Amz-Date=%d&X-Amz-Expires=%d&%s"
                .formatted(
                        base.get(),
                        PATH,
                        organisation.name(),
                        id,
                        URLEncoder.encode(attachment.path("filename").asText("file"), StandardCharsets.UTF_8),
                        now,
                        GOOD_FOR.toSeconds(),
                        signature(id, Long.toString(now))));
    }

    /** The organisation that a path belongs to. */
    public static Optional<String> owner(String path) {
        return path.startsWith(PATH) ? Optional.of(path.split("/", -1)[2]) : Optional.empty();
    }

    public Response serve(Request request) {
        Matcher file = FILE.matcher(request.path());
        if (request.header("authorization").isPresent()) {
            return error(400, "InvalidArgument", "Only one auth mechanism allowed");
        }
        if (!request.method().equals("GET") || !file.matches()) {
            return error(403, "AccessDenied", "Access Denied");
        }
        long id = Long.parseLong(file.group(1));
        String date = request.parameters().getOrDefault("X-Amz-Date", "");
        if (!List.of(request.query().split("&", -1)).contains(signature(id, date))) {
            return error(403, "SignatureDoesNotMatch", "The request signature we calculated does not match");
        }
        if (Instant.ofEpochSecond(Long.parseLong(date)).plus(GOOD_FOR).isBefore(clock.instant())) {
            return error(403, "AccessDenied", "Request has expired");
        }
        if (organisation.find("attachments", id).isEmpty()) {
            return error(404, "NoSuchKey", "The specified key does not exist.");
        }
        return new Response(200, Map.of("Content-Type", "application/octet-stream"), contents.get(id));
    }

    private static Response error(int status, String code, String message) {
        return Response.text(
                status,
                Map.of("Content-Type", "application/xml"),
                "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, message));
    }

    /** The parameter as it stands in an address: decoded, or encoded again, it does not match. */
    private String signature(long id, String date) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest("%s %d %s"
                            .formatted(organisation.clientSecret(), id, date)
                            .getBytes(StandardCharsets.UTF_8));
            return "X-Amz-Signature="
                    + URLEncoder.encode(Base64.getEncoder().encodeToString(digest), StandardCharsets.UTF_8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
