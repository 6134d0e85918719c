package dev.plimsoll.reports.source;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML text that a person wrote. */
public final class YamlSource {
    private YamlSource() {}

    /**
     * Reads every document of a text; each must be a mapping. Empty documents are left out.
     *
     * @param file name to show
     * @param text the YAML
     * @param problems where problems are noted
     * @throws SourceException if the text is no YAML at all, at the place where it stops being so
     */
    public static List<YamlMap> documents(String file, String text, Problems problems) {
        List<YamlMap> documents = new ArrayList<>();
        try {
            for (Node node : new Yaml(new LoaderOptions()).composeAll(new StringReader(text))) {
                if (!Tag.NULL.equals(node.getTag())) {
                    documents.add(new YamlValue(file, "the document", node, problems).map());
                }
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            Position at = mark == null ? new Position(file, 1, 1) : at(file, mark);
            problems.add(at, "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            problems.add(new Position(file, 1, 1), "not YAML: " + e.getMessage());
        }
        if (documents.isEmpty()) {
            problems.throwIfAny();
        }
        return documents;
    }

    static Position at(String file, Mark mark) {
        return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
