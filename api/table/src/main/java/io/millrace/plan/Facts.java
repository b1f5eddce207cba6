package io.millrace.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * What is proved about the nodes of a plan, for whoever builds it and for {@code explain()}.
 *
 * @param appendOnly nodes whose rows are never taken back
 * @param keyed nodes whose row ids somebody reads
 * @param consolidated nodes that never say the same row twice in an epoch
 * @param indexes the number of the index that each input of a join keeps, by join and side; equal numbers are one index
 * @param pruned names of columns that a node lost
 */
public record Facts(
        NodeMap<Boolean> appendOnly,
        NodeMap<Boolean> keyed,
        NodeMap<Boolean> consolidated,
        NodeMap<List<Integer>> indexes,
        NodeMap<List<String>> pruned) {
    public boolean isAppendOnly(Node node) {
        return appendOnly.getOrDefault(node, false);
    }

    public boolean isKeyed(Node node) {
        return keyed.getOrDefault(node, false);
    }

    public boolean isConsolidated(Node node) {
        return consolidated.getOrDefault(node, false);
    }

    /** The remarks of {@code explain()} on a node. */
    List<String> remarks(Node node) {
        List<String> remarks = new ArrayList<>();
        List<String> dropped = pruned.getOrDefault(node, List.of());
        if (!dropped.isEmpty()) {
            remarks.add("pruned columns: " + String.join(", ", dropped));
        }
        if (!(node instanceof Node.Write write)) {
            if (!isKeyed(node)) {
                remarks.add("pruned ids");
            }
            if (isAppendOnly(node)) {
                remarks.add("append-only");
            }
        } else if (!isConsolidated(write.input())) {
            remarks.add("consolidates");
        }
        List<Integer> numbers = indexes.getOrDefault(node, List.of());
        if (!numbers.isEmpty()) {
            remarks.add("indexes " + numbers.get(0) + " and " + numbers.get(1));
        }
        return remarks;
    }
}
