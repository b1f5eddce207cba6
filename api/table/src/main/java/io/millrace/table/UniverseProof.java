package io.millrace.table;

import io.millrace.table.Universe.Clause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Proves that no id can be in some universes and outside of others, whatever the rows are: every universe is a truth about one id,
 * and the clauses about them, with the question, are refuted by unit propagation and, where that does not decide, by cases.
 *
 * <p>It decides every question that follows from how the universes in question, and those that they are made of, came about, and from
 * promises about any of these. What was derived from them elsewhere counts only where a promise names it together with one of them.
 */
final class UniverseProof {
    private static final byte UNKNOWN = 0;
    private static final byte TRUE = 1;
    private static final byte FALSE = -1;

    private final Map<Universe, Integer> variables = new IdentityHashMap<>();
    /** Literals: a variable's number + 1, or minus that. */
    private final List<int[]> clauses = new ArrayList<>();

    private UniverseProof() {}

    /** Whether it is impossible that an id is in all of {@code in} and in none of {@code out}. */
    static boolean excludes(List<Universe> in, List<Universe> out, boolean withPromises) {
        UniverseProof proof = new UniverseProof();
        proof.collect(in, out, withPromises);
        byte[] values = new byte[proof.variables.size()];
        boolean isPossible = in.stream().allMatch(it -> assume(values, proof.variables.get(it) + 1))
                && out.stream().allMatch(it -> assume(values, -proof.variables.get(it) - 1));
        return !isPossible || !proof.isSatisfiable(values);
    }

    private void collect(List<Universe> in, List<Universe> out, boolean withPromises) {
        Deque<Universe> open = new ArrayDeque<>();
        in.forEach(it -> number(it, open));
        out.forEach(it -> number(it, open));
        while (!open.isEmpty()) {
            for (Clause clause : open.pop().clauses()) {
                if (withPromises || !clause.promised()) {
                    clauses.add(literals(clause, open));
                }
            }
        }
    }

    private int[] literals(Clause clause, Deque<Universe> open) {
        int[] literals = new int[clause.has().size() + clause.hasNot().size()];
        int at = 0;
        for (Universe universe : clause.has()) {
            literals[at++] = number(universe, open) + 1;
        }
        for (Universe universe : clause.hasNot()) {
            literals[at++] = -number(universe, open) - 1;
        }
        return literals;
    }

    private int number(Universe universe, Deque<Universe> open) {
        Integer known = variables.get(universe);
        if (known == null) {
            known = variables.size();
            variables.put(universe, known);
            open.push(universe);
        }
        return known;
    }

    private boolean isSatisfiable(byte[] values) {
        if (!propagate(values)) {
            return false;
        }
        int open = openVariable(values);
        if (open < 0) {
            return true;
        }
        for (int literal : new int[] {-open - 1, open + 1}) {
            byte[] copy = Arrays.copyOf(values, values.length);
            assume(copy, literal);
            if (isSatisfiable(copy)) {
                return true;
            }
        }
        return false;
    }

    /** Draws conclusions from clauses of which one literal is left; false where one has none. */
    private boolean propagate(byte[] values) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int[] clause : clauses) {
                int unknown = 0;
                int last = 0;
                boolean holds = false;
                for (int literal : clause) {
                    byte value = value(values, literal);
                    holds |= value == TRUE;
                    if (value == UNKNOWN && literal != last) {
                        unknown++;
                        last = literal;
                    }
                }
                if (!holds && unknown == 0) {
                    return false;
                }
                if (!holds && unknown == 1) {
                    assume(values, last);
                    changed = true;
                }
            }
        }
        return true;
    }

    /** A variable of a clause that does not hold yet; −1 where all hold. */
    private int openVariable(byte[] values) {
        for (int[] clause : clauses) {
            int open = -1;
            boolean holds = false;
            for (int literal : clause) {
                byte value = value(values, literal);
                holds |= value == TRUE;
                open = value == UNKNOWN ? Math.abs(literal) - 1 : open;
            }
            if (!holds) {
                return open;
            }
        }
        return -1;
    }

    private static byte value(byte[] values, int literal) {
        byte value = values[Math.abs(literal) - 1];
        return literal > 0 ? value : (byte) -value;
    }

    private static boolean assume(byte[] values, int literal) {
        byte wanted = literal > 0 ? TRUE : FALSE;
        byte known = values[Math.abs(literal) - 1];
        values[Math.abs(literal) - 1] = wanted;
        return known == UNKNOWN || known == wanted;
    }
}
