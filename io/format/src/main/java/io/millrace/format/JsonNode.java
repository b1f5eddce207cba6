package io.millrace.format;

import io.millrace.memory.OffHeap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in JSON records that a column is read from, or on the way to one: the columns' paths as a tree of names. The root is
 * the record itself.
 */
final class JsonNode {
    /** Offset of the column's cells in the {@link CellTable}, or −1. */
    int target = -1;

    private final byte[] name;
    private final List<JsonNode> children = new ArrayList<>();
    private JsonNode[] slots = new JsonNode[2];

    private JsonNode(byte[] name) {
        this.name = name;
    }

    static JsonNode root() {
        return new JsonNode(new byte[0]);
    }

    boolean hasChildren() {
        return !children.isEmpty();
    }

    /** Puts a column at a JSON pointer (RFC 6901). */
    void addPointer(String pointer, int column) {
        if (!pointer.isEmpty() && pointer.charAt(0) != '/') {
            throw new IllegalArgumentException(
                    "JSON path \"" + pointer + "\" does not begin with '/', as in \"/order/id\"");
        }
        JsonNode node = this;
        if (!pointer.isEmpty()) {
            for (String part : pointer.substring(1).split("/", -1)) {
                node = node.childFor(part.replace("~1", "/").replace("~0", "~"));
            }
        }
        node.setColumn(column, pointer);
    }

    /** Puts a column at a field of the record. */
    void addField(String fieldName, int column) {
        childFor(fieldName).setColumn(column, fieldName);
    }

    private void setColumn(int column, String path) {
        if (target >= 0) {
            throw new IllegalArgumentException(
                    "two columns are read from \"" + path + "\"; read one and copy it with select");
        }
        target = column * CellTable.STRIDE;
    }

    private JsonNode childFor(String childName) {
        byte[] bytes = childName.getBytes(StandardCharsets.UTF_8);
        for (JsonNode child : children) {
            if (java.util.Arrays.equals(child.name, bytes)) {
                return child;
            }
        }
        JsonNode child = new JsonNode(bytes);
        children.add(child);
        slots = new JsonNode[Integer.highestOneBit(children.size()) * 4];
        for (JsonNode each : children) {
            int slot = slot(each.name.length, each.name.length == 0 ? 0 : each.name[0], lastOf(each.name));
            while (slots[slot] != null) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = each;
        }
        return child;
    }

    private static int lastOf(byte[] bytes) {
        return bytes.length == 0 ? 0 : bytes[bytes.length - 1];
    }

    private int slot(int length, int first, int last) {
        return length * 31 + first * 7 + last & slots.length - 1;
    }

    /** Returns the child of that name, or null. */
    JsonNode child(long address, int byteCount) {
        if (children.isEmpty()) {
            return null;
        }
        int first = byteCount == 0 ? 0 : OffHeap.getByte(address);
        int last = byteCount == 0 ? 0 : OffHeap.getByte(address + byteCount - 1);
        int slot = slot(byteCount, first, last);
        while (slots[slot] != null) {
            if (slots[slot].isNamed(address, byteCount)) {
                return slots[slot];
            }
            slot = slot + 1 & slots.length - 1;
        }
        return null;
    }

    /** Returns the child that stands for an element of an array, or null. */
    JsonNode child(int index) {
        for (JsonNode child : children) {
            if (child.isNumber(index)) {
                return child;
            }
        }
        return null;
    }

    private boolean isNumber(int index) {
        if (name.length == 0 || name.length > 9 || name[0] == '0' && name.length > 1) {
            return false;
        }
        int value = 0;
        for (byte digit : name) {
            if (digit < '0' || digit > '9') {
                return false;
            }
            value = value * 10 + digit - '0';
        }
        return value == index;
    }

    private boolean isNamed(long address, int byteCount) {
        if (byteCount != name.length) {
            return false;
        }
        for (int i = 0; i < byteCount; i++) {
            if (OffHeap.getByte(address + i) != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether a column is at this node or below it. */
    boolean covers(int column) {
        if (target == column) {
            return true;
        }
        for (int i = 0; i < children.size(); i++) {
            if (children.get(i).covers(column)) {
                return true;
            }
        }
        return false;
    }

    /** Marks the columns at this node and below it as missing in a row. */
    void clear(long[] cells, int row) {
        if (target >= 0) {
            cells[target + row] = CellTable.MISSING_CELL;
        }
        for (int i = 0; i < children.size(); i++) {
            children.get(i).clear(cells, row);
        }
    }
}
