package io.millrace.expression;

import io.millrace.batch.BatchPool;
import io.millrace.column.ColumnBuilder;
import io.millrace.expression.Expression.Call;
import io.millrace.expression.RowFunctionNode.NoneRule;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Makes nodes of expressions: equal ones become one node, and implicit conversions become nodes of their own. */
final class Compiler {
    private final BatchPool pool;
    private final Map<Expression, Node> byExpression = new HashMap<>();
    private final Map<Conversion, Node> byConversion = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private String userLine;

    Compiler(BatchPool pool) {
        this.pool = pool;
    }

    /** All nodes made so far. */
    List<Node> nodes() {
        return nodes;
    }

    /** The node of an expression; nodes made on the way stand in {@code line} of the user's program. */
    Node compile(Expression expression, String line) {
        userLine = line;
        return node(expression);
    }

    private Node node(Expression expression) {
        Node known = byExpression.get(expression);
        if (known == null) {
            known = keep(make(expression));
            byExpression.put(expression, known);
        }
        return known;
    }

    private Node keep(Node node) {
        if (!nodes.contains(node)) {
            nodes.add(node);
        }
        return node;
    }

    private Node make(Expression expression) {
        return switch (expression) {
            case Expression.ColumnRef(int index, Type type) -> new LeafNodes.ColumnNode(index, type);
            case Expression.RowId() -> new LeafNodes.RowIdNode();
            case Expression.Literal(Object value, Type type) -> new LeafNodes.ConstantNode(value, type, pool);
            case Call call -> call(call);
            case Expression.IfElse(Expression condition, Expression then, Expression otherwise, Type type) ->
                new IfElseNode(node(condition), as(then, type), as(otherwise, type), type, userLine);
            case Expression.Coalesce(List<Expression> operands, Type type) ->
                new StatusNodes.CoalesceNode(
                        operands.stream().map(it -> as(it, Type.optional(type))).toList(), type);
            case Expression.Require(Expression value, List<Expression> dependencies, Type type) ->
                new StatusNodes.RequireNode(
                        as(value, type), dependencies.stream().map(this::node).toList(), type);
            case Expression.Unwrap(Expression operand, Type type) ->
                new StatusNodes.UnwrapNode(as(operand, Type.optional(type)), type, userLine);
            case Expression.FillError(Expression operand, Expression replacement, Type type) ->
                new StatusNodes.FillErrorNode(as(operand, type), as(replacement, type), type);
            case Expression.Cast(Expression operand, Type type) -> cast(operand, type);
            case Expression.DeclareType(Expression operand, Type type) -> declare(node(operand), type);
            case Expression.MakeTuple(List<Expression> operands, Type type) ->
                function(tupleElements(operands, type), NoneRule.HANDLED, NestedFunctions.makeTuple(), type);
            case Expression.PointerFrom(List<Expression> operands, boolean optional, boolean hasInstance, Type type) ->
                function(
                        operands.stream().map(this::node).toList(),
                        NoneRule.HANDLED,
                        NestedFunctions.pointerFrom(optional, hasInstance),
                        type);
            case Expression.Apply apply ->
                new ApplyNode(apply, apply.operands().stream().map(this::node).toList(), userLine);
        };
    }

    private List<Node> tupleElements(List<Expression> operands, Type type) {
        List<Node> elements = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            Type element = switch (type.required()) {
                case Type.Tuple tuple -> tuple.elements().get(i);
                case Type.ListOf list -> list.element();
                default -> operands.get(i).type();
            };
            // An element says its kind itself, so one of type Any needs no conversion.
            elements.add(element == Type.ANY ? node(operands.get(i)) : as(operands.get(i), element));
        }
        return elements;
    }

    private Node function(List<Node> operands, NoneRule rule, RowFunction function, Type type) {
        return new RowFunctionNode(operands, rule, function, type, userLine);
    }

    private Node call(Call call) {
        List<Expression> operands = call.operands();
        Type first = operands.getFirst().type();
        Op op = call.op();
        return switch (op.family()) {
            case ARITHMETIC -> arithmetic(call);
            case COMPARISON -> comparison(call);
            case LOGIC ->
                call.type() == Type.BOOL
                        ? new LogicNode(op, node(operands.get(0)), node(operands.get(1)), userLine)
                        : new LongNode(op, node(operands.get(0)), node(operands.get(1)), call.type(), userLine);
            case UNARY -> new UnaryNode(op, node(operands.getFirst()), call.type(), userLine);
            case VALUE -> value(call);
            case NESTED -> nested(call);
            case JSON -> propagating(call, JsonFunctions.as(op));
            case TEXT ->
                op == Op.SLICE
                        ? handling(call, TextFunctions.of(op, 3))
                        : refusing(call, TextFunctions.of(op, operands.size()));
            // Positions may be None.
            case TEXT_SEARCH ->
                op == Op.COUNT || op == Op.FIND || op == Op.RFIND
                        ? handling(call, TextSearch.of(op))
                        : refusing(call, TextSearch.of(op));
            case PATTERN -> refusing(call, new PatternFunction(op));
            case PARSE -> refusing(call, Conversions.parse(op));
            case BYTES -> refusing(call, ByteFunctions.of(op));
            case NUMBER -> number(call);
            case DATE_TIME_FIELD, DURATION -> refusing(call, CalendarFunctions.of(op, first == Type.DATE));
            case DATE_TIME -> refusing(call, DateTimes.of(op, first));
        };
    }

    private Node value(Call call) {
        Expression first = call.operands().getFirst();
        return switch (call.op()) {
            case IS_NONE -> new StatusNodes.IsNoneNode(node(first), false);
            case IS_NOT_NONE -> new StatusNodes.IsNoneNode(node(first), true);
            case TO_STRING -> handling(call, Conversions.toText(first.type()));
            case LEAST, GREATEST ->
                function(
                        call.operands().stream().map(it -> as(it, call.type())).toList(),
                        NoneRule.REFUSED,
                        new Extreme(call.op() == Op.GREATEST),
                        call.type());
            default -> throw new AssertionError(call.op() + " is not for every value");
        };
    }

    private Node nested(Call call) {
        Type first = call.operands().getFirst().type();
        return switch (call.op()) {
            case GET, GET_OR_DEFAULT -> get(call);
            case LENGTH ->
                refusing(
                        call,
                        first == Type.STRING
                                ? TextFunctions.codePoints()
                                : first == Type.BYTES
                                        ? (out, in, row, failure) -> out.appendLong(in[0].length(row))
                                        : NestedFunctions.size());
            case MATRIX_MULTIPLY -> refusing(call, NestedFunctions.matrixProduct(call.type()));
            default -> throw new AssertionError(call.op() + " is no operation on nested values");
        };
    }

    private Node number(Call call) {
        Op op = call.op();
        List<Expression> operands = call.operands();
        Type first = operands.getFirst().type();
        return switch (op) {
            case ROUND, FLOOR, CEIL, TRUNCATE, SIGN -> refusing(call, NumberFunctions.of(op, first == Type.INT64));
            case FILL_NA ->
                function(
                        List.of(as(operands.get(0), Type.optional(call.type())), as(operands.get(1), call.type())),
                        NoneRule.HANDLED,
                        NumberFunctions.fillNa(call.type()),
                        call.type());
            default ->
                function(
                        operands.stream().map(it -> as(it, Type.FLOAT64)).toList(),
                        NoneRule.REFUSED,
                        RealFunctions.of(op, operands.size()),
                        call.type());
        };
    }

    private Node refusing(Call call, RowFunction function) {
        return function(call.operands().stream().map(this::node).toList(), NoneRule.REFUSED, function, call.type());
    }

    private Node propagating(Call call, RowFunction function) {
        return function(call.operands().stream().map(this::node).toList(), NoneRule.PROPAGATED, function, call.type());
    }

    private Node handling(Call call, RowFunction function) {
        return function(call.operands().stream().map(this::node).toList(), NoneRule.HANDLED, function, call.type());
    }

    private Node arithmetic(Call call) {
        Op op = call.op();
        Type type = call.type();
        Expression x = call.operands().get(0);
        Expression y = call.operands().get(1);
        if (type == Type.STRING) {
            return op == Op.ADD
                    ? refusing(call, TextFunctions.of(Op.CONCAT, 2))
                    : refusing(call, TextFunctions.repeat(x.type() == Type.STRING ? 0 : 1));
        }
        boolean hasFloat = x.type() == Type.FLOAT64 || y.type() == Type.FLOAT64;
        boolean isDurationByInt = type == Type.DURATION && y.type() == Type.INT64;
        if (!hasFloat && (op != Op.DIVIDE || isDurationByInt)) {
            return new LongNode(op, node(x), node(y), type, userLine);
        }
        Node quotient = new DoubleNode(op, asDouble(x), asDouble(y), Type.FLOAT64, userLine);
        // A duration times or over a number is a duration again.
        return type == Type.FLOAT64
                ? quotient
                : new ConvertNode(ConvertNode.Kind.DOUBLE_TO_LONG_EXACT, keep(quotient), type, userLine);
    }

    private Node asDouble(Expression expression) {
        Node node = node(expression);
        return expression.type() == Type.FLOAT64
                ? node
                : converted(node, Type.FLOAT64, () -> toDouble(node, Type.FLOAT64));
    }

    private Node toDouble(Node node, Type type) {
        return new ConvertNode(ConvertNode.Kind.LONG_TO_DOUBLE, node, type, userLine);
    }

    private Node comparison(Call call) {
        Expression x = call.operands().get(0);
        Expression y = call.operands().get(1);
        boolean isEqual = call.op() == Op.EQUAL;
        if (isNone(x) || isNone(y)) {
            return new StatusNodes.IsNoneNode(node(isNone(x) ? y : x), !isEqual);
        }
        Type common = comparisonType(x.type(), y.type());
        return new CompareNode(call.op(), as(x, common, x.type()), as(y, common, y.type()), userLine);
    }

    private static boolean isNone(Expression expression) {
        return expression instanceof Expression.Literal literal && literal.value() == null;
    }

    /** The type that both sides are brought to; nested values and arrays compare as they are. */
    private static Type comparisonType(Type left, Type right) {
        Type x = left.required();
        Type y = right.required();
        if (x == Type.NONE || y == Type.NONE) {
            return Type.optional(x == Type.NONE ? y : x);
        }
        if (x == Type.ANY || y == Type.ANY) {
            return Type.ANY;
        }
        return Signatures.isNumber(x) && !x.equals(y) ? Type.FLOAT64 : null;
    }

    private Node as(Expression expression, Type common, Type own) {
        return common == null ? node(expression) : as(expression, own.isOptional() ? Type.optional(common) : common);
    }

    private Node get(Call call) {
        Type first = call.operands().getFirst().type();
        boolean hasDefault = call.op() == Op.GET_OR_DEFAULT && !Signatures.isCertain(call.operands());
        List<Node> operands = new ArrayList<>();
        operands.add(node(call.operands().get(0)));
        operands.add(node(call.operands().get(1)));
        if (hasDefault) {
            operands.add(as(call.operands().get(2), call.type()));
        }
        boolean mayBeNone = hasDefault && call.type().isOptional();
        RowFunction function = first == Type.JSON
                ? JsonFunctions.get(call.operands().get(1).type() == Type.STRING, hasDefault)
                : NestedFunctions.get(call.type(), hasDefault);
        return function(operands, mayBeNone ? NoneRule.HANDLED : NoneRule.REFUSED, function, call.type());
    }

    private Node cast(Expression operand, Type to) {
        Type from = operand.type().required();
        Type target = to.required();
        if (to == Type.ANY || to.accepts(operand.type())) {
            return as(operand, to);
        }
        Node node = node(operand);
        ConvertNode.Kind kind = castKind(from, target);
        if (kind != null) {
            return new ConvertNode(kind, node, to, userLine);
        }
        RowFunction function;
        if (target == Type.STRING) {
            function = Conversions.castToText(from);
        } else if (target == Type.INT64) {
            function = Conversions.parse(Op.PARSE_INT);
        } else if (target == Type.FLOAT64) {
            function = Conversions.parse(Op.PARSE_FLOAT);
        } else {
            function = (out, in, row, failure) -> out.appendBool(in[0].length(row) > 0);
        }
        return function(List.of(node), NoneRule.PROPAGATED, function, to);
    }

    private static ConvertNode.Kind castKind(Type from, Type to) {
        if (from == Type.INT64) {
            return to == Type.FLOAT64
                    ? ConvertNode.Kind.LONG_TO_DOUBLE
                    : to == Type.BOOL ? ConvertNode.Kind.LONG_TO_BOOL : null;
        }
        if (from == Type.FLOAT64) {
            return to == Type.INT64
                    ? ConvertNode.Kind.DOUBLE_TO_LONG
                    : to == Type.BOOL ? ConvertNode.Kind.DOUBLE_TO_BOOL : null;
        }
        if (from == Type.BOOL) {
            return to == Type.INT64
                    ? ConvertNode.Kind.BOOL_TO_LONG
                    : to == Type.FLOAT64 ? ConvertNode.Kind.BOOL_TO_DOUBLE : null;
        }
        return null;
    }

    private Node declare(Node operand, Type type) {
        Type from = operand.type;
        if (from == Type.ANY && type.required() != Type.ANY) {
            return function(List.of(operand), NoneRule.PROPAGATED, NestedFunctions.decode(type), type);
        }
        if (type == Type.ANY && from != Type.ANY) {
            return convert(operand, type);
        }
        return from.lane() == type.lane() ? new StatusNodes.RetypeNode(operand, type) : convert(operand, type);
    }

    /** The expression as a value of a type that accepts its own. */
    private Node as(Expression expression, Type type) {
        Node node = node(expression);
        return node.type.equals(type) ? node : converted(node, type, () -> convert(node, type));
    }

    private Node converted(Node node, Type type, Supplier<Node> maker) {
        Conversion conversion = new Conversion(node, type);
        Node known = byConversion.get(conversion);
        if (known == null) {
            known = keep(maker.get());
            byConversion.put(conversion, known);
        }
        return known;
    }

    private Node convert(Node node, Type type) {
        Type from = node.type.required();
        Type to = type.required();
        if (from == Type.NONE) {
            // Cells of type None may still be errors, which a row function passes on.
            return node instanceof LeafNodes.ConstantNode
                    ? new LeafNodes.ConstantNode(null, Type.optional(type), pool)
                    : function(List.of(node), NoneRule.PROPAGATED, Compiler::never, Type.optional(type));
        }
        if (to == Type.ANY) {
            return from == Type.ANY
                    ? new StatusNodes.RetypeNode(node, type)
                    : function(List.of(node), NoneRule.PROPAGATED, NestedFunctions.encode(), type);
        }
        if (from == Type.INT64 && to == Type.FLOAT64) {
            return toDouble(node, type);
        }
        if (NestedTypes.needConversion(from, to)) {
            return function(List.of(node), NoneRule.PROPAGATED, NestedFunctions.reencode(from, to), type);
        }
        if (from.lane() != to.lane()) {
            throw new IllegalArgumentException("no value of type " + node.type + " is one of type " + type);
        }
        return new StatusNodes.RetypeNode(node, type);
    }

    private static void never(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        throw new AssertionError("a cell of type None is a value");
    }

    /** A conversion that one node does for all who need it. */
    private record Conversion(Node node, Type type) {}
}
