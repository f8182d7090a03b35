package com.rocketmat.privacy.words;

/** The same in each language, with the same places for what is filled in. */
record Phrase(String english, String portuguese, String spanish) {

    String in(Language language, Object... filledIn) {
        return String.format(
                switch (language) {
                    case ENGLISH -> english;
                    case PORTUGUESE -> portuguese;
                    case SPANISH -> spanish;
                },
                filledIn);
    }
}
