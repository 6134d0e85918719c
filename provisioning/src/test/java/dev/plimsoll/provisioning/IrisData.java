package dev.plimsoll.provisioning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The real data and scikit-learn's own answers, as {@code src/main/models/iris/train.py} wrote them. */
public final class IrisData {
    private static final Path MODELS = Path.of("src/main/models/iris");

    private IrisData() {}

    /** All 150 rows, four columns each. */
    public static double[][] rows() {
        return lines("iris.csv").stream()
                .map(line -> {
                    String[] cells = line.split(",", -1);
                    double[] row = new double[4];
                    for (int i = 0; i < row.length; i++) {
                        row[i] = Double.parseDouble(cells[i]);
                    }
                    return row;
                })
                .toArray(double[][]::new);
    }

    /** What scikit-learn predicts for each row. */
    public static int[] expected() {
        return lines("expected.csv").stream()
                .mapToInt(line -> Integer.parseInt(line.substring(0, line.indexOf(','))))
                .toArray();
    }

    private static List<String> lines(String file) {
        try {
            List<String> all = Files.readAllLines(MODELS.resolve(file));
            return all.subList(1, all.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
