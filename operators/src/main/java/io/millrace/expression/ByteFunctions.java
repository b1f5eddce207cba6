package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.kernel.Texts;
import io.millrace.port.DataError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** Hashes of texts and bytes, and other forms of bytes as text. */
final class ByteFunctions {
    private ByteFunctions() {}

    static RowFunction of(Op op) {
        return switch (op) {
            case MD5 -> new Digest("MD5");
            case SHA1 -> new Digest("SHA-1");
            case SHA256 -> new Digest("SHA-256");
            case SHA512 -> new Digest("SHA-512");
            case CRC32 -> {
                CRC32 sum = new CRC32();
                yield (out, in, row, failure) -> {
                    sum.reset();
                    sum.update(in[0].column().getBytes(in[0].index(row)));
                    out.appendLong(sum.getValue());
                };
            }
            case ENCODE -> (out, in, row, failure) -> out.appendBytes(in[0].address(row), in[0].length(row));
            case DECODE -> ByteFunctions::decode;
            case TO_HEX ->
                (out, in, row, failure) ->
                        out.appendString(HexFormat.of().formatHex(in[0].column().getBytes(in[0].index(row))));
            case TO_BASE64 ->
                (out, in, row, failure) -> {
                    byte[] encoded = Base64.getEncoder().encode(in[0].column().getBytes(in[0].index(row)));
                    out.appendBytes(encoded, 0, encoded.length);
                };
            case FROM_HEX -> (out, in, row, failure) -> read(out, in[0], row, failure, true);
            case FROM_BASE64 -> (out, in, row, failure) -> read(out, in[0], row, failure, false);
            default -> throw new AssertionError(op + " is no operation on bytes");
        };
    }

    private static void decode(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        if (!Texts.isAscii(in[0].address(row), in[0].length(row))) {
            try {
                // Java's decoder refuses what is no UTF-8; what it makes is not needed.
                StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(in[0].column().getBytes(in[0].index(row))));
            } catch (CharacterCodingException e) {
                failure.set(DataError.Kind.VALUE, "cannot decode bytes that are no UTF-8: " + e.getMessage());
                return;
            }
        }
        out.appendBytes(in[0].address(row), in[0].length(row));
    }

    private static void read(ColumnBuilder out, Cells text, int row, Failure failure, boolean isHex) {
        String digits = text.column().getString(text.index(row));
        byte[] bytes;
        try {
            bytes = isHex
                    ? HexFormat.of().parseHex(digits)
                    : Base64.getDecoder().decode(digits);
        } catch (IllegalArgumentException e) {
            failure.set(
                    DataError.Kind.PARSE,
                    "cannot read \"" + digits + "\" as " + (isHex ? "hexadecimal digits" : "Base64"));
            return;
        }
        out.appendBytes(bytes, 0, bytes.length);
    }

    /** A hash, printed as small hexadecimal digits. */
    private static final class Digest implements RowFunction {
        private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

        private final MessageDigest digest;
        private final byte[] text;
        private byte[] bytes = new byte[64];

        Digest(String algorithm) {
            try {
                digest = MessageDigest.getInstance(algorithm);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every JDK has " + algorithm, e);
            }
            text = new byte[digest.getDigestLength() * 2];
        }

        @Override
        public void append(ColumnBuilder out, Cells[] in, int row, Failure failure) {
            int length = in[0].length(row);
            if (length > bytes.length) {
                bytes = new byte[Math.max(length, bytes.length * 2)];
            }
            Texts.copy(in[0].address(row), length, bytes);
            digest.update(bytes, 0, length);
            byte[] hash = digest.digest();
            for (int i = 0; i < hash.length; i++) {
                text[2 * i] = DIGITS[hash[i] >> 4 & 0xF];
                text[2 * i + 1] = DIGITS[hash[i] & 0xF];
            }
            out.appendBytes(text, 0, text.length);
        }
    }
}
