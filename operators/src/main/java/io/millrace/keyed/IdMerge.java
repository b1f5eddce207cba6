package io.millrace.keyed;

import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a table of rows of several tables is, id by id: which ids have a row, and where its cells come from. The inputs' rows of an
 * id must meet on one worker; all batches have ids. What changed comes out at the end of an epoch, once an id.
 *
 * <p>Two rows of one id in a table, where there may be one, are an error that is reported; the cells that would come from them are
 * errors until one of them goes. So are cells that should come from a row that is not there.
 *
 * @param tables what is kept of the rows of each table
 * @param tableOfInput which of the tables the rows of each input belong to
 * @param rule which ids have a row
 * @param outputs the columns of the result
 * @param emitsIds whether something downstream reads ids
 * @param messages what to report
 */
public record IdMerge(
        List<Kept> tables,
        List<Integer> tableOfInput,
        Rule rule,
        List<Output> outputs,
        boolean emitsIds,
        Messages messages)
        implements OperatorFactory {
    /**
     * What is kept of a table: its first columns, or only whether an id has a row.
     *
     * @param types of the columns
     */
    public record Kept(List<Type> types, boolean keepsRows) {
        public Kept {
            types = List.copyOf(types);
        }
    }

    /**
     * Which ids have a row in the result.
     *
     * @param required tables that must have one
     * @param excluded tables that must have none
     * @param any tables of which one at least must have one; none for no such condition
     * @param strays tables whose rows are reported where the result has none
     */
    public record Rule(List<Integer> required, List<Integer> excluded, List<Integer> any, List<Integer> strays) {
        public Rule {
            required = List.copyOf(required);
            excluded = List.copyOf(excluded);
            any = List.copyOf(any);
            strays = List.copyOf(strays);
        }
    }

    /** A column of a table. */
    public record Cell(int table, int column) {}

    /**
     * A column of the result.
     *
     * @param cells where its cells come from: the first of these tables that has a row of the id
     * @param survives whether rows that share an id should agree in this column: then it is no error where they do
     */
    public record Output(List<Cell> cells, boolean survives, Type type) {
        public Output {
            cells = List.copyOf(cells);
        }
    }

    /**
     * Messages about an id, which stands where they have {@code %s}.
     *
     * @param missing of a row that is not there
     * @param stray of a row that the result has no place for
     * @param duplicate of a second row
     * @param userLine where the operation stands in the user's program, or null
     */
    public record Messages(String missing, String stray, String duplicate, String userLine) {}

    public IdMerge {
        tables = List.copyOf(tables);
        tableOfInput = List.copyOf(tableOfInput);
        outputs = List.copyOf(outputs);
    }

    /** Columns of a table whose cells survive. */
    List<Integer> surviving(int table) {
        return outputs.stream()
                .filter(Output::survives)
                .flatMap(output -> output.cells().stream())
                .filter(cell -> cell.table() == table)
                .map(Cell::column)
                .distinct()
                .toList();
    }

    /** Columns that take their cells from the same row: positions in {@link #outputs}. */
    List<List<Integer>> groups() {
        Map<List<Object>, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            Output output = outputs.get(i);
            List<Object> rows =
                    new ArrayList<>(output.cells().stream().map(Cell::table).toList());
            rows.add(output.survives());
            groups.computeIfAbsent(rows, absent -> new ArrayList<>()).add(i);
        }
        return List.copyOf(groups.values());
    }

    @Override
    public Operator open(OperatorContext context, io.millrace.port.Output output) {
        return new IdMergeOperator(this, context, output);
    }
}
