package io.millrace.state;

/** A state whose groups can be read as rows in an order. */
public sealed interface OrderedState extends GroupState permits GroupRows, GroupArrivals {
    /** The cells of the rows' keys. */
    SortKeys keys();

    OrderedIndex index();

    OrderedCursor cursor();

    /** Where the word of the order is among a group's words. */
    int orderOffset();

    /** Goes to the first of the rows that are equal to the one at the cursor in the first parts. */
    boolean seekFirstLike(long group, int parts);
}
