package dev.handaxe.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;

/** JSON laid out for people: a member a line. */
final class PrettyJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

    private PrettyJson() {}

    /** The same JSON laid out; a text that is no JSON stays as it is. */
    static String of(String json) {
        StringWriter text = new StringWriter();
        try (JsonParser parser = FACTORY.createParser(json);
                JsonGenerator generator = FACTORY.createGenerator(text)) {
            generator.setPrettyPrinter(
                    new DefaultPrettyPrinter()
                            .withObjectIndenter(INDENT)
                            .withArrayIndenter(INDENT));
            if (parser.nextToken() == null) {
                return json;
            }
            generator.copyCurrentStructure(parser);
            if (parser.nextToken() != null) {
                return json;
            }
        } catch (IOException e) {
            return json;
        }
        return text.toString();
    }
}
