package org.gradus.reproductions;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.gradus.error.ArgumentException;

/** All reproductions there are. */
public final class Reproductions {
    private Reproductions() {}

    /**
     * A reproduction that has run.
     *
     * @param reproduction which one
     * @param outcome what it found; without measurements when it threw an error
     * @param seconds how long it took
     */
    public record Run(Reproduction reproduction, Outcome outcome, double seconds) {}

    /**
     * The families, by name.
     *
     * @return one or more
     */
    public static List<ReproductionFamily> families() {
        return ServiceLoader.load(ReproductionFamily.class, Reproductions.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(ReproductionFamily::name))
                .toList();
    }

    /**
     * All reproductions.
     *
     * @return by family, then in each family's order
     */
    public static List<Reproduction> all() {
        return families().stream().flatMap(f -> f.reproductions().stream()).toList();
    }

    /**
     * The reproductions of a family.
     *
     * @param name of the family
     * @return one or more
     * @throws ArgumentException when there is no such family
     */
    public static List<Reproduction> ofFamily(String name) {
        return families().stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ArgumentException(
                        "reproductions: no family is called '" + name + "'",
                        "choose one of "
                                + String.join(
                                        ", ",
                                        families().stream()
                                                .map(ReproductionFamily::name)
                                                .toList())))
                .reproductions();
    }

    /**
     * The reproduction of an id.
     *
     * @param id of the paper
     * @return the reproduction
     * @throws ArgumentException when there is none
     */
    public static Reproduction named(String id) {
        return all().stream()
                .filter(r -> r.paper().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ArgumentException(
                        "reproductions: no paper has the id '" + id + "'", "gradus reproduce --list prints the ids"));
    }

    /**
     * Runs one; an error that it throws becomes an outcome that did not pass.
     *
     * @param reproduction which one
     * @param context what to run with
     * @return outcome and time
     */
    public static Run run(Reproduction reproduction, Context context) {
        long begin = System.nanoTime();
        Outcome outcome;
        try {
            outcome = reproduction.run(context);
        } catch (RuntimeException e) {
            outcome = new Outcome(List.of(), "it ended with " + e, List.of());
        }
        return new Run(reproduction, outcome, (System.nanoTime() - begin) * 1e-9);
    }
}
