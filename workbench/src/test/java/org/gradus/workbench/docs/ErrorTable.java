package org.gradus.workbench.docs;

import java.util.List;

/**
 * Wrong uses of one kind.
 *
 * @param title a heading
 * @param cases in the order of the page
 */
record ErrorTable(String title, List<ErrorCase> cases) {
    /** Every table, in the order of the page: to show more errors, add a case to a table, or a table here. */
    static final List<ErrorTable> ALL = List.of(
            ShapeErrors.TABLE,
            IndexErrors.TABLE,
            FactoryErrors.TABLE,
            ElementTypeErrors.TABLE,
            NumberErrors.TABLE,
            DerivativeErrors.TABLE,
            StagingErrors.TABLE,
            MatrixErrors.TABLE,
            EngineErrors.TABLE,
            LossErrors.TABLE,
            TreeErrors.TABLE,
            FileErrors.TABLE,
            ModuleErrors.TABLE,
            SolverErrors.TABLE,
            TuneErrors.TABLE,
            ResumeErrors.TABLE,
            PredictErrors.TABLE,
            InspectErrors.TABLE,
            MinimizeErrors.TABLE);
}
