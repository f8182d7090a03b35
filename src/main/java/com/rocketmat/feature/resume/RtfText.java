package com.rocketmat.feature.resume;

import com.rtfparserkit.converter.text.StringTextConverter;
import com.rtfparserkit.parser.RtfStreamSource;
import com.rtfparserkit.rtf.Command;
import java.io.ByteArrayInputStream;
import java.io.IOException;

final class RtfText {

    private RtfText() {}

    static String of(byte[] file) throws IOException {
        WithBlanks converter = new WithBlanks();
        converter.convert(new RtfStreamSource(new ByteArrayInputStream(file)));
        return converter.getText();
    }

    /** The library's own handler drops the space that separates words across lines. */
    private static final class WithBlanks extends StringTextConverter {

        @Override
        public void processCommand(Command command, int parameter, boolean hasParameter, boolean optional) {
            switch (command) {
                case nonbreakingspace -> processExtractedText(" ");
                case nonbreakinghyphen -> processExtractedText("-");
                default -> super.processCommand(command, parameter, hasParameter, optional);
            }
        }
    }
}
