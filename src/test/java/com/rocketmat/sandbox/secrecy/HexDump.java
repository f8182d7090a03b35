package com.rocketmat.sandbox.secrecy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads netty's hex dumps, whose rows of sixteen bytes split longer texts. */
final class HexDump {

    private static final Pattern ROW = Pattern.compile("\\|[0-9a-f]{8}\\|((?: [0-9a-f]{2}){1,16})");

    private HexDump() {}

    /** All bytes of the dumps, in order; empty without any. */
    static String read(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher rows = ROW.matcher(text);
        while (rows.find()) {
            bytes.writeBytes(HexFormat.of().parseHex(rows.group(1).replace(" ", "")));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
