package io.millrace.table;

import io.millrace.plan.CallLater;
import io.millrace.plan.Changes;
import io.millrace.plan.Origin;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a table of the results of each call that rows do not wait for, and of the call a column of that table. The table has the ids
 * of the one whose rows the call is made for; it changes when arguments do, and when results come.
 */
final class LaterColumns {
    private static final String RESULT = "result";

    private final Table table;
    private final Map<Term.Later, Table> results = new HashMap<>();

    private LaterColumns(Table table) {
        this.table = table;
    }

    /** The same columns without calls whose results come later. */
    static List<ColumnExpression> of(Table table, List<ColumnExpression> columns) {
        LaterColumns later = new LaterColumns(table);
        return columns.stream().map(later::replaced).toList();
    }

    private ColumnExpression replaced(ColumnExpression expression) {
        Term term = Terms.mapOperands(expression.term(), this::replaced);
        if (!(term instanceof Term.Later later)) {
            return term.equals(expression.term()) ? expression : expression.with(term);
        }
        Table result = results.computeIfAbsent(later, call -> results(call, new Origin("apply", expression.line())));
        return expression.with(new Term.TableColumn(result, RESULT));
    }

    private Table results(Term.Later call, Origin origin) {
        ColumnExpression[] arguments = new ColumnExpression[call.operands().size()];
        boolean mayBeNone = false;
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = call.operands().get(i).as("argument " + (i + 1));
        }
        Table asked = table.select(arguments);
        for (Field field : asked.schema().fields()) {
            mayBeNone |= (field.type() instanceof Type.Future future ? future.value() : field.type()).isOptional();
        }
        Type type = call.policy().type();
        Type result = Type.future(call.propagateNone() && mayBeNone ? Type.optional(type) : type);
        List<Field> fields = new ArrayList<>(asked.schema().fields());
        fields.add(Field.of("#upsert", Type.BOOL));
        Changes stream = new Changes(origin, asked.node(), true, new Schema(fields, false));
        return Table.of(
                new CallLater(
                        origin,
                        stream,
                        call.policy(),
                        call.propagateNone(),
                        call.deterministic(),
                        new Schema(List.of(Field.of(RESULT, result)), false)),
                table.universe());
    }
}
