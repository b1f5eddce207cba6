package io.millrace.conformance;

import io.millrace.type.Type;
import io.millrace.value.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The types of records, which leave open what is behind {@code ANY}, a Python class, and an array without elements or dimensions.
 */
final class GoldenTypes {
    private GoldenTypes() {}

    /** Our type for an input column of a recorded type that has these values. */
    static Type of(String text, List<Object> values) {
        String inside = inside(text);
        return switch (head(text)) {
            case "INT" -> Type.INT64;
            case "FLOAT" -> Type.FLOAT64;
            case "BOOL" -> Type.BOOL;
            case "STR" -> Type.STRING;
            case "BYTES" -> Type.BYTES;
            case "Json" -> Type.JSON;
            case "ANY" -> Type.ANY;
            case "NONE" -> Type.NONE;
            case "DATE_TIME_NAIVE" -> Type.DATE_TIME_NAIVE;
            case "DATE_TIME_UTC" -> Type.DATE_TIME_UTC;
            case "DURATION" -> Type.DURATION;
            case "ANY_POINTER", "Pointer" -> Type.POINTER;
            case "Optional" -> optional(of(inside, values));
            case "Future" -> Type.future(of(inside, values));
            case "Tuple" ->
                new Type.Tuple(
                        parts(inside).stream().map(part -> of(part, List.of())).toList());
            case "List" -> Type.list(of(inside, List.of()));
            case "Array" -> array(inside, values);
            default -> throw new IllegalArgumentException("no type of ours stands for " + text);
        };
    }

    private static Type optional(Type type) {
        return type.isOptional() ? type : Type.optional(type);
    }

    private static Type array(String inside, List<Object> values) {
        List<String> parts = parts(inside);
        String element = parts.isEmpty() ? "" : parts.getLast();
        int dimensions = parts.size() == 2 ? Integer.parseInt(parts.getFirst()) : 0;
        boolean isInt = element.equals("INT")
                || !element.equals("FLOAT")
                        && values.stream()
                                .filter(Tensor.class::isInstance)
                                .map(Tensor.class::cast)
                                .allMatch(Tensor::isInt64);
        return new Type.Tensor(isInt ? Type.INT64 : Type.FLOAT64, dimensions == 0 ? -1 : dimensions);
    }

    /**
     * Whether our type says what the recorded one says, or more: a Java function has a result type where Pathway has {@code ANY}, and
     * records do not know the types of engine-level tables ({@code ?}).
     */
    static boolean agrees(String text, Type type) {
        String inside = inside(text);
        return switch (head(text)) {
            case "?", "ANY" -> true;
            case "Optional" ->
                type instanceof Type.Optional optional
                        ? agrees(inside, optional.value())
                        : type == Type.ANY && inside.equals("ANY");
            case "Future" -> type instanceof Type.Future future && agrees(inside, future.value());
            case "Tuple" -> type instanceof Type.Tuple tuple && agreeEach(parts(inside), tuple.elements());
            case "List" -> type instanceof Type.ListOf list && agrees(inside, list.element());
            case "Array" -> type instanceof Type.Tensor tensor && arrayAgrees(parts(inside), tensor);
            case "PyObjectWrapper" -> type instanceof Type.ObjectOf<?>;
            default -> type.equals(of(text, List.of()));
        };
    }

    private static boolean agreeEach(List<String> texts, List<Type> types) {
        for (int i = 0; i < types.size(); i++) {
            if (texts.size() != types.size() || !agrees(texts.get(i), types.get(i))) {
                return false;
            }
        }
        return texts.size() == types.size();
    }

    private static boolean arrayAgrees(List<String> parts, Type.Tensor type) {
        Type element = Stream.of(Type.INT64, Type.FLOAT64)
                .filter(it -> parts.contains(Objects.equals(it, Type.INT64) ? "INT" : "FLOAT"))
                .findFirst()
                .orElse(type.element());
        boolean hasDimensions = parts.size() == 2 && !parts.getFirst().equals("0");
        return element == type.element() && (!hasDimensions || Integer.parseInt(parts.getFirst()) == type.dimensions());
    }

    private static String head(String text) {
        int open = text.indexOf('(');
        return open < 0 ? text : text.substring(0, open);
    }

    private static String inside(String text) {
        int open = text.indexOf('(');
        return open < 0 ? "" : text.substring(open + 1, text.length() - 1);
    }

    /** What commas divide, outside brackets. */
    private static List<String> parts(String inside) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= inside.length(); i++) {
            char it = i == inside.length() ? ',' : inside.charAt(i);
            depth += it == '(' ? 1 : it == ')' ? -1 : 0;
            if (it == ',' && depth == 0) {
                String part = inside.substring(start, i).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                start = i + 1;
            }
        }
        return parts;
    }
}
