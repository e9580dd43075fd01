package dev.handaxe.benchmarks.data;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * A parser whose decimals are written as the file has them: {@code 1e5}, {@code 0.0000001} and
 * {@code -0.0} stay so. Their values as a {@code double} are those that Python's {@code float}
 * gives.
 *
 * <p>Confined to one thread.
 */
final class WrittenNumbers extends JsonParserDelegate {
    WrittenNumbers(JsonParser parser) {
        super(parser);
    }

    @Override
    public BigDecimal getDecimalValue() throws IOException {
        try {
            return new Written(super.getDecimalValue(), getText());
        } catch (NumberFormatException e) {
            throw new JsonParseException(
                    this, "a number has too large an exponent", currentTokenLocation(), e);
        }
    }

    /** A decimal that remembers its text. Immutable. */
    private static final class Written extends BigDecimal {
        private static final long serialVersionUID = 1;

        private final String text;

        Written(BigDecimal value, String text) {
            super(value.unscaledValue(), value.scale());
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }

        @Override
        public double doubleValue() {
            return Double.parseDouble(text);
        }
    }
}
