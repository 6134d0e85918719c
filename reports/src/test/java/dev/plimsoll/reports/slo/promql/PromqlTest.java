package dev.plimsoll.reports.slo.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.plimsoll.reports.slo.rules.PrometheusMajor;
import dev.plimsoll.reports.slo.rules.Rule;
import dev.plimsoll.reports.slo.rules.RuleGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromqlTest {
    private static Labels series(String name) {
        return new Labels(Map.of(Labels.NAME, name));
    }

    private static double one(SeriesStore store, PrometheusMajor major, String expr, long millis) {
        List<Sample> samples = new Evaluator(store, major).at(Expr.parse(expr), millis);
        assertThat(samples).hasSize(1);
        return samples.getFirst().value();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "histogram_quantile(0.99, sum by (le, job) (rate(m_bucket{a=~\"x.*\", b!=\"y\"}[5m]))) > 0.3",
                "sum(rate(a[5m] offset 1h)) by (x) / ignoring(code) group_left() sum without(code) (b)",
                "max_over_time(up[1h:1m] offset -5m) unless on (job) foo @ start()",
                "-1 ^ 2 + 0x1F * .5e-3 # a comment\n",
                "count_values(\"v\", topk(3, {__name__=~\"a:b\"}))",
                "label_replace(up, 'a', '$1', \"b\", `(.*)`) == bool 1 or vector(0)",
                "foo{\"a b\"=\"c\",} and absent(bar) >= 5m"
            })
    void expressionsOfOthersAreRead(String expr) {
        assertThat(Expr.parse(expr)).isNotNull();
    }

    @Test
    void precedenceAndAssociativityAreThoseOfPrometheus() {
        assertThat(Expr.parse("1 + 2 * 3 ^ 2 ^ 0.5 - 4 / 2 / 2").constant().orElseThrow())
                .isEqualTo(1 + 2 * Math.pow(3, Math.pow(2, 0.5)) - 1);
        assertThat(Expr.parse("-2 ^ 2").constant()).hasValue(-4.0);
        assertThat(Expr.parse("a or b and c > 1"))
                .isInstanceOfSatisfying(
                        Expr.Binary.class, b -> assertThat(b.op()).isEqualTo("or"));
    }

    @Test
    void aBrokenExpressionIsToldWithItsPlace() {
        assertThatThrownBy(() -> Expr.parse("sum(rate(a[5m]) > 1"))
                .isInstanceOfSatisfying(
                        PromqlException.class, e -> assertThat(e.offset()).isEqualTo(19));
        assertThatThrownBy(() -> Expr.parse("a{b=}")).hasMessageContaining("expected a string");
        assertThatThrownBy(() -> Expr.parse("a{b=~\"(\"}")).hasMessageContaining("'(' is no regular expression");
        assertThatThrownBy(() -> Expr.parse("rate(a[5 minutes])")).isInstanceOf(PromqlException.class);
    }

    @Test
    void theLeftEndOfAWindowCountsIn2ButNotIn3() {
        SeriesStore store = new SeriesStore();
        store.append(series("c"), 0, 5);
        store.append(series("c"), 60_000, 10);

        assertThat(one(store, PrometheusMajor.V2, "increase(c[1m])", 60_000)).isEqualTo(5);
        assertThat(new Evaluator(store, PrometheusMajor.V3).at(Expr.parse("increase(c[1m])"), 60_000))
                .isEmpty();
    }

    @Test
    void aResetIsMadeGood() {
        SeriesStore store = new SeriesStore();
        store.append(series("c"), 1_000, 100);
        store.append(series("c"), 16_000, 110);
        store.append(series("c"), 31_000, 3);
        store.append(series("c"), 46_000, 8);

        assertThat(one(store, PrometheusMajor.V3, "increase(c[45001ms])", 46_000))
                .isCloseTo(18, offset(1e-2));
    }

    @Test
    void aStaleSeriesIsGoneAtOnceAndASilentOneAfterFiveMinutes() {
        SeriesStore store = new SeriesStore();
        store.append(series("a"), 0, 1);
        store.append(series("b"), 0, 1);
        store.stale(series("a"), 1_000);
        Evaluator three = new Evaluator(store, PrometheusMajor.V3);

        assertThat(three.at(Expr.parse("a"), 1_000)).isEmpty();
        assertThat(three.at(Expr.parse("b"), 299_999)).hasSize(1);
        assertThat(three.at(Expr.parse("b"), 300_000)).isEmpty();
        assertThat(new Evaluator(store, PrometheusMajor.V2).at(Expr.parse("b"), 300_000))
                .hasSize(1);
    }

    @Test
    void severalPartnersWithoutAGroupAreAnErrorAsInPrometheus() {
        SeriesStore store = new SeriesStore();
        store.append(series("a").with("x", "1").with("y", "1"), 0, 1);
        store.append(series("b").with("x", "1").with("y", "2"), 0, 1);
        store.append(series("b").with("x", "1").with("y", "3"), 0, 1);

        assertThatThrownBy(() -> new Evaluator(store, PrometheusMajor.V3).at(Expr.parse("a * on (x) b"), 0))
                .isInstanceOf(PromqlException.class)
                .hasMessageContaining("several series for the match group {x=\"1\"}");
    }

    @Test
    void whatIsBeyondTheEvaluatorIsSaid() {
        SeriesStore store = new SeriesStore();
        RuleRun run = new RuleRun(
                List.of(new RuleGroup(
                        "g", Duration.ZERO, List.of(new Rule.Recording("r", "histogram_quantile(0.9, x)", Map.of())))),
                PrometheusMajor.V3,
                store);

        assertThat(run.at(0).failures()).containsExactly("r: the function histogram_quantile is not evaluated here");
    }

    @Test
    void forAndKeepFiringForHoldAnAlertBackAndUp() {
        SeriesStore store = new SeriesStore();
        Rule.Alerting rule = new Rule.Alerting(
                "A", "g > 0", Duration.ofSeconds(20), Duration.ofSeconds(20), Map.of("severity", "page"), Map.of());
        RuleRun run = new RuleRun(List.of(new RuleGroup("g", Duration.ZERO, List.of(rule))), PrometheusMajor.V3, store);
        StringBuilder states = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            store.append(series("g"), i * 10_000L, i >= 1 && i <= 4 ? 1 : 0);
            List<RuleRun.ActiveAlert> alerts = run.at(i * 10_000L).alerts();
            states.append(alerts.isEmpty() ? '.' : alerts.getFirst().state() == AlertState.PENDING ? 'p' : 'F');
        }

        assertThat(states).hasToString(".ppFFFF..");
    }
}
