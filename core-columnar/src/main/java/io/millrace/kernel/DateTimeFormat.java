package io.millrace.kernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a datetime is written: text and {@code strftime} codes, with the codes and rules of Rust's chrono, which are Pathway's.
 * Made once from its text, then used by {@link DateTimePrinter} and {@link DateTimeParser} for any number of values. Immutable.
 */
public final class DateTimeFormat {
    static final int PAD_NONE = 0;
    static final int PAD_ZERO = 1;
    static final int PAD_SPACE = 2;

    /** Items that are no single code letter. */
    static final int LITERAL = 0;

    static final int SPACE = 1;
    /** A point and 0, 3, 6 or 9 digits. */
    static final int FRACTION = 2;

    static final int FRACTION_3 = 3;
    static final int FRACTION_6 = 4;
    static final int FRACTION_9 = 5;
    static final int DIGITS_3 = 6;
    static final int DIGITS_6 = 7;
    static final int DIGITS_9 = 8;
    static final int OFFSET = 9;
    static final int OFFSET_COLON = 10;
    static final int OFFSET_SECONDS = 11;
    static final int OFFSET_HOURS = 12;
    /** Minutes may be missing, and Z stands for UTC; for parsing only. */
    static final int OFFSET_PERMISSIVE = 13;
    /** {@code T} or {@code t}. */
    static final int DATE_TIME_SEPARATOR = 14;
    /** {@code +00:00}, for which Z and UTC may stand when parsing. */
    static final int OFFSET_OR_ZULU = 15;

    private static final String NUMERIC = "YCyGgqmdUWVwujHIMSfs";
    private static final String NAMES = "aAbBPpZ";

    private final List<Item> items;
    private final String text;

    private DateTimeFormat(List<Item> items, String text) {
        this.items = List.copyOf(items);
        this.text = text;
    }

    /**
     * A format for printing.
     *
     * @throws IllegalArgumentException where a code is unknown
     */
    public static DateTimeFormat of(String text) {
        return new DateTimeFormat(new Reader(text).items(), text);
    }

    /**
     * A format for parsing, where {@code .%f} is a fraction of one to nine digits that may be missing.
     *
     * @throws IllegalArgumentException where a code is unknown, or {@code %f} stands without a point before it
     */
    public static DateTimeFormat forParsing(String text) {
        String fractions = text.replace(".%f", "%.f");
        if (count(fractions, "%f") != count(fractions, "%%f")) {
            throw new IllegalArgumentException("using \"%f\" without the leading dot is not supported");
        }
        return new DateTimeFormat(new Reader(fractions).items(), fractions);
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    /** Whether a value in this format says its time zone, so that it stands for an instant. */
    public static boolean hasTimeZone(String text) {
        return text.contains("%z") || text.contains("%:z") || text.contains("%Z");
    }

    List<Item> items() {
        return items;
    }

    /** The format's text. */
    @Override
    public String toString() {
        return text;
    }

    /**
     * One part of a format.
     *
     * @param code a constant of the enclosing class or the letter of a code
     * @param pad how numbers are filled up
     * @param literal the bytes of text or white space, else empty
     */
    record Item(int code, int pad, byte[] literal) {
        private static final byte[] NO_BYTES = {};

        static Item of(int code, int pad) {
            return new Item(code, pad, NO_BYTES);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Item it && it.code == code && it.pad == pad && Arrays.equals(it.literal, literal);
        }

        @Override
        public int hashCode() {
            return code * 31 + pad + Arrays.hashCode(literal);
        }
    }

    /** Takes a format's text apart. */
    private static final class Reader {
        private final String text;
        private final List<Item> items = new ArrayList<>();
        private int at;

        Reader(String text) {
            this.text = text;
        }

        List<Item> items() {
            while (at < text.length()) {
                char it = text.charAt(at);
                if (it == '%') {
                    code();
                } else {
                    int from = at;
                    boolean isSpace = Texts.isSpace(it);
                    while (at < text.length() && text.charAt(at) != '%' && Texts.isSpace(text.charAt(at)) == isSpace) {
                        at++;
                    }
                    literal(isSpace ? SPACE : LITERAL, text.substring(from, at));
                }
            }
            return items;
        }

        private void literal(int code, String literal) {
            items.add(new Item(code, PAD_NONE, literal.getBytes(StandardCharsets.UTF_8)));
        }

        private void code() {
            int from = at;
            at++;
            char it = next(from);
            int pad = it == '-' ? PAD_NONE : it == '_' ? PAD_SPACE : it == '0' ? PAD_ZERO : -1;
            char letter = pad < 0 ? it : next(from);
            int before = items.size();
            if (!isSimple(letter)) {
                special(from, letter);
            }
            if (pad >= 0) {
                Item last = items.getLast();
                if (items.size() != before + 1 || last.code() <= OFFSET_OR_ZULU || NAMES.indexOf(last.code()) >= 0) {
                    throw unknown(from);
                }
                items.set(before, Item.of(last.code(), pad));
            }
        }

        /** Codes that are one number or name each. */
        private boolean isSimple(char letter) {
            switch (letter) {
                case 'q', 'w', 'u', 's' -> items.add(Item.of(letter, PAD_NONE));
                case 'e' -> items.add(Item.of('d', PAD_SPACE));
                case 'k' -> items.add(Item.of('H', PAD_SPACE));
                case 'l' -> items.add(Item.of('I', PAD_SPACE));
                case 'h' -> items.add(Item.of('b', PAD_NONE));
                case 'z' -> items.add(Item.of(OFFSET, PAD_NONE));
                default -> {
                    if (NUMERIC.indexOf(letter) < 0 && NAMES.indexOf(letter) < 0) {
                        return false;
                    }
                    items.add(Item.of(letter, NUMERIC.indexOf(letter) < 0 ? PAD_NONE : PAD_ZERO));
                }
            }
            return true;
        }

        private void special(int from, char letter) {
            switch (letter) {
                case '%' -> literal(LITERAL, "%");
                case 'n' -> literal(SPACE, "\n");
                case 't' -> literal(SPACE, "\t");
                case 'D', 'x' -> all("%m/%d/%y");
                case 'F' -> all("%Y-%m-%d");
                case 'v' -> all("%e-%b-%Y");
                case 'R' -> all("%H:%M");
                case 'T', 'X' -> all("%H:%M:%S");
                case 'r' -> all("%I:%M:%S %p");
                case 'c' -> all("%a %b %e %H:%M:%S %Y");
                case '+' -> {
                    all("%Y-%m-%d");
                    items.add(Item.of(DATE_TIME_SEPARATOR, PAD_NONE));
                    all("%H:%M:%S%.f");
                    items.add(Item.of(OFFSET_OR_ZULU, PAD_NONE));
                }
                case '.' -> fraction(from, FRACTION);
                case '3', '6', '9' -> {
                    at--;
                    digits(from, DIGITS_3);
                }
                case ':' -> offset(from);
                case '#' -> {
                    if (next(from) != 'z') {
                        throw unknown(from);
                    }
                    items.add(Item.of(OFFSET_PERMISSIVE, PAD_NONE));
                }
                default -> throw unknown(from);
            }
        }

        private void all(String codes) {
            items.addAll(new Reader(codes).items());
        }

        private void fraction(int from, int code) {
            if (at < text.length() && text.charAt(at) == 'f') {
                at++;
                items.add(Item.of(code, PAD_NONE));
            } else {
                digits(from, FRACTION_3);
            }
        }

        private void digits(int from, int codeOf3) {
            int index = "369".indexOf(next(from));
            if (index < 0 || next(from) != 'f') {
                throw unknown(from);
            }
            items.add(Item.of(codeOf3 + index, PAD_NONE));
        }

        private void offset(int from) {
            int colons = 1;
            char it = next(from);
            while (it == ':' && colons < 3) {
                colons++;
                it = next(from);
            }
            if (it != 'z') {
                throw unknown(from);
            }
            items.add(Item.of(OFFSET + colons, PAD_NONE));
        }

        private char next(int from) {
            if (at == text.length()) {
                throw unknown(from);
            }
            return text.charAt(at++);
        }

        private IllegalArgumentException unknown(int from) {
            return new IllegalArgumentException(
                    "\"" + text.substring(from, Math.min(at, text.length())) + "\" is no code of a datetime format");
        }
    }
}
