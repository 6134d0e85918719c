package dev.plimsoll.reports.junit;

import dev.plimsoll.reports.figures.Figures;
import dev.plimsoll.reports.figures.PlainText;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.ObjectiveVerdict;
import dev.plimsoll.reports.verdict.Verdict;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A verdict as JUnit XML: a test suite for each scenario, in it a test case for each objective and each finding, and
 * at the end a suite {@code run} with the one case {@code verdict}, so that the file is green exactly when the run is
 * PASS, also where nothing could be judged.
 *
 * <p>FAIL is a {@code failure}; INVALID is an {@code error}, because the measurement and not the service is at fault;
 * INCONCLUSIVE is by default an {@code error} too: an undecided night must not be green (the exit code is 3), yet it is
 * no finding against the service. Names of suites and cases hold no measured figure, so that a CI system can follow
 * them from run to run.
 *
 * <p>The shape is that of the Surefire report schema, as Jenkins, GitLab and GitHub actions read it. Characters that
 * XML 1.0 cannot carry are left out.
 */
public final class JUnitXml {
    /** What an INCONCLUSIVE case becomes. */
    public enum Inconclusive {
        ERROR,
        FAILURE,
        /** Shown as skipped: for suites whose runs are known to be too short to decide, for example on pull requests. */
        SKIPPED
    }

    private record Case(String name, Judgement judgement, String reason, String figures) {}

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ISO_LOCAL_DATE_TIME.withZone(ZoneOffset.UTC);

    private JUnitXml() {}

    public static String render(RunRecord run, Verdict verdict) {
        return render(run, verdict, Inconclusive.ERROR);
    }

    public static String render(RunRecord run, Verdict verdict, Inconclusive inconclusive) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            write(xml, run.description(), verdict, inconclusive);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("cannot write XML to memory", e);
        }
        return text.toString();
    }

    private static void write(XMLStreamWriter xml, RunDescription run, Verdict verdict, Inconclusive inconclusive)
            throws XMLStreamException {
        Map<String, List<Case>> suites = cases(run, verdict);
        List<Case> all = suites.values().stream().flatMap(List::stream).toList();
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        attribute(xml, "name", "Plimsoll: " + run.name());
        counts(xml, all, inconclusive);
        attribute(xml, "time", seconds(run.durationNanos()));
        for (Map.Entry<String, List<Case>> suite : suites.entrySet()) {
            writeSuite(xml, run, suite.getKey(), suite.getValue(), inconclusive);
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndDocument();
    }

    private static Map<String, List<Case>> cases(RunDescription run, Verdict verdict) {
        Map<String, List<Case>> suites = new LinkedHashMap<>();
        for (RunDescription.ScenarioDescription scenario : run.scenarios()) {
            suites.put(scenario.name(), new ArrayList<>());
        }
        for (ObjectiveVerdict objective : verdict.objectives()) {
            suites.computeIfAbsent(objective.scenario(), name -> new ArrayList<>())
                    .add(new Case(
                            objective.slo() + ": " + objective.objective() + " (" + objective.population() + ")",
                            objective.judgement(),
                            objective.reason(),
                            figures(objective)));
        }
        for (Verdict.Finding finding : verdict.findings()) {
            suites.computeIfAbsent(finding.scenario(), name -> new ArrayList<>())
                    .add(new Case(
                            finding.name(),
                            finding.judgement(),
                            finding.reason(),
                            "observed: " + finding.observed() + "\nexpected: " + finding.expected()));
        }
        suites.computeIfAbsent("run", name -> new ArrayList<>())
                .add(new Case("verdict", verdict.judgement(), verdict.why(), String.join("\n", verdict.warnings())));
        return suites;
    }

    private static String figures(ObjectiveVerdict objective) {
        StringBuilder text = new StringBuilder();
        text.append(Figures.count(objective.count(), "request"))
                .append(", ")
                .append(Figures.count(objective.bad()))
                .append(" bad; asked: ")
                .append(Figures.share(objective.target()))
                .append(" good");
        if (objective.thresholdNanos() != null) {
            text.append(" within ").append(Figures.duration((double) objective.thresholdNanos()));
        }
        if (objective.good() != null) {
            text.append("\ngood: ")
                    .append(Figures.share(objective.good()))
                    .append(" at ")
                    .append(Figures.share(objective.good().confidence()))
                    .append(" confidence, ")
                    .append(objective.good().method());
        }
        if (objective.quantileNanos() != null) {
            text.append("\nlatency at the target quantile: ").append(Figures.duration(objective.quantileNanos()));
        }
        if (objective.more() != null) {
            text.append("\nneeds about ")
                    .append(Figures.duration(objective.more()))
                    .append(" more to be decided");
        }
        return text.toString();
    }

    private static void writeSuite(
            XMLStreamWriter xml, RunDescription run, String name, List<Case> cases, Inconclusive inconclusive)
            throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testsuite");
        attribute(xml, "name", name);
        counts(xml, cases, inconclusive);
        attribute(xml, "time", seconds(durationNanos(run, name)));
        attribute(xml, "timestamp", TIMESTAMP.format(run.started().truncatedTo(ChronoUnit.SECONDS)));
        xml.writeCharacters("\n    ");
        xml.writeStartElement("properties");
        property(xml, "seed", Long.toString(run.seed()));
        property(xml, "target", run.target().kind() + " " + run.target().address());
        property(xml, "plimsoll", run.plimsoll());
        xml.writeCharacters("\n    ");
        xml.writeEndElement();
        Map<String, Integer> seen = new HashMap<>();
        for (Case testCase : cases) {
            int number = seen.merge(testCase.name(), 1, Integer::sum);
            writeCase(xml, run.name() + "." + name, testCase, number, inconclusive);
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
    }

    private static void writeCase(
            XMLStreamWriter xml, String className, Case testCase, int number, Inconclusive inconclusive)
            throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeStartElement("testcase");
        attribute(xml, "name", number == 1 ? testCase.name() : testCase.name() + " #" + number);
        attribute(xml, "classname", className);
        attribute(xml, "time", "0");
        String element = element(testCase.judgement(), inconclusive);
        if (!element.isEmpty()) {
            xml.writeCharacters("\n      ");
            xml.writeStartElement(element);
            attribute(xml, "message", testCase.reason());
            if (!element.equals("skipped")) {
                attribute(xml, "type", testCase.judgement().name());
                characters(xml, testCase.reason() + "\n" + testCase.figures());
            }
            xml.writeEndElement();
        }
        xml.writeCharacters("\n      ");
        xml.writeStartElement("system-out");
        characters(xml, testCase.judgement() + ": " + testCase.reason() + "\n" + testCase.figures());
        xml.writeEndElement();
        xml.writeCharacters("\n    ");
        xml.writeEndElement();
    }

    /** Name of the element that says how a case went, or empty for one that passed. */
    private static String element(Judgement judgement, Inconclusive inconclusive) {
        return switch (judgement) {
            case PASS -> "";
            case FAIL -> "failure";
            case INVALID -> "error";
            case INCONCLUSIVE ->
                switch (inconclusive) {
                    case ERROR -> "error";
                    case FAILURE -> "failure";
                    case SKIPPED -> "skipped";
                };
        };
    }

    private static void counts(XMLStreamWriter xml, List<Case> cases, Inconclusive inconclusive)
            throws XMLStreamException {
        attribute(xml, "tests", Integer.toString(cases.size()));
        attribute(xml, "failures", count(cases, "failure", inconclusive));
        attribute(xml, "errors", count(cases, "error", inconclusive));
        attribute(xml, "skipped", count(cases, "skipped", inconclusive));
    }

    private static String count(List<Case> cases, String element, Inconclusive inconclusive) {
        return Long.toString(cases.stream()
                .filter(testCase -> element(testCase.judgement(), inconclusive).equals(element))
                .count());
    }

    private static long durationNanos(RunDescription run, String scenario) {
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (RunDescription.ScenarioDescription described : run.scenarios()) {
            if (described.name().equals(scenario)) {
                for (RunDescription.Leg leg : described.legs()) {
                    from = Math.min(from, leg.fromNanos());
                    to = Math.max(to, leg.toNanos());
                }
            }
        }
        return to > from ? to - from : 0;
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
    }

    private static void property(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeCharacters("\n      ");
        xml.writeEmptyElement("property");
        attribute(xml, "name", name);
        attribute(xml, "value", value);
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, PlainText.oneLine(legal(value)));
    }

    private static void characters(XMLStreamWriter xml, String text) throws XMLStreamException {
        xml.writeCharacters(PlainText.visible(legal(text)));
    }

    /** The text without what XML 1.0 cannot carry: its production {@code Char}, section 2.2. */
    private static String legal(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || (c >= 0x20 && c <= 0xD7FF)
                        || (c >= 0xE000 && c <= 0xFFFD)
                        || c >= 0x10000)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
