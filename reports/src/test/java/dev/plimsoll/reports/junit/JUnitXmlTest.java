package dev.plimsoll.reports.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.testing.Hostile;
import dev.plimsoll.reports.testing.RunRecords;
import dev.plimsoll.reports.testing.Verdicts;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.Verdict;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

final class JUnitXmlTest {
    private final RunRecord run = RunRecords.failing();

    @Test
    void aSuiteForEachScenarioAndACaseForEachObjectiveAndFinding() throws Exception {
        Document xml = parse(JUnitXml.render(run, Verdicts.of(run, Judgement.FAIL)));
        assertThat(values(xml, "testsuite", "name")).containsExactly("steady", "canary", "run");
        assertThat(values(xml, "testcase", "name"))
                .containsExactly(
                        "iris-latency: p99 <= 100 ms (v1-rest)",
                        "iris-latency: p99 <= 100 ms (v2-rest)",
                        "iris-latency: p99 <= 100 ms (v2-grpc)",
                        "iris-availability: availability (v1-rest)",
                        "iris-availability: availability (v2-rest)",
                        "iris-availability: availability (v2-grpc)",
                        "split of the canary",
                        "verdict");
        assertThat(values(xml, "testcase", "classname")).contains("iris.steady", "iris.canary", "iris.run");
    }

    @ParameterizedTest
    @EnumSource(Judgement.class)
    void theFileIsGreenExactlyWhenTheRunIsPass(Judgement judgement) throws Exception {
        Document xml = parse(JUnitXml.render(run, Verdicts.of(run, judgement)));
        int red = xml.getElementsByTagName("failure").getLength()
                + xml.getElementsByTagName("error").getLength();
        assertThat(red == 0).isEqualTo(judgement == Judgement.PASS);
        Document empty = parse(JUnitXml.render(run, new Verdict(judgement, "why", List.of(), List.of(), List.of())));
        assertThat(empty.getElementsByTagName("testcase").getLength()).isEqualTo(1);
        assertThat(empty.getElementsByTagName("failure").getLength()).isEqualTo(judgement == Judgement.FAIL ? 1 : 0);
        assertThat(empty.getElementsByTagName("error").getLength())
                .isEqualTo(judgement == Judgement.INVALID || judgement == Judgement.INCONCLUSIVE ? 1 : 0);
    }

    @ParameterizedTest
    @EnumSource(JUnitXml.Inconclusive.class)
    void inconclusiveBecomesWhatWasAskedFor(JUnitXml.Inconclusive inconclusive) throws Exception {
        Document xml = parse(JUnitXml.render(run, Verdicts.of(run, Judgement.INCONCLUSIVE), inconclusive));
        String element = switch (inconclusive) {
            case ERROR -> "error";
            case FAILURE -> "failure";
            case SKIPPED -> "skipped";
        };
        assertThat(xml.getElementsByTagName(element).getLength()).isEqualTo(5);
        for (String other : Set.of("error", "failure", "skipped")) {
            if (!other.equals(element)) {
                assertThat(xml.getElementsByTagName(other).getLength())
                        .as(other)
                        .isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Judgement.class)
    void theCountsAreThoseOfTheElements(Judgement judgement) throws Exception {
        Document xml = parse(JUnitXml.render(run, Verdicts.of(run, judgement)));
        NodeList suites = xml.getElementsByTagName("testsuite");
        for (int i = 0; i < suites.getLength(); i++) {
            counted((Element) suites.item(i));
        }
        counted(xml.getDocumentElement());
    }

    private static void counted(Element element) {
        for (String[] pair : new String[][] {
            {"tests", "testcase"}, {"failures", "failure"}, {"errors", "error"}, {"skipped", "skipped"}
        }) {
            assertThat(element.getAttribute(pair[0]))
                    .as(element.getAttribute("name") + " " + pair[0])
                    .isEqualTo(Integer.toString(
                            element.getElementsByTagName(pair[1]).getLength()));
        }
    }

    @Test
    void namesHoldNoMeasuredFigureAndStayFromRunToRun() throws Exception {
        RunRecord other = RunRecords.builder().seed(2).failures(0.01).build();
        assertThat(values(parse(JUnitXml.render(other, Verdicts.of(other, Judgement.INVALID))), "testcase", "name"))
                .isEqualTo(values(parse(JUnitXml.render(run, Verdicts.of(run, Judgement.FAIL))), "testcase", "name"));
    }

    @Test
    void equalNamesAreNumbered() throws Exception {
        Verdict verdict = Verdicts.of(run, Judgement.FAIL);
        Verdict doubled = new Verdict(
                verdict.judgement(),
                verdict.why(),
                List.of(verdict.objectives().getFirst(), verdict.objectives().getFirst()),
                List.of(),
                List.of());
        assertThat(values(parse(JUnitXml.render(run, doubled)), "testcase", "name"))
                .containsExactly(
                        "iris-latency: p99 <= 100 ms (v1-rest)", "iris-latency: p99 <= 100 ms (v1-rest) #2", "verdict");
    }

    @Test
    void theShapeIsThatOfTheSurefireSchema() throws Exception {
        Document xml = parse(JUnitXml.render(run, Verdicts.of(run, Judgement.FAIL)));
        assertThat(xml.getDocumentElement().getTagName()).isEqualTo("testsuites");
        NodeList suites = xml.getElementsByTagName("testsuite");
        for (int i = 0; i < suites.getLength(); i++) {
            Element suite = (Element) suites.item(i);
            assertThat(suite.getAttribute("time")).matches("\\d+\\.\\d{3}");
            assertThat(suite.getAttribute("timestamp")).isEqualTo("2026-11-24T09:00:00");
            assertThat(children(suite).getFirst()).isEqualTo("properties");
            assertThat(children(suite).subList(1, children(suite).size())).containsOnly("testcase");
        }
        NodeList cases = xml.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            assertThat(children((Element) cases.item(i))).isIn(List.of("system-out"), List.of("failure", "system-out"));
        }
        NodeList failures = xml.getElementsByTagName("failure");
        for (int i = 0; i < failures.getLength(); i++) {
            assertThat(((Element) failures.item(i)).getAttribute("type")).isEqualTo("FAIL");
            assertThat(((Element) failures.item(i)).getAttribute("message")).isNotBlank();
        }
    }

    @Test
    void hostileStringsStayTextAndIllegalCharactersAreLeftOut() throws Exception {
        String text = JUnitXml.render(Hostile.run(), Hostile.verdict());
        Document xml = parse(text);
        assertThat(xml.getElementsByTagName("script").getLength()).isZero();
        assertThat(xml.getElementsByTagName("failure").item(0).getTextContent())
                .contains("<script>window.owned=1</script>", "[U+202E]gnp.exe", "]]>")
                .doesNotContain("\u0000", "\u001B");
    }

    private static List<String> children(Element element) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < element.getChildNodes().getLength(); i++) {
            if (element.getChildNodes().item(i) instanceof Element child) {
                names.add(child.getTagName());
            }
        }
        return names;
    }

    private static List<String> values(Document xml, String element, String attribute) {
        List<String> found = new ArrayList<>();
        NodeList nodes = xml.getElementsByTagName(element);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add(((Element) nodes.item(i)).getAttribute(attribute));
        }
        return found;
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }
}
