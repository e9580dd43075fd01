package dev.handaxe.micro;

import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyFloat;
import dev.handaxe.runtime.PythonValue.PyList;
import java.util.ArrayList;
import java.util.List;

/** A value such as functions return: 200 lists, each of a number, a text and a float. No state. */
final class SampleValue {
    private static final int ROWS = 200;

    private SampleValue() {}

    static PythonValue make() {
        List<PythonValue> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(
                    new PyList(
                            List.of(
                                    PythonValue.of(i * 1000L),
                                    PythonValue.of("row " + i),
                                    new PyFloat(i / 7.0))));
        }
        return new PyList(rows);
    }
}
