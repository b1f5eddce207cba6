package io.millrace.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a program: a method that takes a {@link GoldenRun} and is run once for each record that it names. A name is what stands
 * behind {@code ::} in the record's id; without its bracket it names all parametrisations. A name that no record has is an error.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(GoldenPrograms.class)
public @interface Golden {
    String[] value();
}
