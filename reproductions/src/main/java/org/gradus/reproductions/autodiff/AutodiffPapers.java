package org.gradus.reproductions.autodiff;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.reproductions.ReproductionFamily;

/** The papers on differentiation itself: what is correct, what is cheap, and how it composes. */
public final class AutodiffPapers implements ReproductionFamily {
    static final String NAME = "autodiff";

    /** For the service loader. */
    public AutodiffPapers() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Reproduction> reproductions() {
        return Stream.<Reproduction>of(
                        new UnaryFormPaper(),
                        new RewriteStrategiesPaper(),
                        new EssencePaper(),
                        new CategoryLawsPaper(),
                        new MultipletPaper(),
                        new AscentPaper(),
                        new LensesPaper(),
                        new SelectiveDifferentiationPaper(),
                        new AttentionMemoryPaper(),
                        new BackpropFunctorPaper(),
                        new DiffeologiesPaper(),
                        new FewBitPaper(),
                        new ForwardGradientPaper(),
                        new HigherOrderPaper(),
                        new LocalLossPaper(),
                        new MachineParametersPaper(),
                        new MatrixCalculusPaper())
                .sorted(Comparator.comparing(r -> r.paper().id()))
                .toList();
    }

    static PaperRef paper(String id, String title, int year) {
        return new PaperRef(id, title, year, NAME);
    }
}
