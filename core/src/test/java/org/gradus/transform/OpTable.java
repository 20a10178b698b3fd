package org.gradus.transform;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every operation on every kind of shape: the table that each rule is checked against. The system property
 * {@code gradus.ops} holds a regular expression by which rows are chosen while one works on an operation.
 */
public final class OpTable {
    private OpTable() {}

    /** All rows. */
    public static List<OpCase> rows() {
        Pattern chosen = Pattern.compile(System.getProperty("gradus.ops", ""));
        return Stream.of(
                        ElementwiseTable.rows(),
                        ReductionTable.rows(),
                        CumulativeTable.rows(),
                        SortingTable.rows(),
                        ContractionTable.rows(),
                        StructuralTable.rows(),
                        IndexingTable.rows(),
                        LinearAlgebraTable.rows(),
                        SamplingTable.rows(),
                        SpectralTable.rows(),
                        ControlTable.rows())
                .flatMap(List::stream)
                .filter(row -> chosen.matcher(row.toString()).find())
                .toList();
    }

    /** The rows through which derivatives flow. */
    public static List<OpCase> differentiable() {
        return rows().stream().filter(OpCase::differentiable).toList();
    }
}
