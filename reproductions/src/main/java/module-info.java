/** Claims of papers, checked by running them. */
module org.gradus.reproductions {
    requires transitive org.gradus.core;
    requires org.gradus.linear;
    requires org.gradus.nn;
    requires org.gradus.optim;
    requires org.gradus.solve;

    exports org.gradus.reproductions;

    opens org.gradus.reproductions.autodiff to
            org.gradus.core;
    opens org.gradus.reproductions.curvature to
            org.gradus.core;
    opens org.gradus.reproductions.optimizers to
            org.gradus.core;

    uses org.gradus.reproductions.ReproductionFamily;

    provides org.gradus.reproductions.ReproductionFamily with
            org.gradus.reproductions.autodiff.AutodiffPapers,
            org.gradus.reproductions.curvature.CurvaturePapers,
            org.gradus.reproductions.optimizers.OptimizerPapers;
}
