package org.gradus.reproductions.curvature;

import java.util.List;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.reproductions.ReproductionFamily;

/** The papers on curvature: tools that look at it, and methods that use it. */
public final class CurvaturePapers implements ReproductionFamily {
    static final String NAME = "curvature";

    /** For the service loader. */
    public CurvaturePapers() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Reproduction> reproductions() {
        return List.of(
                new InstabilityPaper(),
                new DistributedShampooPaper(),
                new ExactGaussNewtonPaper(),
                new FilteredNewtonPaper(),
                new FosiPaper(),
                new GradNormSmoothnessPaper(),
                new GradientRegularizationPaper(),
                new BulkAndOutliersPaper(),
                new LossPathPaper(),
                new MFacPaper(),
                new SecondOrderWidthPaper(),
                new OasisPaper());
    }

    static PaperRef paper(String id, String title, int year) {
        return new PaperRef(id, title, year, NAME);
    }
}
