package dev.countersign.crypto;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A double as ECMAScript writes it (ECMA-262, Number::toString, radix 10), which RFC 8785 demands: the shortest decimal that
 * reads back as the same double, and of those the closest. JDK 17's {@code Double.toString} is not always the shortest.
 */
final class EcmaScriptNumber {

    private EcmaScriptNumber() {}

    /** @throws IllegalArgumentException for NaN and infinities, which JSON has not */
    static String write(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("JSON has no NaN and no infinity");
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal shortest = shortest(Math.abs(value)).stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        // the value is 0.digits × 10^point
        int point = digits.length() - shortest.scale();
        return (value < 0 ? "-" : "") + layOut(digits, point);
    }

    private static String layOut(String digits, int point) {
        int count = digits.length();
        if (count <= point && point <= 21) {
            return digits + "0".repeat(point - count);
        }
        if (0 < point && point <= 21) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (-6 < point && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        int exponent = point - 1;
        String mantissa = count == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        BigDecimal best = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        // any decimal with fewer digits that reads back would also do with one digit more, so the search goes downwards
        for (int precision = best.precision(); precision > 0; precision--) {
            BigDecimal candidate = closest(value, exact, precision);
            if (candidate == null) {
                break;
            }
            best = candidate;
        }
        return best;
    }

    /** The decimal of that many digits that reads back as the value and is closest to it; null if none does. */
    private static @org.jspecify.annotations.Nullable BigDecimal closest(
            double value, BigDecimal exact, int precision) {
        BigDecimal below = exact.round(new MathContext(precision, RoundingMode.FLOOR));
        BigDecimal above = exact.round(new MathContext(precision, RoundingMode.CEILING));
        boolean belowReads = below.doubleValue() == value;
        boolean aboveReads = above.doubleValue() == value;
        if (belowReads && aboveReads) {
            int order = exact.subtract(below).compareTo(above.subtract(exact));
            boolean belowIsEven = !below.unscaledValue().testBit(0);
            return order < 0 || (order == 0 && belowIsEven) ? below : above;
        }
        return belowReads ? below : aboveReads ? above : null;
    }
}
