package io.millrace.value;

import io.millrace.key.JsonText;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A json value taken apart, for users' functions: {@code Json.of(cell).get("name").asString()}. Members keep their order, numbers are
 * int64 or greater integers where they have neither point nor exponent, else float64. Immutable; any thread.
 */
public final class Json implements Iterable<Json> {
    public static final Json NULL = new Json(null);

    /** null, Boolean, Long, BigInteger, Double, String, a list or a map by name of Json. */
    private final Object value;

    private Json(Object value) {
        this.value = value;
    }

    /** The value of a cell. */
    public static Json of(JsonText text) {
        return parse(text.compact());
    }

    /**
     * The value that a text spells.
     *
     * @throws IllegalArgumentException with the place where the text is no json
     */
    public static Json parse(String text) {
        return new JsonReader(text).read();
    }

    /**
     * A Java value as json: null, Boolean, a number, a String, a {@code Map} by String, an {@code Iterable}, a {@code LocalDateTime} or
     * {@code Instant} as text with nanoseconds, a {@code Duration} as its nanoseconds, {@code JsonText}, or a Json itself.
     *
     * @throws IllegalArgumentException for a value of another class, NaN and infinity
     */
    public static Json of(Object value) {
        return switch (value) {
            case null -> NULL;
            case Json json -> json;
            case JsonText text -> parse(text.compact());
            case Boolean truth -> new Json(truth);
            case Integer number -> new Json((long) number);
            case Long number -> new Json(number);
            case BigInteger number -> new Json(number.bitLength() < Long.SIZE ? (Object) number.longValue() : number);
            case Float number -> of((double) number);
            case Double number when Double.isFinite(number) -> new Json(number);
            case String text -> new Json(text);
            case LocalDateTime time -> new Json(ValueText.of(time));
            case Instant time -> new Json(ValueText.of(time).replace("+0000", "+00:00"));
            case Duration span -> new Json(span.toNanos());
            case Map<?, ?> map -> {
                Map<String, Json> members = new LinkedHashMap<>();
                map.forEach((name, member) -> members.put((String) name, of(member)));
                yield new Json(members);
            }
            case Iterable<?> elements -> {
                List<Json> all = new ArrayList<>();
                elements.forEach(element -> all.add(of(element)));
                yield new Json(all);
            }
            default -> throw new IllegalArgumentException("no json stands for " + value + " of " + value.getClass());
        };
    }

    public boolean isNull() {
        return value == null;
    }

    /**
     * The member of this name.
     *
     * @throws IllegalArgumentException where this is no object or has no such member
     */
    public Json get(String name) {
        Json member = asMap().get(name);
        if (member == null) {
            throw new IllegalArgumentException("no member \"" + name + "\" in " + this);
        }
        return member;
    }

    /**
     * The element at an index of a list, or the character of a text; negative indexes count from the end.
     *
     * @throws IllegalArgumentException where this is neither or has no such element
     */
    public Json get(int index) {
        List<?> elements = value instanceof String text
                ? text.codePoints().mapToObj(Character::toString).toList()
                : asList();
        int position = index < 0 ? index + elements.size() : index;
        if (position < 0 || position >= elements.size()) {
            throw new IllegalArgumentException("no element " + index + " in " + this);
        }
        return of(elements.get(position));
    }

    /**
     * The number as int64.
     *
     * @throws IllegalArgumentException where this is no integer or too great
     */
    public long asLong() {
        return as(Long.class, "int");
    }

    /**
     * The number as float64; an integer counts as one.
     *
     * @throws IllegalArgumentException where this is no number
     */
    public double asDouble() {
        return value instanceof Long || value instanceof BigInteger
                ? ((Number) value).doubleValue()
                : as(Double.class, "float");
    }

    /**
     * The text.
     *
     * @throws IllegalArgumentException where this is none
     */
    public String asString() {
        return as(String.class, "str");
    }

    /**
     * The truth value.
     *
     * @throws IllegalArgumentException where this is none
     */
    public boolean asBoolean() {
        return as(Boolean.class, "bool");
    }

    /**
     * The elements of a list.
     *
     * @throws IllegalArgumentException where this is none
     */
    public List<Json> asList() {
        List<?> elements = as(List.class, "list");
        return elements.stream().map(Json.class::cast).toList();
    }

    /**
     * The members of an object in their order, as a copy.
     *
     * @throws IllegalArgumentException where this is none
     */
    public Map<String, Json> asMap() {
        Map<String, Json> members = new LinkedHashMap<>();
        Map<?, ?> own = as(Map.class, "dict");
        own.forEach((name, member) -> members.put((String) name, (Json) member));
        return members;
    }

    /**
     * The number that this is or a text spells, without its fraction; 1 of true and 0 of false.
     *
     * @throws IllegalArgumentException of other json, and where it does not fit in 64 bits
     */
    public long toLong() {
        return switch (value) {
            case Boolean truth -> truth ? 1 : 0;
            case Double number when Math.abs(number) < 0x1p63 -> number.longValue();
            case String text -> Long.parseLong(text.strip());
            case null, default -> asLong();
        };
    }

    /**
     * The number that this is or a text spells; 1 of true and 0 of false.
     *
     * @throws IllegalArgumentException of other json
     */
    public double toDouble() {
        return switch (value) {
            case Boolean truth -> truth ? 1 : 0;
            case String text -> Double.parseDouble(text.strip());
            case null, default -> asDouble();
        };
    }

    /** Whether this is neither null, false, zero nor empty. */
    public boolean toBoolean() {
        return switch (value) {
            case null -> false;
            case Boolean truth -> truth;
            case Number number -> number.doubleValue() != 0;
            default -> size() > 0;
        };
    }

    /**
     * Elements of a list, members of an object or characters of a text.
     *
     * @throws IllegalArgumentException where this is none of them
     */
    public int size() {
        return value instanceof String text
                ? text.codePointCount(0, text.length())
                : value instanceof List<?> elements ? elements.size() : asMap().size();
    }

    /** The elements of a list, or the names of an object's members. */
    @Override
    public Iterator<Json> iterator() {
        return value instanceof Map<?, ?> members
                ? members.keySet().stream().map(name -> new Json(name)).iterator()
                : asList().iterator();
    }

    /** This as the value of a cell. */
    public JsonText text() {
        return new JsonText(toString());
    }

    /** The compact text. */
    @Override
    public String toString() {
        return JsonWriter.text(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Json json && Objects.equals(value, json.value);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(value);
    }

    Object value() {
        return value;
    }

    private <T> T as(Class<T> type, String name) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("cannot convert Json " + this + " to " + name);
        }
        return type.cast(value);
    }
}
