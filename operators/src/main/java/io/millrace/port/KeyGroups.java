package io.millrace.port;

import io.millrace.kernel.Hashing;

/**
 * The key groups that one worker owns: {@code first} to {@code end}, the latter not among them. Rows find their worker by the
 * group of their key's hash, so a saved state finds its new workers by it too. State without a key belongs to group 0.
 */
public record KeyGroups(int first, int end) {
    public KeyGroups {
        if (first < 0 || end < first || end > Hashing.KEY_GROUPS) {
            throw new IllegalArgumentException(
                    "key groups " + first + " to " + end + "; there are 0 to " + Hashing.KEY_GROUPS);
        }
    }

    /** The groups of one of {@code workerCount} workers. */
    public static KeyGroups of(int worker, int workerCount) {
        return new KeyGroups(firstOf(worker, workerCount), firstOf(worker + 1, workerCount));
    }

    /** The worker that owns a group. */
    public static int workerOf(int keyGroup, int workerCount) {
        return keyGroup * workerCount / Hashing.KEY_GROUPS;
    }

    private static int firstOf(int worker, int workerCount) {
        return (worker * Hashing.KEY_GROUPS + workerCount - 1) / workerCount;
    }

    /** Whether the group of a key with this hash is one of these. */
    public boolean containsHash(long hash) {
        int group = Hashing.keyGroup(hash);
        return group >= first && group < end;
    }

    public boolean containsAll(KeyGroups others) {
        return others.first >= first && others.end <= end;
    }

    public boolean overlaps(KeyGroups others) {
        return first < others.end && others.first < end;
    }
}
