package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.expression.Expression.ColumnRef;
import io.millrace.expression.Op;
import io.millrace.expression.Signatures;
import io.millrace.expression.Typing;
import io.millrace.plan.Trees;
import io.millrace.type.Field;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Finds out what an expression refers to and what type it has. An error names the operation, the types, the columns involved with
 * theirs, and the line on which the expression was written. Where a condition excludes None, columns lose their optional.
 */
final class Typer {
    private final Scope scope;
    private final BitSet notNone;

    Typer(Scope scope) {
        this(scope, new BitSet());
    }

    private Typer(Scope scope, BitSet notNone) {
        this.scope = scope;
        this.notNone = notNone;
    }

    List<Expression> typed(List<ColumnExpression> expressions) {
        return expressions.stream().map(this::typed).toList();
    }

    Expression typed(ColumnExpression expression) {
        return switch (expression.term()) {
            case Term.Column it -> narrowed(scope.column(it.side(), it.name(), expression.line()));
            case Term.TableColumn it -> narrowed(scope.column(it.table(), it.name(), expression.line()));
            case Term.Id it -> scope.id(it.side(), expression.line());
            case Term.TableId it -> scope.id(it.table(), expression.line());
            case Term.Star it ->
                throw expression
                        .line()
                        .error("all columns at once stand in a list of columns, not inside an expression");
            case Term.Constant it -> new Expression.Literal(it.value(), it.type());
            case Term.Operation it -> operation(it, expression);
            case Term.FromJson it -> fromJson(it, expression);
            case Term.IfElse it -> ifElse(it, expression);
            case Term.Coalesce it -> {
                List<Expression> operands = typed(it.operands());
                requireAwaited("coalesce", operands, expression);
                Type type = checked(Signatures.coalesce(types(operands)), expression, operands);
                yield new Expression.Coalesce(operands, type);
            }
            case Term.Require it -> require(it, expression);
            case Term.Unwrap it -> {
                Expression operand = typed(it.operand());
                Type type = checked(Signatures.unwrap(operand.type()), expression, List.of(operand));
                yield new Expression.Unwrap(operand, type);
            }
            case Term.FillError it -> {
                List<Expression> operands = typed(List.of(it.operand(), it.replacement()));
                Typing typing = Signatures.fillError(
                        operands.get(0).type(), operands.get(1).type());
                yield new Expression.FillError(operands.get(0), operands.get(1), checked(typing, expression, operands));
            }
            case Term.Cast it -> {
                Expression operand = typed(it.operand());
                Typing typing = Signatures.cast(operand.type(), it.type());
                yield new Expression.Cast(operand, checked(typing, expression, List.of(operand)));
            }
            case Term.DeclareType it -> declareType(it, expression);
            case Term.MakeTuple it -> {
                List<Expression> operands = typed(it.operands());
                requireAwaited("makeTuple", operands, expression);
                yield new Expression.MakeTuple(operands, new Type.Tuple(types(operands)));
            }
            case Term.PointerFrom it -> {
                Expression.PointerFrom pointer = pointerFrom(it.operands(), it.optional());
                requireAwaited("pointerFrom", pointer.operands(), expression);
                yield pointer;
            }
            case Term.Instance it ->
                throw expression
                        .line()
                        .error("an instance is the last of the values of a key, of grouping columns or of join"
                                + " conditions, and nothing else: " + expression);
            case Term.Found it -> narrowed(scope.found(it, expression.line()));
            case Term.Apply it -> apply(it, expression);
            case Term.Later it ->
                throw expression
                        .line()
                        .error("the results of " + it.policy().name()
                                + " come later; make a column of them with select or"
                                + " withColumns, and await them before they are used: " + expression);
            case Term.Reduce it -> scope.reduce(it, expression.line());
        };
    }

    private void requireAwaited(String what, List<Expression> operands, ColumnExpression expression) {
        for (Expression operand : operands) {
            if (operand.type() instanceof Type.Future) {
                throw expression
                        .line()
                        .error(what + " does not take " + operand.type()
                                + ", whose values come later; say awaitFutures() of the table first: " + expression
                                + columnTypes(operands));
            }
        }
    }

    private Expression apply(Term.Apply it, ColumnExpression expression) {
        List<Expression> operands = typed(it.operands());
        requireAwaited("a function", operands, expression);
        boolean mayBeNone = it.propagateNone()
                && operands.stream().anyMatch(operand -> operand.type().isOptional());
        Type type = mayBeNone ? Type.optional(it.type()) : it.type();
        return new Expression.Apply(it.function(), operands, type, it.propagateNone(), it.deterministic());
    }

    /** The key of values, the last of which may be an instance. */
    Expression.PointerFrom pointerFrom(List<ColumnExpression> values, boolean optional) {
        List<Expression> operands = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            ColumnExpression value = values.get(i);
            boolean isLast = i == values.size() - 1;
            operands.add(typed(isLast && value.term() instanceof Term.Instance it ? it.operand() : value));
        }
        boolean hasInstance = !values.isEmpty() && values.getLast().term() instanceof Term.Instance;
        boolean mayBeNone =
                optional && operands.stream().anyMatch(operand -> operand.type().isOptional());
        Type type = mayBeNone ? Type.optional(Type.POINTER) : Type.POINTER;
        return new Expression.PointerFrom(operands, optional, hasInstance, type);
    }

    /** Types a condition, which must be a bool and not optional. */
    Expression condition(ColumnExpression expression, String operation) {
        Expression condition = typed(expression);
        if (condition.type() != Type.BOOL) {
            throw expression
                    .line()
                    .error("the condition of " + operation + " is " + condition.type() + ", it must be bool"
                            + (condition.type().required() == Type.BOOL
                                    ? "; say what None means with coalesce(condition, false)"
                                    : "")
                            + ": " + expression + columnTypes(List.of(condition)));
        }
        return condition;
    }

    private Expression operation(Term.Operation it, ColumnExpression expression) {
        if ((it.op() == Op.AND) && it.operands().size() == 2) {
            Expression left = typed(it.operands().get(0));
            // The right operand is evaluated only where the left one holds.
            Expression right = where(left).typed(it.operands().get(1));
            return call(it.op(), List.of(left, right), expression);
        }
        if (it.op() == Op.OR && it.operands().size() == 2) {
            Expression left = typed(it.operands().get(0));
            // The right operand is evaluated only where the left one does not hold.
            Expression right = whereNot(left).typed(it.operands().get(1));
            return call(it.op(), List.of(left, right), expression);
        }
        return call(it.op(), typed(it.operands()), expression);
    }

    private Expression call(Op op, List<Expression> operands, ColumnExpression expression) {
        if (op == Op.IS_NONE || op == Op.IS_NOT_NONE) {
            requireAwaited(op.symbol(), operands, expression);
        }
        return new Expression.Call(op, operands, checked(Signatures.of(op, operands), expression, operands));
    }

    private Expression fromJson(Term.FromJson it, ColumnExpression expression) {
        Expression converted = call(it.op(), List.of(typed(it.operand())), expression);
        Expression otherwise = typed(it.otherwise());
        if (otherwise.type() == Type.NONE) {
            return converted;
        }
        Type target = converted.type().required();
        List<Expression> operands = List.of(converted, otherwise);
        if (!target.accepts(otherwise.type().required())) {
            throw expression
                    .line()
                    .error("the default of " + it.op().symbol() + " is " + otherwise.type() + "; it must be " + target
                            + ": " + expression + columnTypes(operands));
        }
        return new Expression.Coalesce(operands, otherwise.type().isOptional() ? converted.type() : target);
    }

    private Expression ifElse(Term.IfElse it, ColumnExpression expression) {
        Expression condition = typed(it.condition());
        Expression then = where(condition).typed(it.then());
        Expression otherwise = whereNot(condition).typed(it.otherwise());
        if (then.type() instanceof Type.Future != otherwise.type() instanceof Type.Future) {
            requireAwaited("ifElse", List.of(then, otherwise), expression);
        }
        Typing typing = Signatures.ifElse(condition.type(), then.type(), otherwise.type());
        return new Expression.IfElse(
                condition, then, otherwise, checked(typing, expression, List.of(condition, then, otherwise)));
    }

    private Expression require(Term.Require it, ColumnExpression expression) {
        List<Expression> dependencies = typed(it.dependencies());
        Typer inside = new Typer(scope, (BitSet) notNone.clone());
        for (Expression dependency : dependencies) {
            if (plain(dependency) instanceof ColumnRef ref) {
                inside.notNone.or(scope.presentWith(ref.index()));
            }
        }
        Expression value = inside.typed(it.value());
        requireAwaited("require", List.of(value), expression);
        return new Expression.Require(
                value, dependencies, checked(Signatures.require(value.type()), expression, List.of(value)));
    }

    private Expression declareType(Term.DeclareType it, ColumnExpression expression) {
        Expression operand = typed(it.operand());
        Type from = operand.type();
        if (!from.accepts(it.type()) && !it.type().accepts(from)) {
            throw expression
                    .line()
                    .error("cannot declare a value of type " + from + " to be " + it.type()
                            + ": neither type contains the other; use cast to convert" + columnTypes(List.of(operand)));
        }
        return new Expression.DeclareType(operand, it.type());
    }

    /** A typer for what is evaluated only where the condition holds. */
    private Typer where(Expression condition) {
        BitSet more = (BitSet) notNone.clone();
        addNotNone(condition, true, more);
        return new Typer(scope, more);
    }

    /** A typer for what is evaluated only where the condition does not hold. */
    private Typer whereNot(Expression condition) {
        BitSet more = (BitSet) notNone.clone();
        addNotNone(condition, false, more);
        return new Typer(scope, more);
    }

    /** Adds the columns that are certainly not None where the condition is {@code holds}. */
    private void addNotNone(Expression condition, boolean holds, BitSet columns) {
        if (!(condition instanceof Expression.Call call)) {
            return;
        }
        List<Expression> operands = call.operands();
        if (call.op() == (holds ? Op.AND : Op.OR)) {
            operands.forEach(operand -> addNotNone(operand, holds, columns));
        } else if (call.op() == Op.NOT) {
            addNotNone(operands.getFirst(), !holds, columns);
        } else if (call.op() == (holds ? Op.IS_NOT_NONE : Op.IS_NONE)
                && plain(operands.getFirst()) instanceof ColumnRef ref) {
            columns.or(scope.presentWith(ref.index()));
        }
    }

    private static Expression plain(Expression expression) {
        return expression instanceof Expression.DeclareType declared ? plain(declared.operand()) : expression;
    }

    private Expression narrowed(Expression column) {
        return column instanceof ColumnRef ref
                        && notNone.get(ref.index())
                        && ref.type().isOptional()
                        && ref.type() != Type.ANY
                        && ref.type() != Type.NONE
                ? new Expression.DeclareType(ref, ref.type().required())
                : column;
    }

    private Type checked(Typing typing, ColumnExpression expression, List<Expression> operands) {
        if (typing.isRefused()) {
            throw expression.line().error(typing.reason() + ": " + expression + columnTypes(operands));
        }
        return typing.type();
    }

    /** The columns in expressions with their types, for messages. */
    private String columnTypes(List<Expression> expressions) {
        BitSet columns = new BitSet();
        expressions.forEach(each -> columns.or(Trees.columns(each)));
        if (columns.isEmpty()) {
            return "";
        }
        List<String> texts = new ArrayList<>();
        columns.stream().forEach(i -> {
            Field field = scope.schema().field(i);
            texts.add("column " + field.name() + " is " + field.type());
        });
        return ", where " + String.join(", ", texts);
    }

    private static List<Type> types(List<Expression> expressions) {
        return expressions.stream().map(Expression::type).toList();
    }
}
