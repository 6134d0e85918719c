package dev.plimsoll.provisioning.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The 150 rows of the Iris data and the class that scikit-learn's model predicts for each. */
final class IrisRows {
    static final int COLUMNS = 4;

    private static final String FOLDER = "/dev/plimsoll/models/iris/";

    private IrisRows() {}

    /** The rows, four columns each: sepal length and width, petal length and width, in centimetres. */
    static double[][] rows() {
        return lines("iris.csv").stream()
                .map(line -> {
                    String[] cells = line.split(",", -1);
                    double[] row = new double[COLUMNS];
                    for (int i = 0; i < COLUMNS; i++) {
                        row[i] = Double.parseDouble(cells[i]);
                    }
                    return row;
                })
                .toArray(double[][]::new);
    }

    /** The class predicted for each row, 0 to 2. */
    static int[] classes() {
        return lines("expected.csv").stream()
                .mapToInt(line -> Integer.parseInt(line.substring(0, line.indexOf(','))))
                .toArray();
    }

    private static List<String> lines(String file) {
        try (InputStream in = IrisRows.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks its own " + file);
            }
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.subList(1, lines.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
