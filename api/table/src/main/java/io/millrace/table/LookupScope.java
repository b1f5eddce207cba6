package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.expression.Expression.ColumnRef;
import io.millrace.plan.Columns;
import io.millrace.plan.Lookup;
import io.millrace.plan.Node;
import io.millrace.plan.Origin;
import io.millrace.plan.UserLine;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of which expressions may look others up by id: what is looked up first adds the columns of the other table behind those that
 * are there, so that positions found before stay as they are. {@link #node} has them all.
 */
final class LookupScope implements Scope {
    private final Scope rows;
    private final Map<Key, Integer> offsets;
    private Node node;

    /** What is looked up once. */
    private record Key(Table target, Expression pointer, Lookup.Misses misses) {}

    private LookupScope(Scope rows, Node node, Map<Key, Integer> offsets) {
        this.rows = rows;
        this.node = node;
        this.offsets = offsets;
    }

    static LookupScope of(Rows rows) {
        return of(rows, rows.node());
    }

    /** @param node whose first columns are those of {@code rows} */
    static LookupScope of(Scope rows, Node node) {
        return new LookupScope(rows, node, new HashMap<>());
    }

    /** The same, to look up more for another purpose. */
    LookupScope copy() {
        return new LookupScope(rows, node, new HashMap<>(offsets));
    }

    /** The rows with all that was looked up. */
    Node node() {
        return node;
    }

    @Override
    public Schema schema() {
        return node.schema();
    }

    @Override
    public Expression column(Side side, String name, UserLine line) {
        return rows.column(side, name, line);
    }

    @Override
    public Expression column(Table table, String name, UserLine line) {
        return rows.column(table, name, line);
    }

    @Override
    public Expression id(Side side, UserLine line) {
        return rows.id(side, line);
    }

    @Override
    public Expression id(Table table, UserLine line) {
        return rows.id(table, line);
    }

    @Override
    public List<String> star(Side side, UserLine line) {
        return rows.star(side, line);
    }

    @Override
    public BitSet presentWith(int column) {
        return column < rows.schema().size() ? rows.presentWith(column) : Scope.super.presentWith(column);
    }

    @Override
    public Expression reduce(Term.Reduce reduce, UserLine line) {
        return rows.reduce(reduce, line);
    }

    @Override
    public Expression found(Term.Found found, UserLine line) {
        int index = found.target().schema().indexOf(found.column());
        if (index < 0) {
            throw line.error("no column " + found.column() + "; the table that rows are looked up in has "
                    + found.target().columnNames());
        }
        int at = look(found.target(), found.pointer(), found.misses(), found.optional(), line) + index;
        return new ColumnRef(at, node.schema().type(at));
    }

    /** Looks rows up and returns where their columns begin. */
    int look(Table target, ColumnExpression pointer, Lookup.Misses misses, boolean optional, UserLine line) {
        Expression typed = new Typer(this).typed(pointer);
        Type type = typed.type();
        if (type.required() != Type.POINTER) {
            throw line.error("rows are looked up by pointers, but " + pointer + " is " + type
                    + "; make one of a value with pointerFrom, or use ixRef");
        }
        if (type.isOptional() && !optional) {
            throw line.error("the pointer " + pointer
                    + " may be None; say optional() to get None there, or unwrap it where it never is");
        }
        Integer known = offsets.get(new Key(target, typed, misses));
        if (known == null) {
            known = node.schema().size();
            node = Lookup.of(new Origin("ix", line), node, target.node(), typed, misses);
            offsets.put(new Key(target, typed, misses), known);
        }
        return known;
    }

    /** References to columns from {@code from} on. */
    List<Expression> refs(int from) {
        return Columns.refs(schema()).subList(from, schema().size());
    }
}
