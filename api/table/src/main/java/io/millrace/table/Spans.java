package io.millrace.table;

import io.millrace.plan.UserLine;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as numbers with units, as pandas writes frequencies. */
final class Spans {
    private static final Pattern PART = Pattern.compile("\\s*(\\d*)\\s*([A-Za-z]+)");
    private static final Map<String, Duration> UNITS = Map.ofEntries(
            Map.entry("D", Duration.ofDays(1)),
            Map.entry("h", Duration.ofHours(1)),
            Map.entry("H", Duration.ofHours(1)),
            Map.entry("min", Duration.ofMinutes(1)),
            Map.entry("T", Duration.ofMinutes(1)),
            Map.entry("s", Duration.ofSeconds(1)),
            Map.entry("S", Duration.ofSeconds(1)),
            Map.entry("ms", Duration.ofMillis(1)),
            Map.entry("L", Duration.ofMillis(1)),
            Map.entry("us", Duration.ofNanos(1_000)),
            Map.entry("U", Duration.ofNanos(1_000)),
            Map.entry("ns", Duration.ofNanos(1)),
            Map.entry("N", Duration.ofNanos(1)));

    private Spans() {}

    /** The sum of the parts of a text as {@code 2h30min}; a unit without a number counts once. */
    static Duration parse(String text) {
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        int at = 0;
        while (at < text.length() && part.find(at) && part.start() == at && UNITS.containsKey(part.group(2))) {
            long count = part.group(1).isEmpty() ? 1 : Long.parseLong(part.group(1));
            sum = sum.plus(UNITS.get(part.group(2)).multipliedBy(count));
            at = part.end();
        }
        if (at < text.length() || text.isEmpty()) {
            throw UserLine.ofCaller()
                    .error("\"" + text + "\" is no duration; write numbers with the units D, h, min, s, ms, us and ns");
        }
        return sum;
    }
}
