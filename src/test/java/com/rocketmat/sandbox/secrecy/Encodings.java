package com.rocketmat.sandbox.secrecy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a text may be encoded where it must not appear. */
final class Encodings {

    private static final int BASE64_BYTES = 3;
    private static final int BASE64_CHARACTERS = 4;

    private Encodings() {}

    /** Each encoding, with its name. */
    static Map<String, String> of(String text) {
        Map<String, String> forms = new LinkedHashMap<>();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        forms.put(text, "plain");
        String form = URLEncoder.encode(text, StandardCharsets.UTF_8);
        forms.putIfAbsent(form, "form");
        forms.putIfAbsent(form.replace("+", "%20"), "url");
        forms.putIfAbsent(json(text, false), "json");
        forms.putIfAbsent(json(text, true), "json, ASCII");
        forms.putIfAbsent(html(text), "html");
        forms.putIfAbsent(new String(bytes, StandardCharsets.ISO_8859_1), "UTF-8 read as Latin-1");
        forms.putIfAbsent(HexFormat.of().formatHex(bytes), "hex");
        forms.putIfAbsent(HexFormat.of().withUpperCase().formatHex(bytes), "HEX");
        for (int before = 0; before < BASE64_BYTES; before++) {
            String inside = base64(bytes, before);
            forms.putIfAbsent(inside, "base64");
            forms.putIfAbsent(inside.replace('+', '-').replace('/', '_'), "base64url");
        }
        return forms;
    }

    /**
     * The part of its base64 encoding that does not depend on surrounding text, as in Basic authentication, given the number of
     * preceding bytes in a group.
     */
    private static String base64(byte[] bytes, int before) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int first = before == 0 ? 0 : before + 1;
        int whole = shifted.length / BASE64_BYTES * BASE64_CHARACTERS + shifted.length % BASE64_BYTES;
        return first < whole ? encoded.substring(first, whole) : "";
    }

    private static String json(String text, boolean ascii) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(character -> {
            switch (character) {
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                default -> {
                    if (character < ' ' || (ascii && character > '~')) {
                        escaped.append("\\u%04x".formatted(character));
                    } else {
                        escaped.append((char) character);
                    }
                }
            }
        });
        return escaped.toString();
    }

    private static String html(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
