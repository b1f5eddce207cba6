package io.millrace.table;

import io.millrace.expression.Op;

/** Operations on bytes, by {@link ColumnExpression#bin}; of a text, on its bytes in UTF-8. Hashes are small hexadecimal digits. */
public final class BytesMethods {
    private final ColumnExpression bytes;

    BytesMethods(ColumnExpression bytes) {
        this.bytes = bytes;
    }

    public ColumnExpression len() {
        return bytes.call(Op.LENGTH);
    }

    /** The text that the bytes are in UTF-8; an error of the row where they are none. */
    public ColumnExpression decode() {
        return bytes.call(Op.DECODE);
    }

    public ColumnExpression toHex() {
        return bytes.call(Op.TO_HEX);
    }

    public ColumnExpression toBase64() {
        return bytes.call(Op.TO_BASE64);
    }

    public ColumnExpression md5() {
        return bytes.call(Op.MD5);
    }

    public ColumnExpression sha1() {
        return bytes.call(Op.SHA1);
    }

    public ColumnExpression sha256() {
        return bytes.call(Op.SHA256);
    }

    public ColumnExpression sha512() {
        return bytes.call(Op.SHA512);
    }

    /** The checksum as an int. */
    public ColumnExpression crc32() {
        return bytes.call(Op.CRC32);
    }
}
