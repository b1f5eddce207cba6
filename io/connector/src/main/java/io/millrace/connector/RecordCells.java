package io.millrace.connector;

import io.millrace.type.Schema;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** Reads the components of records, which must be named as a schema's columns are. */
final class RecordCells {
    private final Schema schema;
    private volatile Accessors last;

    private record Accessors(Class<?> type, List<Method> methods) {}

    RecordCells(Schema schema) {
        this.schema = schema;
    }

    Object[] of(Record row) {
        Accessors accessors = last;
        if (accessors == null || accessors.type != row.getClass()) {
            accessors = accessorsOf(row.getClass());
            last = accessors;
        }
        Object[] cells = new Object[accessors.methods.size()];
        for (int i = 0; i < cells.length; i++) {
            try {
                cells[i] = accessors.methods.get(i).invoke(row);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            } catch (InvocationTargetException e) {
                throw new IllegalArgumentException(
                        "component " + schema.field(i).name() + " of " + row + " could not be read", e.getCause());
            }
        }
        return cells;
    }

    private Accessors accessorsOf(Class<?> type) {
        List<String> names = new ArrayList<>();
        List<Method> methods = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            names.add(component.getName());
            component.getAccessor().setAccessible(true);
            methods.add(component.getAccessor());
        }
        if (!names.equals(schema.names())) {
            throw new IllegalArgumentException("a record " + type.getName() + " of components " + names
                    + " was given; the columns are " + schema.names());
        }
        return new Accessors(type, methods);
    }
}
