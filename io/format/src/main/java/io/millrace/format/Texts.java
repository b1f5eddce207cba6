package io.millrace.format;

import io.millrace.memory.OffHeap;
import io.millrace.type.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Values that the JDK reads best, from text at an address. Allocates. */
final class Texts {
    private static final int UUID_BYTES = 36;
    private static final int MAX_DECIMAL_BYTES = 128;

    private Texts() {}

    static String of(long address, int byteCount) {
        byte[] bytes = new byte[byteCount];
        OffHeap.copy(address, bytes, 0, byteCount);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Returns null where the text is no UUID. */
    static UUID uuid(long address, int byteCount) {
        if (byteCount != UUID_BYTES) {
            return null;
        }
        try {
            return UUID.fromString(of(address, byteCount));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Returns the integer that stands for the decimal, null where the text is none of the type. */
    static BigInteger decimal(Type.Decimal type, long address, int byteCount) {
        if (byteCount > MAX_DECIMAL_BYTES) {
            return null;
        }
        try {
            return unscaled(new BigDecimal(of(address, byteCount)), type);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static BigInteger unscaled(BigDecimal value, Type.Decimal type) {
        // A huge exponent would need a huge integer before anyone sees that it does not fit.
        if (value.signum() != 0 && (value.precision() - value.scale() > type.precision() || -value.scale() > 64)) {
            return null;
        }
        try {
            BigDecimal scaled = value.signum() == 0 ? BigDecimal.ZERO : value.setScale(type.scale());
            return scaled.precision() <= type.precision() ? scaled.unscaledValue() : null;
        } catch (ArithmeticException e) {
            return null;
        }
    }
}
