package io.millrace.control.demo;

import java.util.Map;
import java.util.TreeMap;

/** The orders of a seed: order {@code i} is the same whenever and wherever it is made. */
final class Orders {
    private static final int ITEMS = 200;
    private static final String[] CATEGORIES = {
        "books", "coffee", "flour", "garden", "lamps", "music", "paper", "rope", "salt", "tea", "tools", "wool"
    };
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;

    Orders(long seed) {
        this.seed = seed;
    }

    private static long mix(long word) {
        long x = word * 0xBF58476D1CE4E5B9L;
        x = (x ^ x >>> 29) * 0x94D049BB133111EBL;
        return x ^ x >>> 32;
    }

    private long bits(long number) {
        return mix(seed + number * GOLDEN);
    }

    private static String item(int index) {
        return "item-" + (1000 + index);
    }

    private String category(int index) {
        return CATEGORIES[(int) Math.floorMod(mix(seed ^ index), (long) CATEGORIES.length)];
    }

    private int itemOf(long bits) {
        return (int) Long.remainderUnsigned(bits, ITEMS);
    }

    private static long quantityOf(long bits) {
        return 1 + (bits >>> 40) % 9;
    }

    private static long centsOf(long bits) {
        return 99 + (bits >>> 20) % 10_000;
    }

    /** Order {@code number} as a JSON line without its end. */
    void appendJson(long number, StringBuilder into) {
        long bits = bits(number);
        into.append("{\"item\": \"")
                .append(item(itemOf(bits)))
                .append("\", \"quantity\": ")
                .append(quantityOf(bits))
                .append(", \"cents\": ")
                .append(centsOf(bits))
                .append('}');
    }

    /** The small table, as CSV. */
    String itemsCsv() {
        StringBuilder csv = new StringBuilder("name,category\n");
        for (int index = 0; index < ITEMS; index++) {
            csv.append(item(index)).append(',').append(category(index)).append('\n');
        }
        return csv.toString();
    }

    /** What the totals of the first {@code count} orders are, computed without the engine. */
    Map<String, Total> totals(long count) {
        Map<String, Total> totals = new TreeMap<>();
        for (long number = 0; number < count; number++) {
            long bits = bits(number);
            Total order = new Total(1, quantityOf(bits), quantityOf(bits) * centsOf(bits));
            totals.merge(category(itemOf(bits)), order, Total::plus);
        }
        return totals;
    }
}
