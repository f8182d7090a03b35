package com.rocketmat.feature.resume;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Plain text: Unicode if declared or valid, otherwise Windows-1252. */
final class PlainText {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private PlainText() {}

    /** Empty if it has a NUL, as files of other kinds have. */
    static Optional<String> of(byte[] file) {
        String text = decoded(file);
        return text.indexOf(0) < 0
                ? Optional.of(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)
                : Optional.empty();
    }

    private static String decoded(byte[] file) {
        if (file.length >= 2 && ((file[0] == -1 && file[1] == -2) || (file[0] == -2 && file[1] == -1))) {
            return new String(file, StandardCharsets.UTF_16);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(file, Charset.forName("windows-1252"));
        }
    }
}
