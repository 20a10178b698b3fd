package org.gradus.plainjava;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The language's constructs: gradient, forward derivative and Hessian products against differences. */
class LanguageTest {

    private static KernelsTest.Case of(String name, PlainJava.Function f, double... x) {
        return new KernelsTest.Case(name, f, x, 0.02);
    }

    static List<KernelsTest.Case> language() {
        return selected(List.of(
                of("chebyquad", LanguageKernels::chebyquad, 0.1, 0.2, 0.3, 0.4, 0.55, 0.6, 0.7, 0.9),
                of("smallIntegers", LanguageKernels::smallIntegers, 0.3, -0.7, 1.2),
                of("longShifts", LanguageKernels::longShifts, 0.3, -0.7, 1.2, 0.1),
                of("rareFunctions", LanguageKernels::rareFunctions, 1.23, 0.47),
                of("strictFunctions", LanguageKernels::strictFunctions, 1.23, 0.47),
                of("floats", LanguageKernels::floats, 0.3, -0.7, 1.2, 0.1),
                of("incrementsAndCompound", LanguageKernels::incrementsAndCompound, 0.8, -0.7),
                of("stringSwitch", LanguageKernels::stringSwitch, 0.3, -0.7, 1.2, 0.1, 0.6),
                of("enumSwitch", LanguageKernels::enumSwitch, 0.3, -0.7),
                of("enumMethods", LanguageKernels::enumMethods, 0.3, -0.7),
                of("labelledContinue", LanguageKernels::labelledContinue, 0.3, -0.7, 1.2, 0.1, 1.6),
                of("ternaryArrays", LanguageKernels::ternaryArrays, 0.9, -0.7, 1.2),
                of("doWhile", LanguageKernels::doWhile, 0.9, 2.3, 1.2),
                of("checked", LanguageKernels::checked, 0.9, 0.3),
                of("varargs", LanguageKernels::varargs, 0.9, -0.7, 1.2),
                of("triangle", LanguageKernels::triangle, 0.9, -0.7, 1.2, 0.4),
                of("transpose", LanguageKernels::transpose, 0.9, -0.7, 1.2, 0.4),
                of("staticTables", LanguageKernels::staticTables, 0.9, -0.7, 1.2),
                of("ringBuffer", LanguageKernels::ringBuffer, 0.9, 0.7, -0.2),
                of("bubbleSort", LanguageKernels::bubbleSort, 0.9, 0.7, -0.2, 1.4, 0.1),
                of("cubeOfArrays", LanguageKernels::cubeOfArrays, 0.9, 0.7, -0.2, 1.4, 0.1),
                of("tryFinally", LanguageKernels::tryFinally, 0.9, 0.7, -0.2),
                of("tryCatch", LanguageKernels::tryCatch, 0.9, 0.7, -0.2, 1.4),
                of("fallback", LanguageKernels::fallback, 0.9, 0.7, 1.4),
                of("arraysOfRecords", LanguageKernels::arraysOfRecords, 0.9, 0.7),
                of("deconstruction", LanguageKernels::deconstruction, 0.9, 0.7, 0.4),
                of("innerClass", LanguageKernels::innerClass, 0.9, 0.7),
                of("inheritance", LanguageKernels::inheritance, 0.9, 0.7, 0.4),
                of("localAndAnonymous", LanguageKernels::localAndAnonymous, 0.9, 0.7),
                of("composed", LanguageKernels::composed, 0.9, 0.7),
                of("projectile", LanguageKernels::projectile, 8, 0.7),
                of("doubleIntegral", LanguageKernels::doubleIntegral, 0.9, 0.7),
                of("functionsInArrays", LanguageKernels::functionsInArrays, 0.9, 0.7),
                of("garch", LanguageKernels::garch, -3, -2, 1),
                of("curve", LanguageKernels::curve, 0.02, 0.025, 0.03, 0.028),
                of("american", LanguageKernels::american, 0.93, 0.31),
                of("softPath", LanguageKernels::softPath, 0.9, 0.7, 0.4, 0.8, 0.3)));
    }

    static List<KernelsTest.Case> recursion() {
        return selected(List.of(
                of("powers", RecursionKernels::powers, 0.9, 0.7, 1.1),
                of("hornerCoefficients", RecursionKernels::hornerCoefficients, 0.9, 0.7, -0.2, 1.4),
                of("adaptiveSimpson", RecursionKernels::adaptiveSimpson, 0.9, 1.7),
                of("integralToMovingEnd", RecursionKernels::integralToMovingEnd, 0.9, 0.7),
                of("nestedIntegrals", RecursionKernels::nestedIntegrals, 0.9, 1.7),
                of("mutual", RecursionKernels::mutual, 0.9, 0.7),
                of("ackermannWeights", RecursionKernels::ackermannWeights, 0.9, 0.7, 0.2),
                of("expressionMade", RecursionKernels::expressionMade, 0.9, 0.7),
                of("expressionCaptured", RecursionKernels.expressionCaptured(), 0.9, 0.7),
                of("visitor", RecursionKernels::visitor, 0.9, 0.7),
                of("tree", RecursionKernels::tree, 0.9, 0.7, 0.4),
                of("builtTree", RecursionKernels::builtTree, 0.9, 0.7, 0.4),
                of("searchTree", RecursionKernels::searchTree, 0.9, 0.7, -0.2, 1.4, 0.1),
                of("sorted", RecursionKernels::sorted, 0.9, 0.7, -0.2, 1.4, 0.1, 0.5, -1),
                of("spectrum", RecursionKernels::spectrum, 0.9, 0.7, -0.2, 1.4, 0.1, 0.5, -1, 0.3),
                of("laplace", RecursionKernels::laplace, 0.9, 0.7, -0.2, 1.4),
                of("splines", RecursionKernels::splines, 1.7, 0.7, 4),
                of("optionTree", RecursionKernels::optionTree, 0.9, 0.2),
                of("longsAndFloats", RecursionKernels::longsAndFloats, 0.9, 0.2),
                of("deep", RecursionKernels::deep, 0.9, 0.2),
                of("changingLambda", RecursionKernels::changingLambda, 0.9, 0.2),
                of("backtracking", RecursionKernels::backtracking, 0.9, 0.2, 0.5, 0.4)));
    }

    static List<KernelsTest.Case> workSpace() {
        return selected(List.of(
                of("buffer", ScratchKernels::buffer, 0.9, 0.7, -0.2, 1.4),
                of("grid", ScratchKernels::grid, 0.9, 0.7, -0.2),
                of("staticField", ScratchKernels::staticField, 0.9, 0.7, -0.2),
                of("lazyBuffer", ScratchKernels::lazyBuffer, 0.9, 0.7, -0.2, 1.4),
                of("counts", ScratchKernels::counts, 0.9, 0.7, -0.2, 1.4),
                of("simulate", new ScratchKernels(0.5, 2)::simulate, 0.9, 0.7, 1.2),
                of("finalState", new ScratchKernels(0.5, 2)::finalState, 0.9, 0.7, 1.2),
                of("recursive", ScratchKernels::recursive, 0.9, 0.7, -0.2, 1.4),
                of("captured", ScratchKernels.captured(), 0.9, 0.7, -0.2),
                of("singles", ScratchKernels::singles, 0.9, 0.7, -0.2),
                of("remembers", ScratchKernels::remembers, 0.9, 0.7)));
    }

    static List<KernelsTest.Case> selected(List<KernelsTest.Case> all) {
        String only = System.getProperty("gradus.ops");
        return only == null
                ? all
                : all.stream()
                        .filter(c -> Pattern.compile(only).matcher(c.name()).find())
                        .toList();
    }

    @ParameterizedTest
    @MethodSource({"language", "recursion", "workSpace"})
    void language(KernelsTest.Case c) {
        Differences.check(c.name(), PlainJava.differentiate(c.f()), c.x(), c.step());
    }
}
