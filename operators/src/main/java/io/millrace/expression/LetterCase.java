package io.millrace.expression;

import java.util.Locale;

/** Small and capital letters of texts outside of ASCII, as Python's {@code str} changes them. */
final class LetterCase {
    private LetterCase() {}

    static boolean hasCase(int codePoint) {
        return Character.isUpperCase(codePoint) || Character.isLowerCase(codePoint) || Character.isTitleCase(codePoint);
    }

    static String swapped(String text) {
        StringBuilder swapped = new StringBuilder(text.length());
        text.codePoints()
                .forEach(it -> swapped.append(
                        Character.isUpperCase(it)
                                ? Character.toString(it).toLowerCase(Locale.ROOT)
                                : Character.toString(it).toUpperCase(Locale.ROOT)));
        return swapped.toString();
    }

    static String title(String text) {
        StringBuilder titled = new StringBuilder(text.length());
        boolean inWord = false;
        for (int at = 0; at < text.length(); ) {
            int it = text.codePointAt(at);
            at += Character.charCount(it);
            titled.appendCodePoint(inWord ? Character.toLowerCase(it) : Character.toTitleCase(it));
            inWord = hasCase(it);
        }
        return titled.toString();
    }

    static String capitalized(String text) {
        int first = text.codePointAt(0);
        return Character.toString(Character.toTitleCase(first))
                + text.substring(Character.charCount(first)).toLowerCase(Locale.ROOT);
    }
}
