package io.millrace.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Operations on texts by way of Java's strings and arrays of code points. */
final class TextOracle {
    static final Object FAILED = new Object();

    /** Those white spaces of Python that the texts of the tests hold. */
    private static final String SPACES = " \t\n\u00a0";

    private TextOracle() {}

    static Object apply(Op op, Object[] in) {
        String text = (String) in[0];
        return switch (op) {
            case LOWER -> text.toLowerCase(Locale.ROOT);
            case UPPER -> text.toUpperCase(Locale.ROOT);
            case SWAP_CASE -> swapCase(text);
            case TITLE -> title(text);
            case REVERSED -> new StringBuilder(text).reverse().toString();
            case CAPITALIZE -> text.isEmpty() ? "" : capitalized(text);
            case STRIP -> strip(points(text), points(in.length == 1 ? SPACES : (String) in[1]), true, true);
            case STRIP_START -> strip(points(text), points(in.length == 1 ? SPACES : (String) in[1]), true, false);
            case STRIP_END -> strip(points(text), points(in.length == 1 ? SPACES : (String) in[1]), false, true);
            case PAD_START, PAD_END, ZERO_FILL -> padded(op, in);
            case CONCAT -> String.join("", Arrays.copyOf(in, in.length, String[].class));
            case IS_DIGIT -> text.matches("\\p{Nd}+");
            case IS_LETTER -> text.matches("\\p{IsL}+");
            case IS_LETTER_OR_DIGIT -> text.matches("[\\p{IsL}\\p{Nd}]+");
            case IS_SPACE ->
                !text.isEmpty()
                        && strip(points(text), points(SPACES), true, true).isEmpty();
            case IS_LOWER -> !text.equals(text.toUpperCase(Locale.ROOT)) && text.equals(text.toLowerCase(Locale.ROOT));
            case IS_UPPER -> !text.equals(text.toLowerCase(Locale.ROOT)) && text.equals(text.toUpperCase(Locale.ROOT));
            case STARTS_WITH -> text.startsWith((String) in[1]);
            case ENDS_WITH -> text.endsWith((String) in[1]);
            case CONTAINS -> text.contains((String) in[1]);
            case REMOVE_PREFIX -> text.startsWith((String) in[1]) ? text.substring(((String) in[1]).length()) : text;
            case REMOVE_SUFFIX ->
                text.endsWith((String) in[1]) ? text.substring(0, text.length() - ((String) in[1]).length()) : text;
            case COUNT, FIND, RFIND -> search(op, in);
            case REPLACE -> replace(in);
            case SLICE -> slice(points(text), (Long) in[1], (Long) in[2]);
            case SPLIT ->
                ((String) in[1]).isEmpty() ? FAILED : split(text, (String) in[1], in.length > 2 ? (Long) in[2] : -1);
            case SPLIT_WORDS ->
                Arrays.stream(text.split("[" + SPACES + "]+"))
                        .filter(it -> !it.isEmpty())
                        .map(it -> (Object) it)
                        .toList();
            case EDIT_DISTANCE -> (long) distance(points(text), points((String) in[1]));
            case MATCHES -> text.matches((String) in[1]);
            case CONTAINS_MATCH -> Pattern.compile((String) in[1]).matcher(text).find();
            case COUNT_MATCHES ->
                Pattern.compile((String) in[1]).matcher(text).results().count();
            case REPLACE_MATCHES -> text.replaceAll((String) in[1], (String) in[2]);
            default -> throw new AssertionError(op);
        };
    }

    private static List<Integer> points(String text) {
        return text.codePoints().boxed().toList();
    }

    private static String text(List<Integer> points) {
        StringBuilder text = new StringBuilder();
        points.forEach(text::appendCodePoint);
        return text.toString();
    }

    private static String swapCase(String text) {
        StringBuilder out = new StringBuilder();
        for (int point : points(text)) {
            String it = Character.toString(point);
            out.append(Character.isUpperCase(point) ? it.toLowerCase(Locale.ROOT) : it.toUpperCase(Locale.ROOT));
        }
        return out.toString();
    }

    private static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean inWord = false;
        for (int point : points(text)) {
            out.appendCodePoint(inWord ? Character.toLowerCase(point) : Character.toTitleCase(point));
            inWord = Character.isUpperCase(point) || Character.isLowerCase(point) || Character.isTitleCase(point);
        }
        return out.toString();
    }

    private static String strip(List<Integer> text, List<Integer> characters, boolean atStart, boolean atEnd) {
        int from = 0;
        int to = text.size();
        while (atStart && from < to && characters.contains(text.get(from))) {
            from++;
        }
        while (atEnd && to > from && characters.contains(text.get(to - 1))) {
            to--;
        }
        return text(text.subList(from, to));
    }

    private static Object search(Op op, Object[] in) {
        List<Integer> text = points((String) in[0]);
        List<Integer> part = points((String) in[1]);
        int size = text.size();
        long start = in.length > 2 && in[2] != null ? (Long) in[2] : 0;
        long end = in.length > 3 && in[3] != null ? (Long) in[3] : size;
        start = start < 0 ? Math.max(0, start + size) : start;
        end = end < 0 ? Math.max(0, end + size) : Math.min(end, size);
        List<Integer> found = new ArrayList<>();
        for (int at = (int) Math.min(start, size + 1L); at + part.size() <= end; at++) {
            if (text.subList(at, at + part.size()).equals(part)) {
                found.add(at);
            }
        }
        if (op == Op.FIND) {
            return found.isEmpty() ? -1L : (long) found.getFirst();
        }
        if (op == Op.RFIND) {
            return found.isEmpty() ? -1L : (long) found.getLast();
        }
        long count = 0;
        long free = 0;
        for (int at : found) {
            if (at >= free) {
                count++;
                free = (long) at + Math.max(1, part.size());
            }
        }
        return count;
    }

    private static String replace(Object[] in) {
        String text = (String) in[0];
        String old = (String) in[1];
        long most = in.length > 3 && (Long) in[3] >= 0 ? (Long) in[3] : Long.MAX_VALUE;
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (; most > 0 && !(old.isEmpty() && at > text.length()); most--) {
            if (old.isEmpty()) {
                int next = at < text.length() ? text.offsetByCodePoints(at, 1) : text.length() + 1;
                out.append((String) in[2]).append(text, at, Math.min(next, text.length()));
                at = next;
                continue;
            }
            int found = text.indexOf(old, at);
            if (found < 0) {
                break;
            }
            out.append(text, at, found).append((String) in[2]);
            at = found + old.length();
        }
        return at > text.length()
                ? out.toString()
                : out.append(text.substring(at)).toString();
    }

    private static String slice(List<Integer> text, Long from, Long to) {
        int size = text.size();
        long start = from == null ? 0 : from < 0 ? from + size : from;
        long end = to == null ? size : to < 0 ? to + size : to;
        int first = Math.clamp(start, 0, size);
        int last = Math.clamp(end, 0, size);
        return first < last ? text(text.subList(first, last)) : "";
    }

    private static List<Object> split(String text, String separator, long most) {
        // Java's limit counts parts, not separators.
        int limit = most < 0 ? -1 : (int) Math.min(most + 1, Integer.MAX_VALUE);
        return new ArrayList<>(
                Arrays.asList(limit == 1 ? new String[] {text} : text.split(Pattern.quote(separator), limit)));
    }

    private static String capitalized(String text) {
        int second = text.offsetByCodePoints(0, 1);
        return Character.toString(Character.toTitleCase(text.codePointAt(0)))
                + text.substring(second).toLowerCase(Locale.ROOT);
    }

    private static Object padded(Op op, Object[] in) {
        String text = (String) in[0];
        String fill = op == Op.ZERO_FILL ? "0" : in.length > 2 ? (String) in[2] : " ";
        if (points(fill).size() != 1) {
            return FAILED;
        }
        String more = fill.repeat((int) Math.max(0, (Long) in[1] - points(text).size()));
        if (op == Op.ZERO_FILL && (text.startsWith("-") || text.startsWith("+"))) {
            return text.charAt(0) + more + text.substring(1);
        }
        return op == Op.PAD_END ? text + more : more + text;
    }

    private static int distance(List<Integer> left, List<Integer> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return left.size() + right.size();
        }
        int[][] best = new int[left.size() + 1][right.size() + 1];
        for (int i = 0; i <= left.size(); i++) {
            for (int j = 0; j <= right.size(); j++) {
                best[i][j] = i == 0 || j == 0
                        ? i + j
                        : Math.min(
                                best[i - 1][j - 1] + (left.get(i - 1).equals(right.get(j - 1)) ? 0 : 1),
                                Math.min(best[i - 1][j], best[i][j - 1]) + 1);
            }
        }
        return best[left.size()][right.size()];
    }
}
