package org.gradus.reproductions.optimizers;

import java.util.List;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.reproductions.ReproductionFamily;

/** The papers on first-order methods. */
public final class OptimizerPapers implements ReproductionFamily {
    static final String NAME = "optimizers";

    /** For the service loader. */
    public OptimizerPapers() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Reproduction> reproductions() {
        return List.of(
                new AdAdaGradPaper(),
                new AdamPPaper(),
                new AdEMAMixPaper(),
                new AmsGradPaper(),
                new LargeScalePaper(),
                new ConvexComplexityPaper(),
                new DiffGradPaper(),
                new EntropySgdPaper(),
                new FadPaper(),
                new FasterBcdPaper(),
                new GamPaper(),
                new GramsPaper(),
                new GravityPaper(),
                new OnlineConvexPaper(),
                new LargeBatchPaper(),
                new LionKPaper(),
                new LionPaper(),
                new NormsPaper(),
                new OnlineToNonconvexPaper(),
                new OptAmsGradPaper(),
                new OptExPaper(),
                new ProspectPaper(),
                new ProxyProxPaper(),
                new QuasarPaper(),
                new OverviewPaper(),
                new SamPaper(),
                new SaniaPaper(),
                new RefinementPaper(),
                new SmallFcPaper(),
                new ModelBasedPaper(),
                new SvenPaper(),
                new TargetSurrogatePaper(),
                new TractPaper(),
                new UDogPaper(),
                new VeloPaper());
    }

    static PaperRef paper(String id, String title, int year) {
        return new PaperRef(id, title, year, NAME);
    }
}
