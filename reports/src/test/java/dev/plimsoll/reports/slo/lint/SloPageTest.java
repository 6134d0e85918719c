package dev.plimsoll.reports.slo.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.slo.dialect.Dialect;
import dev.plimsoll.reports.slo.rules.BurnTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SloPageTest {
    @Test
    void thePageNamesEveryDialectTableAndMistake() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "SLO.md"));

        assertThat(page)
                .contains(Dialect.all().stream().map(d -> "`" + d.name() + "`").toList());
        assertThat(page)
                .contains(BurnTable.names().stream().map(n -> "`" + n + "`").toList());
        for (Mistake mistake : Mistake.values()) {
            assertThat(page).contains("`" + mistake.word() + "`");
        }
    }
}
