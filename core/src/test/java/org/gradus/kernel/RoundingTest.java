package org.gradus.kernel;

import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RoundingTest {
    /** All finite values that are not negative, in order, from the bits: exponent fields, then significands. */
    private static double[] values(FloatFormat format) {
        int fraction = format.significantBits() - 1;
        return DoubleStream.iterate(0, code -> code + 1)
                .map(code -> {
                    int field = (int) code >> fraction;
                    double significand = (int) code & (1 << fraction) - 1;
                    double leading = field == 0 ? 0 : 1 << fraction;
                    int exponent = Math.max(field, 1) - 1 + format.minExponent() - fraction;
                    return Math.scalb(leading + significand, exponent);
                })
                .takeWhile(value -> value <= format.maxValue())
                .toArray();
    }

    private static void assertRounds(double x, FloatFormat format, double expected) {
        assertThat(Rounding.roundTo(x, format)).as("%s to %s", x, format).isEqualTo((Double) expected);
        assertThat(Rounding.roundTo(-x, format)).as("-%s to %s", x, format).isEqualTo((Double)
                (0.0 - expected == 0 ? -0.0 : -expected));
    }

    @ParameterizedTest
    @EnumSource(FloatFormat.class)
    void everyValueStaysAndEveryMidpointGoesToTheEvenNeighbor(FloatFormat format) {
        double[] values = values(format);
        assertThat(values[values.length - 1]).isEqualTo(format.maxValue());
        for (int i = 0; i < values.length; i++) {
            assertRounds(values[i], format, values[i]);
            if (i + 1 == values.length) {
                break;
            }
            double middle = 0.5 * (values[i] + values[i + 1]);
            assertRounds(middle, format, values[i + (i & 1)]);
            assertRounds(Math.nextDown(middle), format, values[i]);
            assertRounds(Math.nextUp(middle), format, values[i + 1]);
            assertRounds(Math.nextUp(values[i]), format, values[i]);
            assertRounds(Math.nextDown(values[i + 1]), format, values[i + 1]);
        }
    }

    @ParameterizedTest
    @EnumSource(FloatFormat.class)
    void theCountOfValuesIsThatOfTheFormat(FloatFormat format) {
        int expected = switch (format) {
            case FLOAT16 -> 31 << 10;
            case BFLOAT16 -> 255 << 7;
            case FLOAT8_E4M3FN -> 127;
            case FLOAT8_E5M2 -> 31 << 2;
            case FLOAT4_E2M1FN -> 8;
        };
        assertThat(values(format)).hasSize(expected);
    }

    @ParameterizedTest
    @EnumSource(FloatFormat.class)
    void overflowBeginsHalfAStepBeyondTheLargestValue(FloatFormat format) {
        double max = format.maxValue();
        double[] values = values(format);
        double step = max - values[values.length - 2];
        double limit = max + 0.5 * step;
        boolean even = (values.length - 1 & 1) == 0;
        assertRounds(Math.nextDown(limit), format, max);
        assertRounds(limit, format, even ? max : format.overflow());
        assertRounds(Math.nextUp(limit), format, format.overflow());
        assertRounds(2 * max, format, format.overflow());
        assertRounds(Double.MAX_VALUE, format, format.overflow());
        assertRounds(POSITIVE_INFINITY, format, format.overflow());
        for (double x : new double[] {limit, 2 * max, Double.MAX_VALUE, POSITIVE_INFINITY}) {
            assertThat(Rounding.roundToSaturating(x, format)).isEqualTo(max);
            assertThat(Rounding.roundToSaturating(-x, format)).isEqualTo(-max);
        }
    }

    @ParameterizedTest
    @EnumSource(FloatFormat.class)
    void zerosNaNAndTinyNumbers(FloatFormat format) {
        double least = values(format)[1];
        assertRounds(0.0, format, 0.0);
        assertRounds(Double.MIN_VALUE, format, 0.0);
        assertRounds(0.5 * least, format, 0.0);
        assertRounds(Math.nextUp(0.5 * least), format, least);
        assertThat(Rounding.roundTo(NaN, format)).isNaN();
        assertThat(Rounding.roundToSaturating(NaN, format)).isNaN();
        assertThat(Rounding.roundToSaturating(-0.2 * least, format)).isEqualTo((Double) (-0.0));
        assertThat(Rounding.roundToSaturating(1.4 * least, format)).isEqualTo(least);
    }

    @Test
    void theFormatsHaveTheirPublishedLimits() {
        assertThat(FloatFormat.FLOAT16.overflow()).isEqualTo(POSITIVE_INFINITY);
        assertThat(FloatFormat.BFLOAT16.maxValue()).isEqualTo(3.3895313892515355e38);
        assertThat(FloatFormat.FLOAT8_E4M3FN.overflow()).isNaN();
        assertThat(FloatFormat.FLOAT8_E5M2.overflow()).isEqualTo(POSITIVE_INFINITY);
        assertThat(values(FloatFormat.FLOAT4_E2M1FN)).containsExactly(0, 0.5, 1, 1.5, 2, 3, 4, 6);
        assertRounds(464, FloatFormat.FLOAT8_E4M3FN, 448);
        assertRounds(464.1, FloatFormat.FLOAT8_E4M3FN, NaN);
    }

    @Test
    void binary16IsTheConversionOfThePlatform() {
        SplittableRandom random = new SplittableRandom(Accuracy.SEED);
        for (int i = 0; i < 200_000; i++) {
            float x = Float.intBitsToFloat(random.nextInt());
            float half = Float.float16ToFloat(Float.floatToFloat16(x));
            assertThat(Rounding.roundTo(x, FloatFormat.FLOAT16)).as("%s", x).isEqualTo((Double) (double) half);
            float near = (float) (random.nextDouble() * 70000 * Math.scalb(1.0, -random.nextInt(40)));
            half = Float.float16ToFloat(Float.floatToFloat16(near));
            assertThat(Rounding.roundTo(near, FloatFormat.FLOAT16))
                    .as("%s", near)
                    .isEqualTo((Double) (double) half);
        }
    }

    /** Conversions of ml_dtypes, from src/test/python/rounding.py. */
    @Test
    void roundingIsThatOfMlDtypes() throws IOException {
        String table;
        try (InputStream in = RoundingTest.class.getResourceAsStream("rounding.tsv")) {
            table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(table.lines().count()).isGreaterThan(1000);
        for (String line : table.lines().toList()) {
            String[] cells = line.split("\t");
            double x = Double.parseDouble(cells[1]);
            double expected = Double.parseDouble(cells[2]);
            assertThat(Rounding.roundTo(x, FloatFormat.valueOf(cells[0])))
                    .as(line)
                    .isEqualTo((Double) expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0, 0, 1, 0",
        "1.5, 2, 1, 2, 1",
        "2.5, 2, 2, 3, 2",
        "-0.5, -0.0, -1, -0.0, -0.0",
        "-1.5, -2, -2, -1, -1",
        "-2.5, -2, -3, -2, -2",
        "0.49999999999999994, 0, 0, 1, 0",
        "-0.0, -0.0, -0.0, -0.0, -0.0",
        "0, 0, 0, 0, 0",
        "4503599627370495.5, 4503599627370496, 4503599627370495, 4503599627370496, 4503599627370495",
        "9007199254740993, 9007199254740992, 9007199254740992, 9007199254740992, 9007199254740992",
        "Infinity, Infinity, Infinity, Infinity, Infinity",
        "-Infinity, -Infinity, -Infinity, -Infinity, -Infinity",
        "NaN, NaN, NaN, NaN, NaN",
        "1e300, 1e300, 1e300, 1e300, 1e300",
        "4.9E-324, 0, 0, 1, 0",
        "-4.9E-324, -0.0, -1, -0.0, -0.0",
        "7, 7, 7, 7, 7"
    })
    void integers(double x, Double round, Double floor, Double ceil, Double trunc) {
        assertThat(Rounding.round(x)).isEqualTo(round);
        assertThat(Rounding.floor(x)).isEqualTo(floor);
        assertThat(Rounding.ceil(x)).isEqualTo(ceil);
        assertThat(Rounding.trunc(x)).isEqualTo(trunc);
    }
}
