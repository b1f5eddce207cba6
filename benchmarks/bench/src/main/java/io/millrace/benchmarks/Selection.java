package io.millrace.benchmarks;

import io.millrace.benchmarks.peer.Peer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Picks what the user named from what there is. A name that fits nothing is an {@link IllegalArgumentException}. */
final class Selection {
    private Selection() {}

    /** The cases of the named workloads, in either case, and variants; an empty list of names means all. */
    static List<Case> cases(List<Case> all, List<String> workloads, List<String> variants) {
        List<String> wanted =
                workloads.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        refuseUnknown(
                "workload",
                wanted,
                all.stream().map(c -> c.variant().workload()).toList());
        List<Case> some = all.stream()
                .filter(c -> wanted.isEmpty() || wanted.contains(c.variant().workload()))
                .toList();
        refuseUnknown(
                "variant", variants, some.stream().map(c -> c.variant().name()).toList());
        return some.stream()
                .filter(c -> variants.isEmpty() || variants.contains(c.variant().name()))
                .toList();
    }

    /** The named peers, in the order in which they are named; an empty list of names means all. */
    static List<Peer> peers(List<Peer> all, List<String> names) {
        refuseUnknown("peer", names, all.stream().map(Peer::name).toList());
        if (names.isEmpty()) {
            return all;
        }
        List<Peer> some = new ArrayList<>();
        for (String name : new LinkedHashSet<>(names)) {
            all.stream().filter(peer -> peer.name().equals(name)).forEach(some::add);
        }
        return some;
    }

    private static void refuseUnknown(String what, List<String> named, List<String> known) {
        Set<String> distinct = new LinkedHashSet<>(known);
        for (String name : named) {
            if (!distinct.contains(name)) {
                throw new IllegalArgumentException("unknown " + what + " " + name + "; there are "
                        + distinct.stream().collect(Collectors.joining(", ")));
            }
        }
    }
}
