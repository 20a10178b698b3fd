package org.gradus.workbench.command;

import java.util.ArrayList;
import java.util.List;

/** Text in columns: names to the left, numbers to the right. */
final class Columns {
    private Columns() {}

    static List<String> lines(List<String> head, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>(List.of(head));
        all.addAll(rows);
        int[] widths = new int[head.size()];
        for (List<String> row : all) {
            for (int j = 0; j < widths.length; j++) {
                widths[j] = Math.max(
                        widths[j], row.get(j).codePointCount(0, row.get(j).length()));
            }
        }
        return all.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int j = 0; j < widths.length; j++) {
            String cell = row.get(j);
            String blanks = " ".repeat(widths[j] - cell.codePointCount(0, cell.length()));
            line.append(j == 0 ? cell + blanks : "  " + blanks + cell);
        }
        return line.toString().stripTrailing();
    }
}
