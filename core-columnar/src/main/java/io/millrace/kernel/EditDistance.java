package io.millrace.kernel;

import java.util.Arrays;

/**
 * Levenshtein's distance of two texts: how many code points must be put in, taken out or changed to make one of the other. Takes
 * time in the product of their lengths and keeps one row of it. One thread.
 */
public final class EditDistance {
    private int[] leftPoints = new int[32];
    private int[] rightPoints = new int[32];
    private int[] row = new int[33];

    public int of(long left, int leftLength, long right, int rightLength) {
        leftPoints = Arrays.copyOf(leftPoints, Math.max(leftPoints.length, leftLength));
        rightPoints = Arrays.copyOf(rightPoints, Math.max(rightPoints.length, rightLength));
        int leftCount = points(left, leftLength, leftPoints);
        int rightCount = points(right, rightLength, rightPoints);
        row = Arrays.copyOf(row, Math.max(row.length, rightCount + 1));
        for (int i = 0; i <= rightCount; i++) {
            row[i] = i;
        }
        for (int i = 0; i < leftCount; i++) {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < rightCount; j++) {
                int changed = diagonal + (leftPoints[i] == rightPoints[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.min(changed, Math.min(row[j], diagonal) + 1);
            }
        }
        return row[rightCount];
    }

    private static int points(long address, int length, int[] to) {
        int count = 0;
        for (int at = 0; at < length; at = Texts.next(address, length, at)) {
            to[count++] = Texts.codePointAt(address, length, at);
        }
        return count;
    }
}
