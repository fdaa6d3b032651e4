package dev.countersign.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.Requirement;
import java.util.Random;
import org.erdtman.jcs.JsonCanonicalizer;
import org.erdtman.jcs.NumberToJSON;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Requirement("REC-02")
class CanonicalJsonTest {

    private static String canonical(String json) {
        return new String(CanonicalJson.write(CanonicalJson.parse(json)), UTF_8);
    }

    @Test
    void writesTheExampleOfRfc8785Section324() {
        String input = """
                {"numbers": [333333333.3333333, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                 "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                 "literals": [null, true, false]}""";
        assertThat(canonical(input))
                .isEqualTo("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void sortsKeysByUtf16CodeUnits() {
        String input =
                "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}";
        assertThat(canonical(input))
                .isEqualTo("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}");
    }

    /** Bit patterns and texts of RFC 8785 appendix B. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void writesNumbersAsEcmaScript(String bits, String text) {
        assertThat(EcmaScriptNumber.write(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .isEqualTo(text);
    }

    @Test
    void writesEveryNumberAsTheIndependentImplementationDoes() throws Exception {
        Random random = new Random(8785);
        for (int i = 0; i < 200_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (!Double.isNaN(value) && !Double.isInfinite(value)) {
                assertThat(EcmaScriptNumber.write(value)).isEqualTo(NumberToJSON.serializeNumber(value));
            }
        }
    }

    @Test
    void writesRandomTreesAsTheIndependentImplementationDoes() throws Exception {
        Random random = new Random(42);
        for (int i = 0; i < 2_000; i++) {
            ObjectNode tree = tree(random, 3);
            assertThat(new String(CanonicalJson.write(tree), UTF_8))
                    .isEqualTo(new JsonCanonicalizer(tree.toString()).getEncodedString());
        }
    }

    private static ObjectNode tree(Random random, int depth) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        int members = random.nextInt(6);
        for (int i = 0; i < members; i++) {
            String name = text(random);
            switch (random.nextInt(depth > 0 ? 5 : 4)) {
                case 0 -> tree.put(name, random.nextInt());
                case 1 -> tree.put(name, random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
                case 2 -> tree.put(name, text(random));
                case 3 -> tree.putArray(name).add(random.nextBoolean()).addNull();
                default -> tree.set(name, tree(random, depth - 1));
            }
        }
        return tree;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(8); length > 0; length--) {
            text.appendCodePoint(random.nextInt(10) == 0 ? 0x1F600 + random.nextInt(50) : 1 + random.nextInt(0x400));
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"a\":2} | /a | twice",
                "{\"a\":{\"b\":[1,9007199254740993]}} | /a/b/1 | would change",
                "{\"a\":0.10000000000000000001} | /a | would change",
                "{\"a\":1e400} | /a | would change",
                "{\"a\":\"\\ud800\"} | /a | surrogate",
                "{\"a\":\"x\\u0000\"} | /a | U+0000",
                "{\"a\":1} x | '' | not valid JSON",
                "{\"a\":1}{} | '' | more text",
                "{\"a\":NaN} | /a | not valid JSON",
                "{'a':1} | '' | not valid JSON",
                "[1,] | /1 | not valid JSON"
            })
    void refusesWhatHasNoSingleMeaningWithItsPointer(String json, String pointer, String detail) {
        assertThatThrownBy(() -> CanonicalJson.parse(json))
                .isInstanceOfSatisfying(
                        JsonRefusedException.class, e -> assertThat(e.pointer()).isEqualTo(pointer))
                .hasMessageContaining(detail);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertThatThrownBy(() -> CanonicalJson.parse(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}))
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> CanonicalJson.parse(new byte[0])).hasMessageContaining("empty");
    }

    @Test
    void refusesJsonThatNestsTooDeep() {
        assertThatThrownBy(() -> CanonicalJson.parse("[".repeat(5_000))).hasMessageContaining("deeper");
    }

    @Test
    void refusesMoreTokensThanAnybodySendsAndReadsWhatItSaidOfThem() {
        byte[] many = ("[" + "1,".repeat(2_000_000) + "1]").getBytes(UTF_8);
        assertThatThrownBy(() -> CanonicalJson.parse(many)).hasMessageContaining("tokens");
        assertThat(CanonicalJson.parseOwn(many)).hasSize(2_000_001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1", "100.00", "-0", "1e21", "5e-324", "9007199254740992", "1.0"})
    void acceptsNumbersWhoseValueStays(String number) {
        assertThat(CanonicalJson.write(CanonicalJson.parse(number))).isNotEmpty();
    }
}
