package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.port.DataError;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/**
 * Between the clock of a time zone and UTC. Of two instants with the same clock the later one counts, for a clock that the zone
 * skips the instant at which it goes on. Between two changes of a zone's offset nothing is looked up.
 */
final class TimeZones implements RowFunction {
    /** No offset is as long, so that a clock so far from a change is told the same by both offsets. */
    private static final long MARGIN_SECONDS = 2 * 86_400;

    private final boolean toUtc;
    private final Derived<ZoneRules> zones = new Derived<>(DataError.Kind.VALUE, TimeZones::rules);
    private ZoneRules known;
    private long knownFrom;
    private long knownUntil;
    private long knownOffset;

    TimeZones(boolean toUtc) {
        this.toUtc = toUtc;
    }

    @Override
    public void append(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        ZoneRules rules = zones.of(in[1], row, failure);
        if (rules == null) {
            return;
        }
        long nanos = in[0].getLong(row);
        long seconds = Math.floorDiv(nanos, TimeUnits.SECOND);
        long fraction = Math.floorMod(nanos, TimeUnits.SECOND);
        if (rules != known || seconds < knownFrom || seconds >= knownUntil) {
            lookUp(rules, seconds);
        }
        long moved;
        if (seconds >= knownFrom && seconds < knownUntil) {
            moved = toUtc ? seconds - knownOffset : seconds + knownOffset;
        } else {
            LocalDateTime local = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
            List<ZoneOffset> offsets = rules.getValidOffsets(local);
            if (offsets.isEmpty()) {
                // The end of a gap is a whole second.
                moved = rules.getTransition(local).toEpochSecond();
                fraction = 0;
            } else {
                moved = seconds - offsets.getLast().getTotalSeconds();
            }
        }
        long day = Math.floorDiv(moved, 86_400L);
        long ofDay = Math.floorMod(moved, 86_400L) * TimeUnits.SECOND + fraction;
        DateTimes.append(out, day, ofDay, failure, "a datetime in another time zone");
    }

    private static ZoneRules rules(String name) {
        try {
            return ZoneId.of(name).getRules();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("unknown time zone \"" + name + "\"", e);
        }
    }

    /** Finds the seconds around this one for which the offset is the same without doubt; none near a change. */
    private void lookUp(ZoneRules rules, long seconds) {
        Instant instant = Instant.ofEpochSecond(seconds);
        ZoneOffsetTransition before = rules.previousTransition(instant.plusNanos(1));
        ZoneOffsetTransition after = rules.nextTransition(instant);
        long margin = toUtc ? MARGIN_SECONDS : 0;
        known = rules;
        knownFrom = before == null ? Long.MIN_VALUE : before.toEpochSecond() + margin;
        knownUntil = after == null ? Long.MAX_VALUE : after.toEpochSecond() - margin;
        knownOffset = rules.getOffset(instant).getTotalSeconds();
    }
}
