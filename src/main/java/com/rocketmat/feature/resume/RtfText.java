package com.rocketmat.feature.resume;

import com.rtfparserkit.converter.text.StringTextConverter;
import com.rtfparserkit.parser.RtfStreamSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;

final class RtfText {

    private RtfText() {}

    static String of(byte[] file) throws IOException {
        StringTextConverter converter = new StringTextConverter();
        converter.convert(new RtfStreamSource(new ByteArrayInputStream(file)));
        return converter.getText();
    }
}
