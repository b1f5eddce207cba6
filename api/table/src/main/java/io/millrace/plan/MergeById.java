package io.millrace.plan;

import io.millrace.type.Schema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of several tables brought together by their ids.
 *
 * @param rule which ids have a row
 * @param columns where the columns come from
 */
public record MergeById(Origin origin, List<Node> inputs, Rule rule, List<Source> columns, Schema schema)
        implements KeyedNode {
    /** Which ids have a row. */
    public enum Rule {
        /** Those that all inputs have. */
        INTERSECT("intersect"),
        /** Those of the first that no other has. */
        DIFFERENCE("difference"),
        /** Those of the first, which the others should have. */
        RESTRICT("restrict"),
        /** Those of the first, which should be those of the others. */
        SAME_IDS("same ids"),
        /** Those that any has. */
        UPDATE_ROWS("update rows"),
        /** Those of the first, among which those of the others should be. */
        UPDATE_CELLS("update cells"),
        /** Those of the inputs, taken as one table, in which there should be none twice. */
        UNIQUE("unique ids");

        private final String text;

        Rule(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** A column of an input. */
    public record Cell(int input, int column) {}

    /**
     * Where a column comes from.
     *
     * @param cells the first of these whose table has a row of the id; an error where there is none
     * @param survives whether rows that share their id should agree in this column: then it is no error where they do in all
     *     such columns
     */
    public record Source(List<Cell> cells, boolean survives) {
        public Source {
            cells = List.copyOf(cells);
        }

        /** A column of one input. */
        public static Source of(int input, int column) {
            return new Source(List.of(new Cell(input, column)), false);
        }
    }

    public MergeById {
        inputs = List.copyOf(inputs);
        columns = List.copyOf(columns);
        assert columns.size() == schema.size();
    }

    /** The columns of one input, as they are. */
    public static List<Source> columnsOf(int input, Node node) {
        return IntStream.range(0, node.schema().size())
                .mapToObj(column -> Source.of(input, column))
                .toList();
    }

    @Override
    public MergeById withInputs(List<Node> newInputs) {
        return new MergeById(origin, newInputs, rule, columns, schema);
    }

    @Override
    public BitSet reads(int input, BitSet needed) {
        BitSet read = new BitSet();
        needed.stream()
                .mapToObj(columns::get)
                .flatMap(source -> source.cells().stream())
                .filter(cell -> cell.input() == input || rule == Rule.UNIQUE)
                .forEach(cell -> read.set(cell.column()));
        return read;
    }

    @Override
    public Pruned pruned(List<Node> newInputs, BitSet needed, Moves moves) {
        List<Integer> kept = Positions.list(needed);
        List<Source> sources = new ArrayList<>();
        for (int column : kept) {
            Source source = columns.get(column);
            sources.add(new Source(
                    source.cells().stream()
                            .map(it -> new Cell(it.input(), moves.position(it.input(), it.column())))
                            .toList(),
                    source.survives()));
        }
        return new Pruned(
                new MergeById(origin, newInputs, rule, sources, Columns.choose(schema, kept)),
                Positions.of(schema.size(), kept));
    }

    @Override
    public boolean readsIds(int input, boolean own) {
        // Also where nobody reads ids: whether one comes twice must not depend on what others read.
        return true;
    }

    @Override
    public boolean isAppendOnly(List<Boolean> areInputs) {
        return switch (rule) {
            case INTERSECT, RESTRICT, SAME_IDS -> areInputs.stream().allMatch(it -> it);
            case DIFFERENCE, UPDATE_ROWS, UPDATE_CELLS, UNIQUE -> false;
        };
    }

    @Override
    public int[] filterColumns(int input) {
        boolean isFilter = (rule == Rule.INTERSECT || rule == Rule.DIFFERENCE) && input == 0;
        return isFilter
                ? columns.stream()
                        .mapToInt(source -> source.cells().getFirst().column())
                        .toArray()
                : new int[0];
    }

    @Override
    public List<Object> content() {
        return List.of("merge", rule, columns);
    }

    @Override
    public String describe(List<String> refs) {
        boolean readsAll = columns.stream().flatMap(it -> it.cells().stream()).allMatch(it -> it.input() == 0);
        String names = IntStream.range(0, columns.size())
                .mapToObj(i -> schema.field(i).name() + " of "
                        + columns.get(i).cells().stream()
                                .map(cell -> refs.get(cell.input()))
                                .collect(Collectors.joining(" or ")))
                .collect(Collectors.joining(", "));
        return rule + " " + String.join(", ", refs) + (readsAll ? "" : ": " + names);
    }
}
