package io.millrace.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The file of records that the programs of a class belong to, such as {@code core/common.txt}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface GoldenFile {
    String value();

    /** What the names of all records begin with that the programs name. */
    String prefix() default "";
}
