/**
 * Values between the engine's bytes and Java: the boxed form of every cell, the canonical encoding that nested values travel
 * in (that of keys, {@link io.millrace.key.KeyEncoder}), the total order of values, and the row view that user code sees. Rows
 * pass here only where user code runs. Readers and writers belong to one thread; what they return is the caller's.
 *
 * <p>Java forms: None is null; {@code Boolean}, {@code Long}, {@code Double}, {@code String}, {@code byte[]}; {@link
 * io.millrace.key.Pointer}; {@code LocalDateTime}, {@code Instant}, {@code Duration}, {@code LocalDate}; {@code UUID}; {@code
 * BigDecimal}; {@link io.millrace.key.JsonText}, which {@link
 * io.millrace.value.Json} takes apart; a tuple or list is a {@code List}; {@link io.millrace.value.Tensor}; an object is
 * of its own class. A cell in error is {@link io.millrace.column.CellStatus#ERROR}, a pending one {@link
 * io.millrace.column.CellStatus#PENDING}.
 *
 * <p>In lane BYTES a str is UTF-8, bytes are themselves, Json is its compact text, an object is its serialised form; tuples, lists,
 * tensors and Any are encoded whole, with their kind.
 */
package io.millrace.value;
