package io.millrace.expression;

import java.util.Map;

/** Units of time by name, in nanoseconds. */
final class TimeUnits {
    static final long MICROSECOND = 1_000;
    static final long MILLISECOND = 1_000_000;
    static final long SECOND = 1_000_000_000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;
    static final long WEEK = 7 * DAY;

    private static final Map<String, Long> NANOS = Map.ofEntries(
            Map.entry("W", WEEK),
            Map.entry("week", WEEK),
            Map.entry("weeks", WEEK),
            Map.entry("D", DAY),
            Map.entry("day", DAY),
            Map.entry("days", DAY),
            Map.entry("h", HOUR),
            Map.entry("hr", HOUR),
            Map.entry("hour", HOUR),
            Map.entry("hours", HOUR),
            Map.entry("m", MINUTE),
            Map.entry("min", MINUTE),
            Map.entry("minute", MINUTE),
            Map.entry("minutes", MINUTE),
            Map.entry("s", SECOND),
            Map.entry("sec", SECOND),
            Map.entry("second", SECOND),
            Map.entry("seconds", SECOND),
            Map.entry("ms", MILLISECOND),
            Map.entry("milli", MILLISECOND),
            Map.entry("millis", MILLISECOND),
            Map.entry("millisecond", MILLISECOND),
            Map.entry("milliseconds", MILLISECOND),
            Map.entry("us", MICROSECOND),
            Map.entry("micro", MICROSECOND),
            Map.entry("micros", MICROSECOND),
            Map.entry("microsecond", MICROSECOND),
            Map.entry("microseconds", MICROSECOND),
            Map.entry("ns", 1L),
            Map.entry("nano", 1L),
            Map.entry("nanos", 1L),
            Map.entry("nanosecond", 1L),
            Map.entry("nanoseconds", 1L));

    private TimeUnits() {}

    /**
     * Nanoseconds of the unit of this name.
     *
     * @throws IllegalArgumentException where there is none
     */
    static long nanos(String name) {
        Long unit = NANOS.get(name);
        if (unit == null) {
            throw new IllegalArgumentException(
                    "unknown unit of time \"" + name + "\"; use W, D, h, m, s, ms, us or ns");
        }
        return unit;
    }
}
