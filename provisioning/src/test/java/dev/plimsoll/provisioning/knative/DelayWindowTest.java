package dev.plimsoll.provisioning.knative;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelayWindowTest {

    /** Cases of {@code TestWindowMax}, {@code pkg/autoscaler/aggregation/max/window_test.go}, one value a slot. */
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1 2, 1 2",
        "2 1, 2 2",
        "1 2 1, 1 2 2",
        "5 6 5 5 5 5 5, 5 6 6 6 6 6 5",
        "5 6 5 7 5 5 1, 5 6 6 7 7 7 7",
        "5 8 5 7 5 5, 5 8 8 8 8 8",
        "5 8 5 7 5 5 1, 5 8 8 8 8 8 7",
        "5 8 5 7 5 5 1 4 4 4, 5 8 8 8 8 8 7 7 5 5",
        "5 8 5 7 5 5 1 4 4 4 4, 5 8 8 8 8 8 7 7 5 5 4",
        "5 8 5 7 5 5 1 4 4 4 4 9, 5 8 8 8 8 8 7 7 5 5 4 9",
        "5 8 5 7 5 5 1 4 4 4 4 9 3 4 2 1 0, 5 8 8 8 8 8 7 7 5 5 4 9 9 9 9 9 4",
    })
    void keepsTheLargestOfFiveSlots(String values, String expected) {
        assertThat(largest(values, slot -> slot)).isEqualTo(expected);
    }

    /** The cases "windowing out with gaps" and "multiple with same index" of the same test. */
    @Test
    void skipsGapsAndKeepsTheLargerOfOneSlot() {
        assertThat(largest("6 5 2 1", slot -> slot >= 3 ? slot + 3 : slot)).isEqualTo("6 6 6 2");
        assertThat(largest("1 2 3 4 5 6 7", slot -> 1)).isEqualTo("1 2 3 4 5 6 7");
        assertThat(largest("7 6 5 4 3 2 1", slot -> 1)).isEqualTo("7 7 7 7 7 7 7");
    }

    /** Cases of {@code TestTimedWindowMax}, {@code timewindow_test.go}: five seconds in slots of one. */
    @ParameterizedTest
    @CsvSource({"0:5, 5", "0:6 0:5, 6", "0:5 1:8, 8", "0:5 6:4, 4"})
    void forgetsByTime(String entries, int expected) {
        DelayWindow window = new DelayWindow(5, 1);
        for (String entry : entries.split(" ", -1)) {
            int colon = entry.indexOf(':');
            window.record(Long.parseLong(entry.substring(0, colon)), Integer.parseInt(entry.substring(colon + 1)));
        }

        assertThat(window.largest()).isEqualTo(expected);
    }

    @Test
    void agreesWithALookBackOverAllValues() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            int size = 1 + random.nextInt(20);
            DelayWindow window = new DelayWindow(2L * size, 2);
            long[] slots = new long[300];
            int[] scales = new int[300];
            long second = 0;
            for (int i = 0; i < slots.length; i++) {
                second += random.nextInt(7);
                slots[i] = second / 2;
                scales[i] = random.nextInt(9);
                window.record(second, scales[i]);
                int expected = 0;
                for (int past = 0; past <= i; past++) {
                    if (slots[i] - slots[past] < size) {
                        expected = Math.max(expected, scales[past]);
                    }
                }
                assertThat(window.largest()).isEqualTo(expected);
            }
        }
    }

    private static String largest(String values, IntUnaryOperator slotOf) {
        DelayWindow window = new DelayWindow(5, 1);
        StringBuilder seen = new StringBuilder();
        int place = 0;
        for (String value : values.split(" ", -1)) {
            window.record(slotOf.applyAsInt(place), Integer.parseInt(value));
            seen.append(seen.isEmpty() ? "" : " ").append(window.largest());
            place++;
        }
        return seen.toString();
    }
}
