package dev.handaxe.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.PythonValue.PyBool;
import dev.handaxe.runtime.PythonValue.PyBytes;
import dev.handaxe.runtime.PythonValue.PyComplex;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyFloat;
import dev.handaxe.runtime.PythonValue.PyFrozenSet;
import dev.handaxe.runtime.PythonValue.PyInt;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PyNone;
import dev.handaxe.runtime.PythonValue.PySet;
import dev.handaxe.runtime.PythonValue.PyStr;
import dev.handaxe.runtime.PythonValue.PyTuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads one value from the tagged JSON of {@link PythonJson}. Confined to one thread. */
final class PythonJsonReader {
    private static final String TAGS =
            "$tuple, $set, $frozenset, $bytes, $float, $complex and $dict";

    private final JsonParser parser;

    private PythonJsonReader(JsonParser parser) {
        this.parser = parser;
    }

    static PythonValue read(String json) {
        try (JsonParser parser = StrictJson.MAPPER.createParser(json)) {
            var reader = new PythonJsonReader(parser);
            if (parser.nextToken() == null) {
                throw new HandaxeException(Code.INVALID_INPUT, "there is no JSON value");
            }
            PythonValue value = reader.value(1);
            if (parser.nextToken() != null) {
                throw reader.wrong("there is more text after the value");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw StrictJson.malformed("", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string has no I/O to fail
        }
    }

    private PythonValue value(int depth) throws IOException {
        if (depth > PythonJson.MAX_DEPTH) {
            throw wrong("nested deeper than " + PythonJson.MAX_DEPTH + " levels");
        }
        JsonToken token = parser.currentToken();
        return switch (token) {
            case VALUE_NULL -> PyNone.NONE;
            case VALUE_TRUE -> new PyBool(true);
            case VALUE_FALSE -> new PyBool(false);
            case VALUE_NUMBER_INT -> new PyInt(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> new PyFloat(number());
            case VALUE_STRING -> new PyStr(parser.getText());
            case START_ARRAY -> new PyList(items(depth));
            case START_OBJECT -> object(depth);
            case END_ARRAY, END_OBJECT, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw wrong("a value was expected");
        };
    }

    private double number() throws IOException {
        double value = parser.getDoubleValue();
        if (Double.isInfinite(value)) {
            throw wrong("the number is beyond the range of a float");
        }
        return value;
    }

    private List<PythonValue> items(int depth) throws IOException {
        List<PythonValue> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(depth + 1));
        }
        return items;
    }

    private PythonValue object(int depth) throws IOException {
        List<PyDict.Entry> entries = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (name.startsWith("$")) {
                if (!entries.isEmpty()) {
                    throw wrong("a tag stands alone in its object; " + dictHint());
                }
                return tagged(name, depth);
            }
            parser.nextToken();
            entries.add(new PyDict.Entry(new PyStr(name), value(depth + 1)));
        }
        return new PyDict(entries);
    }

    private PythonValue tagged(String tag, int depth) throws IOException {
        parser.nextToken();
        PythonValue value =
                switch (tag) {
                    case "$tuple" -> new PyTuple(taggedItems(tag, depth));
                    case "$set" -> new PySet(distinct(tag, depth));
                    case "$frozenset" -> new PyFrozenSet(distinct(tag, depth));
                    case "$bytes" -> bytes();
                    case "$float" -> new PyFloat(special());
                    case "$complex" -> complex();
                    case "$dict" -> dict(depth);
                    default -> throw wrong("unknown tag; known are " + TAGS + "; " + dictHint());
                };
        if (parser.nextToken() != JsonToken.END_OBJECT) {
            throw wrong("a tag stands alone in its object; " + dictHint());
        }
        return value;
    }

    private static String dictHint() {
        return "a dict with keys that begin with $ is written {\"$dict\": [[key, value], ...]}";
    }

    private List<PythonValue> taggedItems(String tag, int depth) throws IOException {
        if (!parser.isExpectedStartArrayToken()) {
            throw wrong(tag + " takes a list");
        }
        return items(depth);
    }

    private Set<PythonValue> distinct(String tag, int depth) throws IOException {
        List<PythonValue> items = taggedItems(tag, depth);
        Set<PythonValue> set = new LinkedHashSet<>(items);
        if (set.size() != items.size()) {
            throw wrong(tag + " holds the same value twice");
        }
        return set;
    }

    private PythonValue bytes() throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw wrong("$bytes takes a base64 string");
        }
        try {
            return new PyBytes(Base64.getDecoder().decode(parser.getText()));
        } catch (IllegalArgumentException e) {
            throw wrong("$bytes takes a base64 string");
        }
    }

    private double special() throws IOException {
        String word = parser.hasToken(JsonToken.VALUE_STRING) ? parser.getText() : "";
        return switch (word) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> throw wrong("$float takes \"nan\", \"inf\" or \"-inf\"");
        };
    }

    private PythonValue complex() throws IOException {
        if (!parser.isExpectedStartArrayToken()) {
            throw wrong("$complex takes a list of two numbers");
        }
        parser.nextToken();
        double real = part();
        parser.nextToken();
        double imaginary = part();
        if (parser.nextToken() != JsonToken.END_ARRAY) {
            throw wrong("$complex takes a list of two numbers");
        }
        return new PyComplex(real, imaginary);
    }

    private double part() throws IOException {
        if (parser.currentToken().isNumeric()) {
            return number();
        }
        if (parser.isExpectedStartObjectToken() && "$float".equals(parser.nextFieldName())) {
            parser.nextToken();
            double value = special();
            if (parser.nextToken() == JsonToken.END_OBJECT) {
                return value;
            }
        }
        throw wrong("$complex takes a list of two numbers");
    }

    private PythonValue dict(int depth) throws IOException {
        if (!parser.isExpectedStartArrayToken()) {
            throw wrong("$dict takes a list of [key, value] pairs");
        }
        List<PyDict.Entry> entries = new ArrayList<>();
        Set<PythonValue> keys = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            List<PythonValue> pair = parser.isExpectedStartArrayToken() ? items(depth) : List.of();
            if (pair.size() != 2) {
                throw wrong("$dict takes a list of [key, value] pairs");
            }
            if (!keys.add(pair.getFirst())) {
                throw wrong("$dict holds the same key twice");
            }
            entries.add(new PyDict.Entry(pair.getFirst(), pair.getLast()));
        }
        return new PyDict(entries);
    }

    private HandaxeException wrong(String what) {
        String at = parser.getParsingContext().pathAsPointer().toString();
        return new HandaxeException(
                Code.INVALID_INPUT,
                (at.isEmpty() ? "" : "at " + GuestText.line(at, 200) + ": ") + what);
    }
}
