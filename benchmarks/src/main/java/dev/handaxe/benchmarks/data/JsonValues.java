package dev.handaxe.benchmarks.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBool;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyFloat;
import dev.handaxe.runtime.PythonValue.PyInt;
import dev.handaxe.runtime.PythonValue.PyList;
import java.util.ArrayList;
import java.util.List;

/**
 * Values as Python's {@code json.loads} reads them: integers of any size stay apart from floats.
 */
final class JsonValues {
    private JsonValues() {}

    /** The value of that node. */
    static PythonValue of(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> list(node);
            case OBJECT, POJO -> dict(node);
            case BOOLEAN -> new PyBool(node.booleanValue());
            case NUMBER ->
                    node.isIntegralNumber()
                            ? new PyInt(node.bigIntegerValue())
                            : new PyFloat(node.doubleValue());
            case STRING, BINARY -> PythonValue.of(node.asText());
            case NULL, MISSING -> PythonValue.none();
        };
    }

    private static PyList list(JsonNode node) {
        List<PythonValue> items = new ArrayList<>(node.size());
        node.forEach(item -> items.add(of(item)));
        return new PyList(items);
    }

    private static PyDict dict(JsonNode node) {
        List<PyDict.Entry> entries = new ArrayList<>();
        node.properties()
                .forEach(
                        field ->
                                entries.add(
                                        new PyDict.Entry(
                                                PythonValue.of(field.getKey()),
                                                of(field.getValue()))));
        return new PyDict(entries);
    }
}
