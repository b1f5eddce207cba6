package io.millrace.conformance;

import java.util.List;
import java.util.Map;

/**
 * One test of Pathway's suite: what it was given and what it got back.
 *
 * @param file such as {@code core/common.txt}
 * @param id module path, name and parametrisation
 * @param inputs recorded input tables by number; one that Pathway refused is not among them
 * @param steps assertions, captures and refusals in their order, which are numbered from 1
 */
record GoldenRecord(String file, String id, Map<Integer, GoldenTable> inputs, List<Step> steps) {
    GoldenRecord {
        inputs = Map.copyOf(inputs);
        steps = List.copyOf(steps);
    }

    /** What the test did with tables. */
    sealed interface Step {
        int number();
    }

    /**
     * Tables were computed and, for an assertion, compared.
     *
     * @param what {@code assert}, {@code capture} or {@code subscribe}
     * @param kind the name of the suite's function
     * @param holds whether the assertion held; of others true
     * @param results what the engine computed
     * @param expected what the test expected of an assertion that did not hold, null where that is not recorded
     */
    record Computed(
            int number, String what, String kind, boolean holds, List<GoldenTable> results, GoldenTable expected)
            implements Step {
        @Override
        public String toString() {
            return what + " " + number + " " + kind;
        }
    }

    /** Pathway refused: the exception's class and the first line of its message, null where it was not recorded. */
    record Refused(int number, String exception, String message) implements Step {
        @Override
        public String toString() {
            return "raises " + number + " " + exception;
        }
    }

    /** The first folder of the file. */
    String area() {
        return file.substring(0, file.indexOf('/'));
    }

    /** The id without the module's path. */
    String name() {
        return id.substring(id.indexOf("::") + 2);
    }

    /** What stands in the brackets behind the name, or the empty text. */
    String parameter() {
        String name = name();
        int bracket = name.indexOf('[');
        return bracket < 0 ? "" : name.substring(bracket + 1, name.length() - 1);
    }

    /** Whether a name of {@link Golden} means this record. */
    boolean isNamed(String name) {
        return name().equals(name) || name().startsWith(name + "[");
    }

    Step step(int number) {
        return steps.stream()
                .filter(step -> step.number() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(this + " has no step " + number + ", only " + steps));
    }

    @Override
    public String toString() {
        return file + "::" + name();
    }
}
