package com.rocketmat.feature.resume;

import com.rtfparserkit.converter.text.StringTextConverter;
import com.rtfparserkit.parser.RtfStreamSource;
import com.rtfparserkit.rtf.Command;
import com.rtfparserkit.rtf.CommandType;
import java.io.ByteArrayInputStream;
import java.io.IOException;

final class RtfText {

    private RtfText() {}

    static String of(byte[] file) throws IOException {
        Converter converter = new Converter();
        converter.convert(new RtfStreamSource(new ByteArrayInputStream(file)));
        return converter.getText();
    }

    /** The library's own handler drops separators of words, and reads groups that must be skipped. */
    private static final class Converter extends StringTextConverter {

        private int depth;
        /** Text at this depth and below is skipped. */
        private int hidden = Integer.MAX_VALUE;
        /** Whether the current group has just started. */
        private boolean opened;
        /**
         * Whether the group starts with {@code \\*}: it is skipped if an unknown destination follows, such as LibreOffice's page styles or
         * TextEdit's colours. Elsewhere in a group, that is an escaped asterisk.
         */
        private boolean optional;

        @Override
        public void processGroupStart() {
            follows(false);
            opened = true;
            depth++;
            super.processGroupStart();
        }

        @Override
        public void processGroupEnd() {
            follows(false);
            depth--;
            hidden = depth < hidden ? Integer.MAX_VALUE : hidden;
            super.processGroupEnd();
        }

        @Override
        public void processString(String text) {
            follows(false);
            super.processString(text);
        }

        @Override
        public void processExtractedText(String text) {
            if (depth < hidden) {
                super.processExtractedText(text);
            }
        }

        @Override
        public void processCommand(Command command, int parameter, boolean hasParameter, boolean optional) {
            boolean first = opened;
            this.optional |= optional && first;
            follows(command.getCommandType() == CommandType.Destination);
            switch (command) {
                case optionalcommand -> this.optional = first;
                case nonbreakingspace, nestcell -> processExtractedText(" ");
                case nonbreakinghyphen -> processExtractedText("-");
                case sect, page, column, nestrow -> processExtractedText("\n");
                default -> super.processCommand(command, parameter, hasParameter, optional);
            }
        }

        private void follows(boolean destination) {
            if (optional && !destination) {
                hidden = Math.min(hidden, depth);
            }
            optional = false;
            opened = false;
        }
    }
}
