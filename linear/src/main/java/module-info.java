/** Linear operators, iterative and dense solvers, preconditioners. */
module org.gradus.linear {
    requires transitive org.gradus.core;
}
