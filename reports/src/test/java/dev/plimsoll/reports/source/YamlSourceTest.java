package dev.plimsoll.reports.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlSourceTest {
    private final Problems problems = new Problems();

    private YamlMap read(String text) {
        return YamlSource.documents("suite.yaml", text, problems).getFirst();
    }

    @Test
    void everyProblemOfAFileIsToldAtItsPlaceInTheOrderOfTheFile() {
        YamlMap map = read("""
                name: iris
                rate: fast
                duraton: 10s
                """);
        map.text("name");
        map.duration("duration");
        map.number("rate");
        map.finish();

        assertThatThrownBy(problems::throwIfAny)
                .isInstanceOf(SourceException.class)
                .hasMessage("""
                        suite.yaml:1:1: 'duration' is missing
                        suite.yaml:2:7: 'rate' must be a number, not 'fast'
                        suite.yaml:3:1: unknown key 'duraton'; did you mean 'duration'?""");
    }

    @Test
    void aKeyThatStandsTwiceIsAProblem() {
        read("a: 1\na: 2\n").integer("a", 0);

        assertThatThrownBy(problems::throwIfAny).hasMessage("suite.yaml:2:1: the key 'a' stands here twice");
    }

    @Test
    void aTextThatIsNoYamlIsRefusedWhereItBreaks() {
        assertThatThrownBy(() -> read("a: [1, 2\nb: 3\n"))
                .isInstanceOf(SourceException.class)
                .hasMessageStartingWith("suite.yaml:2:2: not YAML: ");
    }

    @Test
    void aListWhereAMappingIsWantedIsAProblem() {
        YamlSource.documents("suite.yaml", "- 1\n", problems);

        assertThatThrownBy(problems::throwIfAny)
                .hasMessage("suite.yaml:1:1: the document must be a mapping (key: value)");
    }

    @Test
    void emptyDocumentsAreLeftOut() {
        assertThat(YamlSource.documents("f", "---\n---\na: 1\n---\n", problems)).hasSize(1);
    }

    @Test
    void aKeyWithoutAValueCountsAsAbsent() {
        YamlMap map = read("a:\nb: 1\n");

        assertThat(map.optional("a")).isEmpty();
        assertThat(map.integer("b", 0)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"250ms, PT0.25S", "1.5h, PT1H30M", "28d, PT672H", "10 s, PT10S", "70us, PT0.00007S", "2w, PT336H"})
    void durationsHaveAUnit(String text, Duration expected) {
        assertThat(read("d: " + text).duration("d")).isEqualTo(expected);
        problems.throwIfAny();
    }

    @ParameterizedTest
    @CsvSource({"10", "-1s", "s", "1 fortnight", "99999999999d"})
    void aDurationWithoutAUnitOrOutOfRangeIsAProblem(String text) {
        read("d: " + text).duration("d");

        assertThatThrownBy(problems::throwIfAny).hasMessageContaining("must be a number with a unit");
    }

    @Test
    void aWordIsSuggestedOnlyWhereItIsNear() {
        assertThat(Suggestion.nearest("posson", List.of("constant", "poisson"))).contains("poisson");
        assertThat(Suggestion.nearest("wramUp", List.of("warmUp", "rate"))).contains("warmUp");
        assertThat(Suggestion.nearest("zebra", List.of("constant", "poisson"))).isEmpty();
        assertThat(Suggestion.clause("zebra", List.of("b", "a"))).isEqualTo("known here: a, b");
    }

    @Test
    void anUnknownWordGetsASuggestion() {
        read("arrivals: poison").optional("arrivals").orElseThrow().choice(List.of("constant", "poisson"));

        assertThatThrownBy(problems::throwIfAny)
                .hasMessage("suite.yaml:1:11: unknown 'arrivals' 'poison'; did you mean 'poisson'?");
    }
}
