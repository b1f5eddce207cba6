package io.millrace.table;

import io.millrace.column.CellStatus;
import io.millrace.expression.Expression;
import io.millrace.expression.Op;
import io.millrace.key.Pointer;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Expressions evaluated one row at a time on Java objects, as their definitions say: the model that plans are checked with. */
final class PlainExpressions {
    private PlainExpressions() {}

    /** The value for a row; {@link CellStatus#ERROR} for an error. */
    static Object value(Expression expression, List<Object> row, Pointer id) {
        return switch (expression) {
            case Expression.ColumnRef it -> row.get(it.index());
            case Expression.RowId it -> Objects.requireNonNull(id, "an id that the plan pruned is read");
            case Expression.Literal it -> it.value();
            case Expression.Call it -> call(it, row, id);
            case Expression.IfElse it -> {
                Object condition = value(it.condition(), row, id);
                yield condition == CellStatus.ERROR
                        ? condition
                        : widened(value((boolean) condition ? it.then() : it.otherwise(), row, id), it.type());
            }
            case Expression.Coalesce it -> {
                Object found = null;
                for (int i = 0; i < it.operands().size() && found == null; i++) {
                    found = value(it.operands().get(i), row, id);
                }
                yield widened(found, it.type());
            }
            case Expression.Require it ->
                it.dependencies().stream().anyMatch(each -> value(each, row, id) == null)
                        ? null
                        : value(it.value(), row, id);
            case Expression.Unwrap it -> {
                Object operand = value(it.operand(), row, id);
                yield operand == null ? CellStatus.ERROR : operand;
            }
            case Expression.FillError it -> {
                Object operand = value(it.operand(), row, id);
                yield widened(operand == CellStatus.ERROR ? value(it.replacement(), row, id) : operand, it.type());
            }
            case Expression.Cast it ->
                cast(value(it.operand(), row, id), it.type().required());
            case Expression.DeclareType it -> widened(value(it.operand(), row, id), it.type());
            case Expression.MakeTuple it -> values(it.operands(), row, id);
            case Expression.PointerFrom it -> {
                List<Object> parts = values(it.operands(), row, id);
                yield parts.contains(CellStatus.ERROR)
                        ? CellStatus.ERROR
                        : it.optional() && parts.contains(null)
                                ? null
                                : it.hasInstance()
                                        ? Pointer.withInstance(parts.subList(0, parts.size() - 1), parts.getLast())
                                        : Pointer.of(parts.toArray());
            }
            case Expression.Apply it -> {
                try {
                    yield ((Expression.RowFunction) it.function())
                            .apply(values(it.operands(), row, id).toArray());
                } catch (Exception e) {
                    yield CellStatus.ERROR;
                }
            }
        };
    }

    static List<Object> values(List<Expression> expressions, List<Object> row, Pointer id) {
        List<Object> values = new ArrayList<>();
        expressions.forEach(each -> values.add(value(each, row, id)));
        return values;
    }

    private static Object widened(Object value, Type type) {
        return value instanceof Long number && type.required() == Type.FLOAT64 ? (Object) number.doubleValue() : value;
    }

    private static Object cast(Object value, Type type) {
        return switch (value) {
            case null -> null;
            case CellStatus error -> error;
            case Long number when type == Type.FLOAT64 -> (double) number;
            case Double number when type == Type.INT64 -> (long) (double) number;
            case Long number when type == Type.STRING -> number.toString();
            case String text when type == Type.INT64 -> Long.valueOf(text.strip());
            default -> value;
        };
    }

    private static Object call(Expression.Call call, List<Object> row, Pointer id) {
        Object left = value(call.operands().getFirst(), row, id);
        if (call.op() == Op.AND || call.op() == Op.OR) {
            boolean decides = call.op() == Op.OR;
            return left == CellStatus.ERROR || left.equals(decides)
                    ? left
                    : value(call.operands().get(1), row, id);
        }
        if (left == CellStatus.ERROR) {
            return left;
        }
        if (call.operands().size() == 1) {
            return unary(call.op(), left);
        }
        Object right = value(call.operands().get(1), row, id);
        return right == CellStatus.ERROR ? right : binary(call.op(), left, right);
    }

    private static Object unary(Op op, Object value) {
        return switch (op) {
            case IS_NONE -> value == null;
            case IS_NOT_NONE -> value != null;
            case NOT -> !(boolean) value;
            case NEGATE -> value instanceof Long number ? (Object) (-number) : (Object) (-(double) value);
            case UPPER -> ((String) value).toUpperCase(Locale.ROOT);
            case LENGTH -> (long) ((String) value).length();
            default -> throw new UnsupportedOperationException(op.toString());
        };
    }

    @SuppressWarnings("unchecked") // typing has made both of one class
    private static Object binary(Op op, Object left, Object right) {
        Object a = left;
        Object b = right;
        if (a instanceof Double && b instanceof Long || a instanceof Long && b instanceof Double) {
            a = ((Number) a).doubleValue();
            b = ((Number) b).doubleValue();
        }
        if (op == Op.EQUAL || op == Op.NOT_EQUAL) {
            return Objects.equals(a, b) == (op == Op.EQUAL);
        }
        int order = a instanceof Comparable<?> comparable && a.getClass() == b.getClass()
                ? ((Comparable<Object>) comparable).compareTo(b)
                : 0;
        return switch (op) {
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case DIVIDE -> {
                double divisor = ((Number) b).doubleValue();
                yield divisor == 0 ? CellStatus.ERROR : (Object) (((Number) a).doubleValue() / divisor);
            }
            default -> arithmetic(op, a, b);
        };
    }

    private static Object arithmetic(Op op, Object a, Object b) {
        if (a instanceof String text && op == Op.ADD) {
            return text + b;
        }
        if (a instanceof Long x && b instanceof Long y) {
            try {
                return switch (op) {
                    case ADD -> Math.addExact(x, y);
                    case SUBTRACT -> Math.subtractExact(x, y);
                    case MULTIPLY -> Math.multiplyExact(x, y);
                    case MODULO -> y == 0 ? CellStatus.ERROR : (Object) Math.floorMod(x, y);
                    case FLOOR_DIVIDE -> y == 0 ? CellStatus.ERROR : (Object) Math.floorDiv(x, y);
                    default -> throw new UnsupportedOperationException(op.toString());
                };
            } catch (ArithmeticException e) {
                return CellStatus.ERROR;
            }
        }
        double x = (double) a;
        double y = (double) b;
        return switch (op) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            default -> throw new UnsupportedOperationException(op + " of " + Arrays.asList(a, b));
        };
    }
}
